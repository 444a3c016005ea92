import { isAbsolute, relative, sep } from 'node:path';

/** A path as findings name it: from the working directory if it is below that, with `/` on every system. */
export function shownPath(path: string): string {
  const short = isAbsolute(path) ? relative(process.cwd(), path) : path;
  const shown = short === '' ? '.' : short.startsWith('..') && isAbsolute(path) ? path : short;
  return sep === '/' ? shown : shown.split(sep).join('/');
}
