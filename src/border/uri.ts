import { Problems } from './problems';

/**
 * Records a problem unless `uri` is an address of one of `schemes`, with a host and without anything that might be a credential: manifests are read by many. What might be
 * one is not repeated.
 */
export function checkUri(problems: Problems, property: string, uri: string, schemes: readonly string[], example: string): void {
  const user = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*@/i.test(uri);
  if (user || /[?#]/.test(uri)) {
    problems.say(`'${property}' must not carry ${user ? 'a user or password' : 'a query, in which signatures and tokens are written'}, for manifests are read by many; `
      + 'leave it out, and give an identity or a Secret as a file');
  } else if (!schemes.some((scheme) => uri.startsWith(`${scheme}://`)) || !/^[a-z0-9]+:\/\/[A-Za-z0-9$][\w$.-]*(:\d{1,5})?(\/[^\s]*)?$/.test(uri)) {
    problems.add(property, `an address like ${example} (${schemes.join(', ')})`, uri, 'correct it');
  }
}
