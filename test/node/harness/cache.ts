import { createHash } from 'crypto';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';

/** Where what was built once is kept; the build scripts use the same folder. */
export function cacheFolder(): string {
  return process.env.CDK8S_ML_CACHE ?? path.join(process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache'), 'cdk8s-ml');
}

/**
 * The cache's folder for a recipe, made if it isn't there yet.
 *
 * It is made under another name and then renamed: an interrupted run leaves
 * nothing that looks finished, and of two that make it at once the first wins.
 */
export async function cached(kind: string, recipe: string, make: (folder: string) => Promise<void>): Promise<string> {
  const folder = path.join(cacheFolder(), 'node', `${kind}-${sha256(recipe).slice(0, 16)}`);
  if (fs.existsSync(folder)) return folder;
  const unfinished = `${folder}.${process.pid}.tmp`;
  fs.rmSync(unfinished, { recursive: true, force: true });
  fs.mkdirSync(unfinished, { recursive: true });
  await make(unfinished);
  try {
    fs.renameSync(unfinished, folder);
  } catch (error) {
    if (!fs.existsSync(folder)) throw error;
    fs.rmSync(unfinished, { recursive: true, force: true });
  }
  return folder;
}

export function sha256(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}

/** The digest of a file, read in pieces: a layer may have hundreds of megabytes. */
export function sha256OfFile(file: string): string {
  const hash = createHash('sha256');
  const handle = fs.openSync(file, 'r');
  const piece = Buffer.alloc(1024 * 1024);
  for (let read = fs.readSync(handle, piece); read > 0; read = fs.readSync(handle, piece)) hash.update(piece.subarray(0, read));
  fs.closeSync(handle);
  return hash.digest('hex');
}
