import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { stringify } from 'yaml';
import { readPlainYaml } from '../../../src/cli/input/plain-yaml';
import { readYaml } from '../../../src/cli/input/yaml';

const EXAMPLES = join(__dirname, '..', '..', '..', 'examples');
const documents = readdirSync(EXAMPLES, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.k8s.yaml'))
  .flatMap((name) => readFileSync(join(EXAMPLES, name), 'utf8').split(/^---\n/m));

/** Where the fast reader reads a text at all, it reads what the library reads, and the library finds no fault. */
function agrees(text: string): boolean {
  const plain = readPlainYaml(text);
  if (plain !== undefined) {
    expect({ text, ...readYaml(text) }).toEqual({ text, value: plain, faults: [] });
  }
  return plain !== undefined;
}

describe('the reader of plain YAML agrees with the library', () => {
  const word = fc.constantFrom(
    'a', 'spec', 'y', 'true', '010', '1.5', 'no', '~', 'a b', 'x: y', '# c', 'a #b', '- x', '"q"', "it's", 'multi\nline', 'multi\nline\n', ' lead', 'trail ', '', '\t', '1_0', '2020-01-01',
    '{a}', '[b]', '&x', '*y', '|', '>', '50%', '@', 'é', 'a:b', ':', '-', '--', '?', '!t', '<<', '=', 'l1\n\n  l2\n', '\n', '__proto__',
  );
  const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
    tree: fc.oneof({ depthSize: 'small' }, word, fc.constantFrom(0, 1, -1, 1.5, true, null), fc.array(tie('tree'), { maxLength: 3 }), fc.dictionary(word, tie('tree'), { maxKeys: 4 })),
  }));
  const piece = fc.constantFrom(
    'a', 'b', ': ', ':', ' ', '  ', '\n', '\n  ', '\n    ', '\n- ', '\n  - ', '- ', '|', '|-', '>', '"', "'", '[', ']', '{', '}', '#', ' #', ',', '\t', '---', 'x: 1', 'k:', 'k: v', '&', '*',
    '~', 'é', '\\', '%', '"s"', '["a","b"]', '{}', '[]', '...',
  );

  test('on what programs write, which it all reads', () => {
    expect(documents.length).toBeGreaterThan(30);
    expect(documents.filter((text) => !agrees(text))).toEqual([]);
  });

  test('on anything that the library writes', () => {
    const style = fc.constantFrom('PLAIN', 'QUOTE_SINGLE', 'QUOTE_DOUBLE', 'BLOCK_LITERAL') as fc.Arbitrary<'PLAIN'>;
    fc.assert(fc.property(fc.dictionary(word, tree, { minKeys: 1, maxKeys: 4 }), style, fc.boolean(), (value, defaultStringType, indentSeq) => {
      agrees(stringify(value, { defaultStringType, indentSeq, lineWidth: 0 }));
    }));
  });

  test('on texts of no sense', () => {
    fc.assert(fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => void agrees(`k:${pieces.join('')}`)), { numRuns: 2000 });
  });

  test('on manifests with a slip', () => {
    fc.assert(fc.property(fc.constantFrom(...documents), fc.nat(), piece, fc.nat(6), (text, at, slip, gone) => {
      const i = at % text.length;
      agrees(text.slice(0, i) + slip + text.slice(i + gone));
    }), { numRuns: 300 });
  });
});
