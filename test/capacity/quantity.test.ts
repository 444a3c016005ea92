import * as fc from 'fast-check';
import { Quantity } from '../../src/capacity/quantity';

const parse = (value: unknown): Quantity => {
  const quantity = Quantity.parse(value);
  if (!quantity) {
    throw new Error(`${String(value)} is no quantity`);
  }
  return quantity;
};

/** A quantity's text with its amount in billionths, worked out apart. */
const decimals = fc.record({
  sign: fc.constantFrom('', '-'),
  whole: fc.bigInt({ min: 0n, max: 10n ** 12n }),
  fraction: fc.stringMatching(/^\d{0,9}$/),
  suffix: fc.constantFrom(['', 0], ['k', 3], ['M', 6], ['G', 9], ['T', 12], ['e0', 0], ['E2', 2], ['e+3', 3]) as fc.Arbitrary<[string, number]>,
}).map(({ sign, whole, fraction, suffix: [suffix, exponent] }) => ({
  text: `${sign}${whole}${fraction ? `.${fraction}` : ''}${suffix}`,
  nanos: BigInt(`${sign}${whole}${fraction.padEnd(9, '0')}`) * 10n ** BigInt(exponent),
}));

describe('a quantity', () => {
  // worked out by k8s.io/apimachinery's ParseQuantity
  test.each([
    ['0.1', 100_000_000n, '100m'],
    ['100m', 100_000_000n, '100m'],
    ['1e3', 1_000n * 10n ** 9n, '1e3'],
    ['1E3', 1_000n * 10n ** 9n, '1e3'],
    ['1E', 10n ** 27n, '1E'],
    ['1.5Gi', 1_610_612_736n * 10n ** 9n, '1536Mi'],
    ['12Ei', (2n ** 63n - 1n) * 10n ** 9n, '9223372036854775807'],
    ['0.5Ki', 512n * 10n ** 9n, '512'],
    ['1500Mi', 1_572_864_000n * 10n ** 9n, '1500Mi'],
    ['1023', 1_023n * 10n ** 9n, '1023'],
    ['1000000', 10n ** 15n, '1M'],
    ['0.1n', 1n, '1n'],
    ['-0.1n', -1n, '-1n'],
    ['-1.5', -1_500_000_000n, '-1500m'],
    ['+2', 2n * 10n ** 9n, '2'],
    ['.5', 500_000_000n, '500m'],
    ['1.', 10n ** 9n, '1'],
    ['0', 0n, '0'],
    ['-0', 0n, '0'],
    ['007', 7n * 10n ** 9n, '7'],
    [' 1Gi ', 1_073_741_824n * 10n ** 9n, '1Gi'],
    ['1e-3', 1_000_000n, '1e-3'],
    ['3e-12', 1n, '1e-9'],
  ])('%s', (text, nanos, canonical) => {
    expect(parse(text).nanos).toBe(nanos);
    expect(parse(text).toString()).toBe(canonical);
  });

  test.each(['1.5GiB', '', ' ', 'abc', '1 Gi', '1ki', '1K', '1mm', '1e', '1e3.5', '1.2.3', '0x10', '1_000', '--1', '1Gi5', '5GG', NaN, Infinity, undefined, null, true, [], {}])(
    'refuses %p', (value) => {
      expect(Quantity.parse(value)).toBeUndefined();
    });

  test('is read from a number as from its text', () => {
    expect(parse(0.5).toString()).toBe('500m');
    expect(parse(1e21).equals(parse('1000E'))).toBe(true);
    expect(parse(8).equals(parse('8'))).toBe(true);
  });

  test('of an exponent that nobody can count is read without counting it', () => {
    expect(parse('1e999999999').compare(parse('1E'))).toBe(1);
    expect(parse('1e-999999999').nanos).toBe(1n);
    expect(parse('0e999999999').isZero).toBe(true);
  });

  test('knows zero, negative and whole amounts', () => {
    expect([parse('0').isZero, parse('1n').isZero]).toEqual([true, false]);
    expect([parse('-1m').isNegative, parse('-0').isNegative]).toEqual([true, false]);
    expect([parse('512Mi').isWhole, parse('512m').isWhole]).toEqual([true, false]);
  });

  test('adds in the form of the first', () => {
    expect(parse('1Gi').plus(parse('512Mi')).toString()).toBe('1536Mi');
    expect(parse('1').plus(parse('500m')).toString()).toBe('1500m');
    expect(Quantity.ZERO.plus(parse('1Gi')).toString()).toBe('1Gi');
    expect(parse('1Gi').minus(parse('1.5Gi')).toString()).toBe('-512Mi');
    expect(parse('250m').times(3).toString()).toBe('750m');
    expect(Quantity.of(8n).toString()).toBe('8');
  });

  test('holds what its text says', () => {
    fc.assert(fc.property(decimals, ({ text, nanos }) => {
      expect(parse(text).nanos).toBe(nanos);
    }));
  });

  test('is written as a text that reads the same', () => {
    fc.assert(fc.property(decimals, ({ text }) => {
      const quantity = parse(text);
      expect(parse(quantity.toString()).equals(quantity)).toBe(true);
    }));
    fc.assert(fc.property(fc.bigInt({ min: 0n, max: 10n ** 6n }), fc.constantFrom('Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'), (amount, suffix) => {
      const quantity = parse(`${amount}${suffix}`);
      expect(parse(quantity.toString()).equals(quantity)).toBe(true);
    }));
  });

  test('adds, subtracts, multiplies and compares as whole numbers of billionths do', () => {
    fc.assert(fc.property(decimals, decimals, fc.nat(1000), (a, b, count) => {
      expect(parse(a.text).plus(parse(b.text)).nanos).toBe(a.nanos + b.nanos);
      expect(parse(a.text).minus(parse(b.text)).nanos).toBe(a.nanos - b.nanos);
      expect(parse(a.text).times(count).nanos).toBe(a.nanos * BigInt(count));
      expect(Math.sign(parse(a.text).compare(parse(b.text)))).toBe(a.nanos < b.nanos ? -1 : a.nanos > b.nanos ? 1 : 0);
    }));
  });
});
