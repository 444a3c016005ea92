import { Yaml } from 'cdk8s';

/** One level of indentation. */
export const STEP = '  ';

/** As many texts are kept as a program's own odd strings need; a list of generated ones must not fill the memory. */
const MOST = 4096;

const scalars = new Map<string, string>();

/** A scalar as cdk8s writes it in a map or list that stands at that depth. */
export function libraryScalar(value: unknown, depth: number): string {
  if (typeof value !== 'string' || value.includes('\n')) {
    return nested({ k: value }, depth).slice('k: '.length);
  }
  let text = scalars.get(value);
  if (text === undefined) {
    if (scalars.size >= MOST) {
      scalars.clear();
    }
    // on one line the depth makes no difference
    scalars.set(value, text = nested({ k: value }, 0).slice('k: '.length));
  }
  return text;
}

/** A key as cdk8s writes it in a map that stands at that depth; undefined if it is so long that its value has to stand differently too. */
export function libraryKey(key: string, depth: number): string | undefined {
  const text = nested({ [key]: 0 }, depth);
  return text.startsWith('? ') ? undefined : text.slice(0, -': 0'.length);
}

/** Writes a map below `depth` others and takes those away again, and the line end. */
function nested(map: object, depth: number): string {
  let root = map;
  let head = STEP.length * depth;
  for (let level = 0; level < depth; level++) {
    root = { k: root };
    head += STEP.length * level + 'k:\n'.length;
  }
  return Yaml.stringify(root).slice(head, -1);
}
