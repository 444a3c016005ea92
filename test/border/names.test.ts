import * as fc from 'fast-check';
import { checked } from './checked';
import { checkName, isConfigKey, isDns1035Label, isDnsLabel, isDnsSubdomain, isEnvName, isLabelValue, isQualifiedName } from '../../src/border/names';

const x = (n: number) => 'x'.repeat(n);

test.each<[string, (s: string) => boolean, string[], string[]]>([
  ['a DNS label', isDnsLabel, ['a', '1', 'a-b', x(63)], ['', '-a', 'a-', 'A', 'a_b', 'a.b', 'ä', x(64)]],
  ['a DNS label of a Service', isDns1035Label, ['a', 'a1', x(63)], ['', '1a', 'a-', x(64)]],
  ['a DNS subdomain', isDnsSubdomain, ['a', 'a.b', '1.2', x(253)], ['', 'a..b', '.a', 'a.', 'A', 'a_b', x(254)]],
  ['a label value', isLabelValue, ['', 'a', 'A_b.c-1', x(63)], ['-a', 'a-', 'a b', 'a/b', 'ä', x(64)]],
  ['a label key', isQualifiedName, ['a', 'a/b', 'example.com/A_b', `${x(253)}/${x(63)}`], ['', '/a', 'a/', 'a/b/c', 'A/b', 'a b', `a/${x(64)}`]],
  ['a key of a ConfigMap', isConfigKey, ['a', '.a', 'a.b', 'A_b-c', x(253)], ['', '.', '..', '..a', 'a/b', 'a b', x(254)]],
  ['a variable', isEnvName, ['A', '_', 'a1', 'A.B-C'], ['', '1A', 'A B', 'A=B', 'ä']],
])('%s', (_, legal, good, bad) => {
  expect(good.filter((s) => !legal(s))).toEqual([]);
  expect(bad.filter(legal)).toEqual([]);
});

test('a name that is refused comes with one that is not', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), (name) => {
    const [message] = checked((problems) => checkName(problems, 'name', name));
    const suggestion = message && /use for example "(.*)"$/.exec(message)?.[1];
    if (suggestion !== undefined) {
      expect(suggestion).not.toBe(name);
      expect(isDns1035Label(suggestion)).toBe(true);
    } else {
      expect(message === undefined ? isDns1035Label(name) : message.endsWith('choose another name')).toBe(true);
    }
  }));
});

test('what is not given is no name to be checked', () => {
  expect(checked((problems) => checkName(problems, 'name', undefined))).toEqual([]);
  expect(checked((problems) => checkName(problems, 'name', 'abcdef', 5))).toEqual([
    "'name' must be a DNS label (at most 5 of a-z, 0-9 and '-', starting with a letter, ending with a letter or digit), got \"abcdef\"; use for example \"abcde\"",
  ]);
});
