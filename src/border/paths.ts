import { Problems } from './problems';

/** Records a problem unless `path` can be the mount point of a volume: absolute, below the root, and without `:`, which the API server refuses. */
export function checkMountPath(problems: Problems, property: string, path: string | undefined, example: string): void {
  if (path !== undefined && !(/^\/[^:]*[^:/]/.test(path) && !path.includes(':'))) {
    problems.add(property, 'an absolute path below /', path, `write for example "${example}"`);
  }
}

/** Records a problem unless `path` can be asked for: absolute, and without spaces. */
export function checkRequestPath(problems: Problems, property: string, path: string): void {
  if (!/^\/\S*$/.test(path)) {
    problems.add(property, 'an absolute path', path, `write ${JSON.stringify(`/${path.trim().replace(/^\/+/, '').replace(/\s+/g, '-')}`)}`);
  }
}

/**
 * Records a problem unless `path` can be the prefix of a route. What proxies would first have to normalize (`//`, `/./`, an encoded slash) is refused
 * by the Gateway API and for an Ingress alike; of characters the Gateway API takes those of a URL's path.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#httppathmatch
 */
export function checkRoutePath(problems: Problems, property: string, path: string | undefined, example: string): void {
  if (path !== undefined && !(path.startsWith('/') && ROUTE_CHARACTERS.test(path) && !/\/\/|\/\.{1,2}(\/|$)|%2f/i.test(path))) {
    problems.add(property, 'an absolute path in a URL\'s characters, without empty parts, \'.\' and \'..\'', path, `write for example "${example}"`);
  }
}

const ROUTE_CHARACTERS = /^(?:[-A-Za-z0-9/._~!$&'()*+,;=:@]|%[0-9a-fA-F]{2})+$/;
