import { Duration, Size } from 'cdk8s';
import * as fc from 'fast-check';
import { checked } from './checked';
import { bytesOf, checkCpu, checkPort, checkSeconds, checkSize, checkWhole, secondsOf, sizeText } from '../../src/border/amounts';
import { Cpu } from '../../src/border/cpu';
import { Problems } from '../../src/border/problems';
import { Quantity } from '../../src/capacity/quantity';

const line = (check: (problems: Problems) => void) => checked(check)[0];

test.each([
  [1, undefined], [2147483647, undefined],
  [0, "'n' must be a whole number of at least 1, got 0; give a whole number in that range"],
  [NaN, "'n' must be a whole number of at least 1, got NaN; give a whole number in that range"],
  [Infinity, "'n' must be a whole number of at least 1, got Infinity; give a whole number in that range"],
  [2 ** 31, "'n' must be a whole number from 1 to 2147483647, got 2147483648; give a whole number in that range"],
  ['3' as any, "'n' must be a whole number of at least 1, got \"3\"; give a whole number in that range"],
  [null as any, "'n' must be a whole number of at least 1, got nothing; give a whole number in that range"],
])('a whole number: %p', (value, message) => {
  expect(line((problems) => checkWhole(problems, 'n', value, 1))).toBe(message);
});

test('what is not given is not checked', () => {
  expect(checked((problems) => {
    checkWhole(problems, 'n', undefined, 1);
    checkPort(problems, 'n', undefined);
    checkCpu(problems, 'n', undefined);
    checkSize(problems, 'n', undefined);
    checkSeconds(problems, 'n', undefined, 1);
  })).toEqual([]);
});

test.each([[1, 0], [65535, 0], [0, 1], [65536, 1], [-1, 1], [80.5, 1]])('port %p has %p problems', (port, count) => {
  expect(checked((problems) => checkPort(problems, 'port', port))).toHaveLength(count);
});

test.each([
  [Duration.seconds(30), 1, 3600, undefined],
  [Duration.minutes(1), 1, 30, "'t' must be a whole number of seconds from 1 s to 30 s, got \"60 s\"; give for example Duration.seconds(30)"],
  [Duration.millis(1500), 1, undefined, "'t' must be a whole number of seconds of at least 1 s, got \"1.5 s\"; give for example Duration.seconds(30)"],
  [Duration.seconds(NaN), 0, undefined, "'t' must be a whole number of seconds of at least 0 s, got \"NaN\"; give for example Duration.seconds(30)"],
  [Duration.days(36500), 0, undefined, "'t' must be a whole number of seconds from 0 s to 2147483647 s, got \"3153600000 s\"; give for example Duration.seconds(30)"],
])('a time: %s', (value, min, max, message) => {
  expect(line((problems) => checkSeconds(problems, 't', value, min, max))).toBe(message);
});

test('seconds of every unit', () => {
  expect([Duration.millis(1), Duration.seconds(2), Duration.minutes(3), Duration.hours(1), Duration.days(1)].map(secondsOf)).toEqual([0.001, 2, 180, 3600, 86400]);
});

test.each([
  [0, '0'], [1000, '1000'], [1024, '1Ki'], [1536 * 1024, '1536Ki'], [512 * 1024 ** 2, '512Mi'], [1024 ** 3, '1Gi'], [1.5 * 1024 ** 3, '1536Mi'], [2 * 1024 ** 4, '2Ti'], [1024 ** 5, '1Pi'],
])('%p bytes are %s', (bytes, text) => {
  expect(sizeText(bytes)).toBe(text);
});

test('the quantity of a size is that size, to the byte', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), (bytes) => {
    expect(Quantity.parse(sizeText(bytes))?.nanos).toBe(BigInt(bytes) * 1_000_000_000n);
  }));
});

test('sizes are counted in bytes, of every unit', () => {
  expect([Size.kibibytes(1), Size.mebibytes(1.5), Size.gibibytes(2), Size.tebibytes(1)].map(bytesOf)).toEqual([1024, 1.5 * 1024 ** 2, 2 * 1024 ** 3, 1024 ** 4]);
});

test.each([
  [Size.gibibytes(0.3), "'s' must be a whole number of bytes, got \"0.3 GiB\"; write Size.mebibytes(307)"],
  [Size.kibibytes(0.3), "'s' must be a whole number of bytes, got \"0.3 KiB\"; write Size.kibibytes(1)"],
  [Size.mebibytes(0.7), "'s' must be a whole number of bytes, got \"0.7 MiB\"; write Size.mebibytes(1)"],
  [Size.tebibytes(1e9), "'s' must be a positive, finite size, got \"1000000000Ti\"; give for example Size.mebibytes(512) or Size.gibibytes(2)"],
])('a size that is no whole number of bytes, or none at all: %p', (size, message) => {
  expect(line((problems) => checkSize(problems, 's', size))).toBe(message);
});

test('processor time is exact to a thousandth', () => {
  expect([Cpu.units(2), Cpu.units(0.5), Cpu.millis(250), Cpu.units(0.1 * 3), Cpu.millis(4000)].map(String)).toEqual(['2', '500m', '250m', '300m', '4']);
  expect(line((problems) => checkCpu(problems, 'cpu', Cpu.units(0.0005)))).toBe("'cpu' must be a positive number of cores, in steps of 1m, got 0.5m; give for example Cpu.millis(250) or Cpu.units(2)");
});
