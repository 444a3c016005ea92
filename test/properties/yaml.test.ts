import { Yaml } from 'cdk8s';
import * as fc from 'fast-check';
import { NOT_PLAIN, plain, sortedCopy } from '../../src/manifest/canonical';
import { writeYaml } from '../../src/synth/yaml';

/** Strings that a YAML writer gets wrong: read as something else, with a meaning to YAML, or in need of a form of their own. */
const NASTY = [
  '', ' ', '  ', '\n', '\n\n', '\t', 'no', 'No', 'NO', 'y', 'Y', 'on', 'off', 'true', 'True', 'null', 'Null', '~', 'yes', 'nope', 'nul', 'TRUe',
  '0x1f', '0b1', '0b101m', '0xMi', '1e3', 'e3', 'E3', 'e-3', 'e+3', 'e', 'e3x', '-e3', '1.5e3', '.5', '5.', '-.5', '+1', '-1', '-0', '0', '00', '017', '0o7', '1_000', '_1', '-', '--', '---', '--- a',
  '--port=8080', '-c', '-e', '-e3', '-E9', '...', '%a', '%TAG', '?', '? a', '?a', '!a', '!', '&a', '*a', '*', '|', '>', '@a', '`a', '{a}', '[a]', '{', ',a', '#', '#a', 'a#', 'a #b', 'a# b',
  ':', ':a', 'a:', 'a:b', 'a: b', 'a :b', 'a:\tb', 'a\tb', '1:30', '1:30:30', '1:30.5', '12:30:45.5', '2026-01-01', '2026-1-1', '2026-01-01T10:00:00Z', '2026-01-01 10:00:00', '2026-01', '<<', '=', '.inf', '.Inf', '.nan', '-.inf', '.',
  '8080', '500m', '1Gi', '1.5Gi', '100Mi', '1.35', '1.2.3', '10.0.0.1', '10.0.0.0/8', '30s', '1d', '1E', '1e', '1T', '2t', '9007199254740993', '1e400', '0.5', '1.', '1.0', 'v1.2.3', '1,000', '50%', '12abc', '0x', '0b',
  'registry.example.com:5000/team/app@sha256:0123abcd', 'nvidia.com/gpu', 'app.kubernetes.io/name', '/ready', '$(POD_IP):8080', 'http://example.com:80/a?b=c#d',
  ' a', 'a ', 'a  b', 'it\'s', 'say "a"', 'it\'s "a"', '"', '\'', '\'a\'', '"a"', 'a"b', '\\', 'a\\b', '\\n', '{"a":[1,2]}', '[1, 2]',
  'a\nb', 'a\nb\n', 'a\n\nb', 'a\n\n\nb\n', 'a\nb\n\n', '\na', '\n\na\n', ' a\nb', 'a \nb', 'a\n b', 'a\n\tb', 'a\nb ', 'a\n ', 'a\n \n', 'a\r\nb', 'a\rb', 'a\n---\nb', '---\na', 'a\n...\n', '%\na', '# a\nb', 'a\n# b', 'a: b\nc: d\n', '- a\n- b', '\ta\n', 'a\n\n ',
  '\u0000', '\u0007', '\u001b[0m', '\u007f', '\u0085', '\u00a0', '\u2028', '\u2029', '\ufeff', '\ud800', 'a\udc00', '😀', 'ä', '日本', '日本\n語', 'é\u0301', 'a\u0000\nb',
  'x'.repeat(79), 'x'.repeat(300), 'word '.repeat(60).trim(), `${'long '.repeat(40)}\nnext`, 'y'.repeat(1100), `${'"'.repeat(600)}`, '\n'.repeat(5), ' \n '.repeat(3),
  '1', '2', '10', '4294967294', '4294967295', '01', '__proto__', 'constructor', 'toString', 'resolve', 'length',
];

/** Pieces that nasty strings are made of. */
const PIECES = ['\n', ' ', ':', '#', '-', '.', 'e', '0', '1', 'x', '_', '/', '"', '\'', '\t', 'a', 'Z', '%', '~', '+', 'T', ',', '\\', 'ä', '\u0000', '|', '&', '?', '!', '$'];

const nasty = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...NASTY) },
  { weight: 4, arbitrary: fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }).map((pieces) => pieces.join('')) },
  { weight: 1, arbitrary: fc.tuple(fc.constantFrom(...NASTY), fc.constantFrom('\n', ' ', ':', '/', ''), fc.constantFrom(...NASTY)).map((parts) => parts.join('')) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme-ascii', maxLength: 60 }) },
);

