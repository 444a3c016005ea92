import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The manifests of a folder, by file name. */
export function readManifests(folder: string): { readonly [file: string]: string } {
  return Object.fromEntries(readdirSync(folder).filter((name) => name.endsWith('.yaml')).sort().map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

/** The checked-in manifests of an example, by file name. */
export function expectedManifests(example: string): { readonly [file: string]: string } {
  const folder = join(__dirname, '..', '..', 'examples', example, 'expected');
  return existsSync(folder) ? readManifests(folder) : {};
}
