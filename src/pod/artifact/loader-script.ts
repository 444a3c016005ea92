import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Config, ConfigChange } from '../config/config';

/** Where the program is in its container. */
export const PROGRAM = '/opt/model-loader';
const FILES = ['clouds.py', 'files.py', 'load.py', 'lock.py', 'manifest.py', 'sources.py'];

let files: { [name: string]: string } | undefined;

/** The files of the program, as they stand beside this one. */
export function loaderFiles(): { readonly [name: string]: string } {
  return files ??= Object.fromEntries(FILES.map((name) => [name, readFileSync(join(__dirname, 'loader', name), 'utf8')]));
}

/**
 * The ConfigMap with the program. It keeps its name when a newer version of this library brings a newer program, so that an upgrade rolls no pods: those that
 * start later take it.
 */
export const loaderConfig = (workload: string): Config => Config.asFiles(PROGRAM, loaderFiles(), { name: `${workload}-loader`, onChange: ConfigChange.KEEP });
