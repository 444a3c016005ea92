import { Problems } from './problems';

const USER = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*@/i;
const PLACES = [['?', 'a query, in which signatures and tokens are written'], ['#', 'a fragment, in which tokens are written']] as const;
const LOCATION = /^([a-z][a-z0-9+.-]*:\/\/[^\s/?#][^\s?#]*|\/[^\s?#]*)$/;

/**
 * Records an address that carries what might be a credential, a user, a password, a signature or a token: manifests are read by many. It is not repeated.
 * @param remedy what to do instead
 * @returns true if it does
 */
export function refuseSecrets(problems: Problems, property: string, address: string, remedy: string): boolean {
  const place = USER.test(address) ? 'a user or password' : PLACES.find(([mark]) => address.includes(mark))?.[1];
  if (place !== undefined) {
    problems.say(`'${property}' must not carry ${place}, for manifests are read by many; ${remedy}`);
  }
  return place !== undefined;
}

/** Records a problem unless `uri` is an address of one of `schemes`, with a host and without anything that might be a credential. */
export function checkUri(problems: Problems, property: string, uri: string, schemes: readonly string[], example: string): void {
  const known = schemes.some((scheme) => uri.startsWith(`${scheme}://`)) && /^[a-z0-9]+:\/\/[A-Za-z0-9$][\w$.-]*(:\d{1,5})?(\/[^\s]*)?$/.test(uri);
  if (!refuseSecrets(problems, property, uri, 'leave it out, and give an identity or a Secret as a file') && !known) {
    problems.add(property, `an address like ${example} (${schemes.join(', ')})`, uri, 'correct it');
  }
}

/** Records a problem unless `value` is a URI of whatever scheme, or an absolute path, without anything that might be a credential. */
export function checkLocation(problems: Problems, property: string, value: string | undefined, example: string): void {
  if (value !== undefined && !refuseSecrets(problems, property, value, 'leave it out, and give an identity or a Secret as a file') && !LOCATION.test(value)) {
    problems.add(property, 'a URI or an absolute path', value, `write for example "${example}"`);
  }
}
