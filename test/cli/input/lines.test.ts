import * as fc from 'fast-check';
import { Lines } from '../../../src/cli/input/lines';

test('lines are those of counting newlines before a place', () => {
  const places = fc.array(fc.nat(30), { maxLength: 10 }).map((offsets) => offsets.sort((a, b) => a - b));
  fc.assert(fc.property(fc.array(fc.constantFrom('a', '\n', ' '), { maxLength: 30 }).map((parts) => parts.join('')), places, (text, offsets) => {
    const lines = new Lines(text, 7);
    expect(offsets.map((offset) => lines.lineOf(offset))).toEqual(offsets.map((offset) => 7 + text.slice(0, offset).split('\n').length - 1));
  }));
});

test.each([['one line', 'x'.repeat(1000), 1], ['ten lines', `${'x'.repeat(99)}\n`.repeat(10), 11]])('%s: each newline is looked for once, however many places are asked for', (_, text, most) => {
  let looked = 0;
  const lines = new Lines({
    indexOf: (search: string, from?: number) => {
      looked++;
      return text.indexOf(search, from);
    },
  }, 1);
  Array.from({ length: 1001 }, (__, offset) => lines.lineOf(offset));
  expect(looked).toBeLessThanOrEqual(most);
});
