import { existsSync, readdirSync } from 'fs';
import { join } from 'path';
import { cached } from '../node/harness/cache';
import { unpackDebian } from '../node/harness/debian';

/** A program of a Debian package, not installed but unpacked, with the libraries that it was built against. */
export interface DebianProgram {
  readonly path: string;
  /** What it has to be started with. */
  readonly env: NodeJS.ProcessEnv;
}

/** Unpacks a package, once for a machine, and returns one of its programs. */
export async function debianProgram(debianPackage: string, path: string): Promise<DebianProgram> {
  const root = await cached('debian', debianPackage, (folder) => unpackDebian([debianPackage], folder));
  const libraries = ['usr/lib', 'lib'].flatMap((folder) => {
    const all = existsSync(join(root, folder)) ? readdirSync(join(root, folder)) : [];
    return all.filter((name) => name.endsWith('-linux-gnu')).map((name) => join(root, folder, name));
  });
  return { path: join(root, path), env: { ...process.env, LD_LIBRARY_PATH: libraries.join(':') } };
}
