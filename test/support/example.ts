import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { readManifests } from './manifest-files';
import { runExample } from '../../examples/synth';
import { Manifest } from '../../src/manifest/manifest';

/** What the program of an example writes, by file name. Runs the program once for each call. */
export function synthExample(example: string): { readonly [file: string]: string } {
  const outdir = mkdtempSync(join(tmpdir(), `${example}-`));
  try {
    jest.isolateModules(() => runExample(example, outdir));
    return readManifests(outdir);
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

/** One object of what an example writes. */
export function objectOf(files: { readonly [file: string]: string }, kind: string, name: string): Manifest {
  const all = Object.values(files).flatMap((text) => parseAllDocuments(text).map((document) => document.toJSON() as Manifest));
  const found = all.filter((manifest) => manifest.kind === kind && manifest.metadata.name === name);
  expect(found.map((manifest) => `${manifest.kind}/${manifest.metadata.name}`)).toEqual([`${kind}/${name}`]);
  return found[0];
}
