import { isAbsolute, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where this library is, as sources or compiled. */
const LIBRARY = join(__dirname, '..') + sep;
/** What is no user's program: packages, and what runs one in another language. */
const PACKAGES = /[\\/](node_modules|site-packages)[\\/]/;

/**
 * The line of the user's program that led here, `main.ts:12:5`: the innermost one outside of this library and of packages, as an editor opens it from the working
 * directory. None where no such line is below that: a program in another language, the command line.
 *
 * @param stack of an error
 */
export function userLine(stack: string): string | undefined {
  for (const frame of stack.split('\n')) {
    const [, place, position] = /^\s+at (?:async )?(?:.*\()?(.+?):(\d+:\d+)\)?$/.exec(frame) ?? [];
    const file = place?.startsWith('file:') ? fileURLToPath(place) : place;
    if (file !== undefined && isAbsolute(file) && !file.startsWith(LIBRARY) && !PACKAGES.test(file)) {
      const fromHere = relative(process.cwd(), file);
      return fromHere.startsWith('..') || isAbsolute(fromHere) ? undefined : `${fromHere}:${position}`;
    }
  }
  return undefined;
}
