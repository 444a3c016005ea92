import { Problems } from './problems';

/** Records a problem unless `path` can be the mount point of a volume: absolute, below the root, and without `:`, which the API server refuses. */
export function checkMountPath(problems: Problems, property: string, path: string | undefined, example: string): void {
  if (path !== undefined && !(/^\/[^:]*[^:/]/.test(path) && !path.includes(':'))) {
    problems.add(property, 'an absolute path below /', path, `write for example "${example}"`);
  }
}

/** Records a problem unless `path` is what stands after the host in a URL. */
export function checkUrlPath(problems: Problems, property: string, path: string | undefined, example: string): void {
  if (path !== undefined && !/^\/\S*$/.test(path)) {
    problems.add(property, 'an absolute path', path, `write for example "${example}"`);
  }
}
