import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rulesDocument } from '../../docs/rules-document';
import { RULES } from '../../src/rules/table';

describe('the table of rules', () => {
  test('is in the order of ids, each used once', () => {
    const ids = RULES.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)].sort());
  });

  test('has ids of one form', () => {
    for (const { id } of RULES) {
      expect(id).toMatch(/^ML-[A-Z]+-\d{3}$/);
    }
  });

  test('says why and what to change in sentences, and gives a message that ends with a remedy', () => {
    for (const { title, why, fix, example } of RULES) {
      expect(title).toMatch(/^[^.]+$/);
      expect(why).toMatch(/[.)]$|https:\S+$/);
      expect(fix).toMatch(/\.$/);
      expect(example).toMatch(/; [a-z][^;]+$/);
    }
  });

  test('has a heading for each subject', () => {
    const headings = rulesDocument().split('\n').filter((line) => line.startsWith('## '));
    expect(headings).toHaveLength(new Set(RULES.map(({ id }) => id.split('-')[1])).size);
    expect(headings).not.toContain('## undefined');
    expect(new Set(headings).size).toBe(headings.length);
  });

  test('is what docs/rules.md shows (node --require tsx/cjs docs/generate.ts)', () => {
    expect(readFileSync(join(__dirname, '../../docs/rules.md'), 'utf8')).toBe(rulesDocument());
  });
});
