import * as fc from 'fast-check';
import { orderOf } from '../../../src/pod/config/env-order';

const order = (env: { [name: string]: string }) => orderOf(Object.entries(env).map(([name, value]) => ({ name, value })));
const names = (env: { [name: string]: string }) => order(env).variables.map(({ name }) => name);

test('a variable stands behind those that it refers to, and these behind theirs', () => {
  expect(names({ A: '$(B)', B: '$(C)', C: 'x' })).toEqual(['C', 'B', 'A']);
  expect(names({ A: '$(Z)/$(B)', B: 'b', Z: '$(B)' })).toEqual(['B', 'Z', 'A']);
});

test('otherwise by name, those that refer to others last', () => {
  expect(names({ URL: 'b', AURL: 'http://$(URL)', B: '' })).toEqual(['B', 'URL', 'AURL']);
});

test('an escaped reference and one to a name that is not there are none', () => {
  expect(names({ A: '$$(B)', B: '$(C)', D: '$(' })).toEqual(['A', 'B', 'D']);
  expect(names({ A: '$$$(B)', B: '' })).toEqual(['B', 'A']);
});

test('a circle is named by its members, and loses no variable', () => {
  const { circles, variables } = order({ A: '$(B)', B: '$(C)', C: '$(B)', D: '$(D)' });
  expect(circles).toEqual([['B', 'C'], ['D']]);
  expect(variables.map(({ name }) => name).sort()).toEqual(['A', 'B', 'C', 'D']);
});

test('whatever refers to whatever came before it is filled in', () => {
  const letters = [...'ABCDEFGH'];
  fc.assert(fc.property(fc.shuffledSubarray(letters, { minLength: 1 }), fc.array(fc.nat(), { minLength: 8, maxLength: 8 }), (shuffled, picks) => {
    // each refers to some of those before it in a random order, so that there is no circle
    const env = Object.fromEntries(shuffled.map((name, i) => [name, shuffled.slice(0, i).filter((_, j) => Math.floor(picks[i] / 2 ** j) % 2 === 1).map((other) => `$(${other})`).join('')]));
    const placed = names(env);
    expect([...placed].sort()).toEqual([...shuffled].sort());
    for (const [i, name] of placed.entries()) {
      for (const [, other] of env[name].matchAll(/\$\((\w)\)/g)) {
        expect(placed.indexOf(other)).toBeLessThan(i);
      }
    }
    expect(order(env).circles).toEqual([]);
  }));
});
