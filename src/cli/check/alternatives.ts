import { placeOf } from './place';
import { Finding } from '../../manifest/finding';
import { JudgedObject } from '../../manifest/judged';
import { isMap } from '../../reading/shape';
import { kindOf } from '../../reading/subject';

/** An object that several files make. */
export interface Alternative {
  readonly object: string;
  readonly files: readonly string[];
}

/** A file with its objects. */
interface ManifestFile {
  readonly name: string;
  /** The folders that it stands in, outermost first. */
  readonly folders: readonly string[];
  readonly objects: JudgedObject[];
  readonly makes: Set<string>;
}

/**
 * The objects in sets of which each is applied together.
 *
 * That is all of them as a rule. Where two files make the same object they are alternatives (a folder for each stage, one example beside
 * another), which nobody applies together: what is true of one need not be true with the other. Then every folder is a set of its own, and
 * files of one folder that collide go into different sets, each beside everything that does not collide.
 */
export function setsOf(objects: readonly JudgedObject[]): { readonly sets: JudgedObject[][]; readonly alternatives: Alternative[] } {
  const files = filesOf(objects);
  const makers = new Map<string, string[]>();
  for (const file of files) {
    for (const made of file.makes) {
      makers.set(made, [...makers.get(made) ?? [], file.name]);
    }
  }
  const alternatives = [...makers].filter(([, names]) => names.length > 1).map(([made, names]) => ({ object: made, files: names }));
  const sets = alternatives.length === 0 ? [files] : byFolder(files, 0);
  return { sets: sets.map((set) => set.flatMap((file) => file.objects)), alternatives };
}

/** The findings of all sets in the order of the objects; what two sets have in common is said once. */
export function together(objects: readonly JudgedObject[], found: readonly (readonly Finding[])[]): Finding[] {
  if (found.length === 1) {
    return [...found[0]];
  }
  const order = new Map(objects.map(({ path }, i) => [path, i]));
  const once = new Map(found.flat().map((finding) => [`${finding.rule} ${finding.path} ${finding.message}`, finding]));
  return [...once.values()].map((finding) => ({ finding, at: order.get(finding.path) ?? Infinity }))
    .sort((a, b) => (a.at === b.at ? 0 : a.at - b.at)).map(({ finding }) => finding);
}

function filesOf(objects: readonly JudgedObject[]): ManifestFile[] {
  const files = new Map<string, ManifestFile>();
  for (const object of objects) {
    const { file: name } = placeOf(object);
    let file = files.get(name);
    if (!file) {
      files.set(name, file = { name, folders: name.split('/').slice(0, -1), objects: [], makes: new Set() });
    }
    file.objects.push(object);
    const { apiVersion, kind, metadata } = object.manifest;
    if (isMap(metadata) && typeof metadata.name === 'string') {
      file.makes.add(`${kindOf(apiVersion, kind)}/${metadata.namespace ? `${metadata.namespace}/` : ''}${metadata.name}`);
    }
  }
  return [...files.values()];
}

/** @param depth how many folders the files have in common */
function byFolder(files: readonly ManifestFile[], depth: number): ManifestFile[][] {
  if (!collide(files)) {
    return [[...files]];
  }
  const here = files.filter(({ folders }) => folders.length <= depth);
  const below = new Map<string, ManifestFile[]>();
  for (const file of files.filter(({ folders }) => folders.length > depth)) {
    below.set(file.folders[depth], [...below.get(file.folders[depth]) ?? [], file]);
  }
  return [...here.length > 0 ? apart(here) : [], ...[...below.values()].flatMap((inside) => byFolder(inside, depth + 1))];
}

/** So many alternatives are judged beside everything else; more than these by themselves. */
const MOST = 20;

/** Files of one folder, in as many sets as it takes that none collides with another. */
function apart(files: readonly ManifestFile[]): ManifestFile[][] {
  const sets: ManifestFile[][] = [];
  let left = files;
  while (left.length > 0) {
    const made = new Set<string>();
    const fits = ({ makes }: ManifestFile) => [...makes].every((name) => !made.has(name));
    const take = (file: ManifestFile) => {
      const does = fits(file);
      for (const name of does ? file.makes : []) {
        made.add(name);
      }
      return does;
    };
    const chosen = new Set(left.filter(take));
    if (sets.length < MOST) {
      files.filter((file) => !chosen.has(file) && take(file)).forEach((file) => chosen.add(file));
    }
    sets.push(files.filter((file) => chosen.has(file)));
    left = left.filter((file) => !chosen.has(file));
  }
  return sets;
}

function collide(files: readonly ManifestFile[]): boolean {
  const made = new Set<string>();
  return files.some(({ makes }) => {
    const seen = [...makes].some((name) => made.has(name));
    makes.forEach((name) => made.add(name));
    return seen;
  });
}