const scalar = fc.oneof(
  { weight: 5, arbitrary: nasty },
  { weight: 1, arbitrary: fc.boolean() },
  { weight: 1, arbitrary: fc.integer() },
  { weight: 1, arbitrary: fc.double() },
  { weight: 1, arbitrary: fc.constantFrom(null, undefined, 0, -0, 1e21, 1e-7, -1.5, NaN, Infinity, -Infinity, Number.MAX_SAFE_INTEGER, 2 ** 53) },
);

const { map } = fc.letrec<{ value: unknown; map: Record<string, unknown>; list: unknown[] }>((tie) => ({
  value: fc.oneof({ maxDepth: 6, withCrossShrink: true }, scalar, tie('map'), tie('list')),
  map: fc.array(fc.tuple(nasty, tie('value')), { maxLength: 6 }).map((pairs) => Object.fromEntries(pairs)),
  list: fc.array(tie('value'), { maxLength: 5 }),
}));

afterEach(() => jest.restoreAllMocks());

test.each(NASTY.map((text) => [text.slice(0, 40), text]))('a nasty string is written as cdk8s writes it, wherever it stands: %j', (_, text) => {
  for (const content of [
    { k: text }, { [text]: 1 }, { k: { [text]: text } }, { k: [text, [text, [text]]] }, { [text]: { [text]: [text] } },
    { k: [{ [text]: text }, { a: 1, [text]: [] }] }, { data: { a: text, b: text }, last: 1 },
  ]) {
    expect(writeYaml([{ content, sort: false }])).toBe(Yaml.stringify(content));
  }
});

test('any JSON is written as cdk8s writes it', () => {
  fc.assert(fc.property(map, (content) => {
    expect(writeYaml([{ content, sort: false }])).toBe(Yaml.stringify(content));
  }), { numRuns: 4000 });
});

test('any JSON is written with sorted keys as cdk8s writes it when it has sorted them', () => {
  fc.assert(fc.property(map.map(plain).filter((content) => content !== NOT_PLAIN), (content) => {
    const document = { apiVersion: 'v1', kind: 'Any', metadata: content, spec: content };
    const sorted = { apiVersion: 'v1', kind: 'Any', metadata: sortedCopy(content), spec: sortedCopy(content) };
    expect(writeYaml([{ content: document, sort: true }])).toBe(Yaml.stringify(sorted));
  }), { numRuns: 2000 });
});

test('several documents are parted as cdk8s parts them', () => {
  fc.assert(fc.property(fc.array(fc.oneof(map, fc.constant(undefined)), { maxLength: 4 }), (contents) => {
    expect(writeYaml(contents.map((content) => ({ content, sort: false })))).toBe(Yaml.stringify(...contents));
  }), { numRuns: 500 });
});

test('only odd strings are handed to cdk8s', () => {
  const stringify = jest.spyOn(Yaml, 'stringify');
  const plainStrings = [
    'chat', 'registry.example.com:5000/team/chat:v1.2.0', '500m', '1Gi', '8080', 'true', '--port=8080', '/ready',
    'a: b\nc: d\n', '$(POD_IP)', '10.0.0.0/8',
  ];
  writeYaml([{ content: { strings: plainStrings, numbers: [1, 0.5, -3], empty: [{}, [], '', null], map: { 'app.kubernetes.io/name': 'chat' } }, sort: true }]);
  expect(stringify).not.toHaveBeenCalled();

  writeYaml([{ content: { k: 'odd: one' }, sort: true }]);
  expect(stringify.mock.calls).toEqual([[{ k: 'odd: one' }]]);
});

test('what occurs twice is an alias where cdk8s makes one, and is not where cdk8s would have copied it', () => {
  const labels = { app: 'chat' };
  const content = { apiVersion: 'v1', spec: { selector: labels, template: labels } };

  expect(writeYaml([{ content, sort: false }])).toBe('apiVersion: v1\nspec:\n  selector: &a1\n    app: chat\n  template: *a1\n');
  expect(writeYaml([{ content, sort: true }])).toBe('apiVersion: v1\nspec:\n  selector:\n    app: chat\n  template:\n    app: chat\n');
});

test('what is no plain data is written as cdk8s writes it', () => {
  class Quantity {
    constructor(public readonly value: string) {}
  }
  for (const value of [new Date(0), new Map([['a', 1]]), new Set([1]), 10n, new Quantity('1Gi'), Object.create(null), { toJSON: () => 'a' }]) {
    expect(writeYaml([{ content: { value }, sort: false }])).toBe(Yaml.stringify({ value }));
  }
});
