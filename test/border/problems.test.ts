import { checked } from './checked';
import { isCidr } from '../../src/border/cidr';
import { checkMountPath, checkRoutePath } from '../../src/border/paths';
import { Problems, show } from '../../src/border/problems';

test('nothing recorded is nothing thrown', () => {
  const problems = new Problems('a/b');
  expect(problems.any).toBe(false);
  expect(() => problems.throw()).not.toThrow();
});

test('one problem is the message, several are counted, each with its path', () => {
  const problems = new Problems('a/b');
  problems.add('port', 'a port', 0, 'give one');
  expect(() => problems.throw()).toThrow(new Error("[a/b] 'port' must be a port, got 0; give one"));
  problems.say('two do not go together; remove one');
  expect(problems.any).toBe(true);
  expect(() => problems.throw()).toThrow(new Error("2 problems:\n  [a/b] 'port' must be a port, got 0; give one\n  [a/b] two do not go together; remove one"));
});

test.each([
  ['a', '"a"'], ['a\n"b', '"a\\n\\"b"'], [0, '0'], [NaN, 'NaN'], [true, 'true'], [undefined, 'nothing'], [null, 'nothing'], [[], '[]'], [['a', 1], '["a",1]'], [{}, '{}'], [{ a: 1 }, '{"a":1}'],
  [{ toString: () => '250m' }, '250m'], ['x'.repeat(81), `"${'x'.repeat(77)}..."`],
])('shows %p as %s', (value, text) => {
  expect(show(value)).toBe(text);
});

test.each([['10.0.0.0/8', true], ['203.0.113.7/32', true], ['2001:db8::/32', true], ['::/0', true], ['0.0.0.0/0', true],
  ['10.0.0.0', false], ['10.0.0.0/33', false], ['10.0.0/8', false], ['2001:db8::/129', false], ['10.0.0.0/', false], ['10.0.0.0/8/8', false], ['10.0.0.0/-1', false], ['a/8', false], ['', false]])('%p is a CIDR block: %p', (cidr, is) => {
  expect(isCidr(cidr)).toBe(is);
});

test.each([['/tmp', 0], ['/a/b/', 0], ['/a b', 0], ['', 1], ['/', 1], ['//', 1], ['tmp', 1], ['/a:b', 1], ['/:', 1]])('mount point %p has %p problems', (path, count) => {
  expect(checked((problems) => checkMountPath(problems, 'path', path, '/tmp'))).toHaveLength(count);
});

test.each([['/', 0], ['/v1/a/', 0], ['/a.b/..c', 0], ['/a%20b', 0], [undefined, 0],
  ['v1', 1], ['/a b', 1], ['', 1], ['/a?b=c', 1], ['/a#b', 1], ['/a//b', 1], ['/a/./b', 1], ['/a/..', 1], ['/.', 1], ['/a%2Fb', 1], ['/a%', 1]])('path of a route %p has %p problems', (path, count) => {
  expect(checked((problems) => checkRoutePath(problems, 'path', path, '/v1'))).toHaveLength(count);
});
