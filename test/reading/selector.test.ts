import * as fc from 'fast-check';
import { Labelled, LabelIndex } from '../../src/reading/label-index';
import { Selector, selectorOf, selectorOfMap, selects, selectorText } from '../../src/reading/selector';

const key = fc.constantFrom('app', 'tier', 'version');
const value = fc.constantFrom('a', 'b', 'c');
const labels = fc.dictionary(key, value);
const labelled: fc.Arbitrary<Labelled> = fc.record({ labels, given: fc.subarray(['app', 'job-name']).map((names) => new Set(names)) });
const selector = fc.record({
  matchLabels: fc.dictionary(fc.constantFrom('app', 'tier', 'version', 'job-name'), value),
  matchExpressions: fc.array(fc.record({ key, operator: fc.constantFrom('In', 'NotIn', 'Exists', 'DoesNotExist'), values: fc.array(value, { minLength: 1 }) }), { maxLength: 2 }),
}, { requiredKeys: [] });

/** The meaning of a selector, word by word from the API's reference. */
function naively({ matchLabels, matchExpressions }: any, item: Labelled): boolean {
  const requirements = [
    ...Object.entries(matchLabels ?? {}).map(([k, v]) => ({ key: k, operator: 'In', values: [v] })),
    ...matchExpressions ?? [],
  ];
  return requirements.every(({ key: k, operator, values }) => {
    const has = Object.keys(item.labels).includes(k);
    const result = {
      In: has && values.includes(item.labels[k]),
      NotIn: !has || !values.includes(item.labels[k]),
      Exists: has,
      DoesNotExist: !has,
    }[operator as 'In'];
    return result || item.given.has(k);
  });
}

function indexOf(items: readonly Labelled[]): LabelIndex<Labelled> {
  const index = new LabelIndex<Labelled>();
  items.forEach((item) => index.add(item));
  return index;
}

describe('a selector', () => {
  test('selects what its meaning says, through an index too', () => {
    fc.assert(fc.property(selector, fc.array(labelled, { maxLength: 20 }), (shape, items) => {
      const read = selectorOf(shape)!;
      const expected = items.filter((item) => naively(shape, item));
      expect(items.filter((item) => selects(read, item.labels, item.given))).toEqual(expected);
      expect(new Set(indexOf(items).select(read))).toEqual(new Set(expected));
      expect(indexOf(items).selectsAny(read)).toBe(expected.length > 0);
    }), { numRuns: 500 });
  });

  test('is found in an index that grew after it was asked', () => {
    const index = indexOf([]);
    const app: Selector = selectorOfMap({ app: 'a' })!;
    expect(index.selectsAny(app)).toBe(false);
    index.add({ labels: { app: 'a' }, given: new Set() });
    expect(index.select(app)).toHaveLength(1);
    expect(index.all).toHaveLength(1);
  });

  test('that is absent selects nothing, that is empty everything; an empty map of a Service nothing', () => {
    expect(selectorOf(undefined)).toBeUndefined();
    expect(selects(selectorOf({})!, {})).toBe(true);
    expect(selectorOfMap({})).toBeUndefined();
    expect(selectorOfMap({ app: 1 })).toBeUndefined();
  });

  test('with an operator that does not exist selects nothing', () => {
    expect(selects(selectorOf({ matchExpressions: [{ key: 'a', operator: 'Is' }] })!, { a: 'b' })).toBe(false);
  });

  test('is written as kubectl does', () => {
    const matchExpressions = [
      { key: 'a', operator: 'In', values: ['x', 'y'] }, { key: 'b', operator: 'NotIn', values: ['z'] }, { key: 'c', operator: 'Exists' }, { key: 'd', operator: 'DoesNotExist' },
    ];
    expect(selectorText(selectorOf({ matchLabels: { app: 'chat' }, matchExpressions })!)).toBe('app=chat,a in (x,y),b notin (z),c,!d');
    expect(selectorText(selectorOf({})!)).toBe('everything');
  });
});
