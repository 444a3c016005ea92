import { Problems } from '../border/problems';

const FORM = /^([a-z][a-z0-9+.-]*:\/\/[^\s/?#][^\s?#]*|\/[^\s?#]*)$/;
const USER = /^[a-z0-9+.-]+:\/\/[^/?#]*@/i;

/**
 * Records a problem unless `value` is a URI of whatever scheme, or an absolute path, that everybody may read: without a user, and without a query, in which
 * signatures and tokens are written. What might be a secret is not repeated.
 */
export function checkLocation(problems: Problems, property: string, value: string | undefined, example: string): void {
  const secret = value === undefined ? undefined : USER.test(value) ? 'a user or a password' : value.includes('?') ? 'a query, in which signatures and tokens are written' : undefined;
  if (secret) {
    problems.say(`'${property}' must not carry ${secret}, for manifests are read by many; take it out, and give the job an identity, or secrets`);
  } else if (value !== undefined && !FORM.test(value)) {
    problems.add(property, 'a URI or an absolute path', value, `write for example "${example}"`);
  }
}
