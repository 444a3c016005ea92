import { readFileSync } from 'node:fs';
import { join, normalize } from 'node:path';
import { parse } from 'yaml';
import { isMap, listOf } from '../../reading/shape';

/** The names under which kustomize looks for its file. */
export const KUSTOMIZATIONS: readonly string[] = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/** The lists of a kustomization that name files or folders, directly or under a key. */
const LISTS = [
  'resources', 'bases', 'components', 'crds', 'configurations', 'generators', 'transformers', 'validators', 'patches', 'patchesStrategicMerge',
  'patchesJson6902', 'replacements', 'configMapGenerator', 'secretGenerator', 'helmCharts',
];
const KEYS = ['path', 'files', 'envs', 'env', 'valuesFile', 'additionalValuesFiles'];

/** The files and folders that a kustomization takes, as paths; those of other machines and what cannot be read are left out. */
export function ingredientsOf(folder: string, file: string): string[] {
  let content: unknown;
  try {
    content = parse(readFileSync(join(folder, file), 'utf8'), { logLevel: 'silent' });
  } catch {
    return [];
  }
  const named = isMap(content) ? LISTS.flatMap((list) => listOf(content[list]).flatMap(pathsIn)) : [];
  return named.filter((path) => !path.includes('\n') && !/^\w+:\/\/|^git@|\?ref=/.test(path)).map((path) => normalize(join(folder, path)).replace(/[\\/]+$/, ''));
}

function pathsIn(item: unknown): string[] {
  if (typeof item === 'string') {
    // a generator may give a file another name: name=path
    return [item.slice(item.indexOf('=') + 1)];
  }
  return isMap(item) ? KEYS.flatMap((key) => [item[key]].flat().flatMap(pathsIn)) : [];
}
