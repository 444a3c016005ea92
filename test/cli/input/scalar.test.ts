import { readScalar } from '../../../src/cli/input/scalar';
import { readYaml } from '../../../src/cli/input/yaml';

/** What sigs.k8s.io/yaml 1.6.0, through which kubectl reads, makes of each; printed by a program of a few lines around its YAMLToJSON. */
const READ: readonly (readonly [text: string, value: unknown])[] = [
  ...['y', 'Y', 'yes', 'on', 'TRUE'].map((text) => [text, true] as const),
  ...['n', 'No', 'Off', 'false'].map((text) => [text, false] as const),
  ...['', '~', 'null', 'Null', 'NULL'].map((text) => [text, null] as const),
  ...['tRue', '0o8', '_1', '1:30', '12:30:45', '2026-01-01', '1e400', '0x', '0b2', '.e3', '0.0.0', '=', 'nULL', '2001-12-14t21:59:43.10-05:00'].map((text) => [text, text] as const),
  ['010', 8], ['0o10', 8], ['-010', -8], ['0777', 511], ['08', 8], ['00', 0], ['1_000', 1000], ['1__0', 10], ['0x1F', 31], ['+0x1', 1], ['0b11', 3], ['-0b11', -3],
  ['1e3', 1000], ['1e+3', 1000], ['1.', 1], ['.5', 0.5], ['+.5', 0.5], ['.5e3', 500], ['1_0.5', 10.5], ['+1', 1], ['-0', 0], ['0.10', 0.1],
  ['100000000000000000000.0', 1e20], ['99999999999999999999', 1e20],
];

test.each(READ)('%j is %j', (text, value) => {
  expect(readScalar(text)).toBe(value);
  expect(readYaml(`k: ${text}\n`).value).toEqual({ k: value });
});

test.each<[yaml: string, value: unknown]>([
  ['!!str 8', '8'], ['!!int "8"', 8], ['!foo x', 'x'], ['!!binary aGk=', 'hi'], ['!!float 1', 1], ["'y'", 'y'], ['"010"', '010'],
  ['{1: a, true: b, 1.5: c}', { 1: 'a', true: 'b', 1.5: 'c' }], ['{y: 1}', { true: 1 }], ['{<<: {a: 1}, b: 2}', { a: 1, b: 2 }], ['2001-01-01', '2001-01-01'],
])('%s is read as kubectl reads it', (yaml, value) => {
  expect(readYaml(`k: ${yaml}\n`)).toEqual({ value: { k: value }, faults: [] });
});
