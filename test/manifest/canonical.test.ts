import * as fc from 'fast-check';
import { NOT_PLAIN, plain, sortedBelow, sortedCopy, sortedKeys } from '../../src/manifest/canonical';

const json = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 4 }, fc.string(), fc.integer(), fc.boolean(), fc.constantFrom(null, undefined), tie('map'), fc.array(tie('value'), { maxLength: 4 })),
  map: fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('b', 'a', '10', '9')), tie('value'), { maxKeys: 5, noNullPrototype: true }),
})).map.filter((map) => !JSON.stringify(map).includes('__proto__')) as fc.Arbitrary<Record<string, unknown>>;

/** How cdk8s renders plain data, in the plainest words. */
function rendered(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map((item) => rendered(item) ?? undefined);
  }
  if (typeof value !== 'object' || value === null) {
    return value ?? undefined;
  }
  const entries = Object.entries(value).map(([key, item]) => [key, rendered(item)] as const).filter(([, item]) => item !== undefined);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

test('plain data loses null and undefined, and nothing else', () => {
  fc.assert(fc.property(json, (map) => {
    expect(sortedCopy(plain(map))).toEqual(rendered(map));
  }), { numRuns: 500 });
});

test('plain data without null and undefined is not copied', () => {
  const map = { b: [1, { c: 'x' }, []], a: {} };

  expect(plain(map)).toBe(map);
});

test('plain data is not changed, and shares what is as it should be', () => {
  const list = [{ x: 1 }];
  const map = { gone: undefined, list, also: { gone: null, kept: 0 } };

  const result = plain(map) as typeof map;

  expect(result).toEqual({ list: [{ x: 1 }], also: { kept: 0 } });
  expect(result.list).toBe(list);
  expect(Object.keys(map)).toEqual(['gone', 'list', 'also']);
});

test.each([
  ['an instance', { a: new Date(0) }], ['a function', { a: () => 1 }], ['a symbol', { a: Symbol('a') }], ['a big integer', { a: 10n }],
  ['a map without prototype', { a: Object.create(null) }], ['a token', { a: { resolve: () => 1 } }], ['a key called constructor', { a: { constructor: 'x' } }],
  ['a key called __proto__', JSON.parse('{ "a": { "__proto__": "x" } }')], ['something in a list', { a: [[{ b: [new Date(0)] }]] }],
])('%s is no plain data', (_, value) => {
  expect(plain(value)).toBe(NOT_PLAIN);
  expect(plain({ gone: undefined, value })).toBe(NOT_PLAIN);
});

test('keys are in the order in which JavaScript keeps a map that was filled in sorted order', () => {
  fc.assert(fc.property(json, (map) => {
    const filled: Record<string, unknown> = {};
    Object.keys(map).sort().forEach((key) => filled[key] = map[key]);

    expect(sortedKeys(map)).toEqual(Object.keys(filled));
  }), { numRuns: 500 });
});

test('a sorted copy shares nothing', () => {
  const shared = { x: [1] };

  const copy = sortedCopy({ a: shared, b: shared }) as Record<string, typeof shared>;

  expect(copy).toEqual({ a: shared, b: shared });
  expect(copy.a).not.toBe(copy.b);
  expect(copy.a.x).not.toBe(shared.x);
});

test('below the first level keys are sorted', () => {
  expect(JSON.stringify(sortedBelow({ b: { d: 1, c: 2 }, a: 1 }))).toBe('{"b":{"c":2,"d":1},"a":1}');
});
