/** The way to a value in a manifest. */
export type Path = readonly (string | number)[];

/** A path as its writer writes it, `spec.ports[0].name`; a key with dots stands in quotes: `metadata.labels."example.com/tier"`. */
export function pathOf(text: string): Path {
  return [...text.matchAll(/"([^"]+)"|\[(\d+)\]|([^.[\]"]+)/g)].map(([, quoted, index, key]) => (index === undefined ? quoted ?? key : Number(index)));
}

/** A deep copy with `value` at `path`, or without what is there if it is `undefined`. Maps and lists on the way are made. */
export function withValue(manifest: any, path: Path, value: unknown): any {
  const copy = structuredClone(manifest);
  let place = copy;
  path.slice(0, -1).forEach((key, i) => {
    place[key] ??= typeof path[i + 1] === 'number' ? [] : {};
    place = place[key];
  });
  const last = path[path.length - 1];
  if (value !== undefined) {
    place[last] = structuredClone(value);
  } else if (Array.isArray(place)) {
    place.splice(Number(last), 1);
  } else {
    delete place[last];
  }
  return copy;
}

/** Paths of everything in a manifest: its scalars, its lists and its maps. */
export function allPaths(value: unknown, here: Path = []): Path[] {
  const below = typeof value === 'object' && value !== null
    ? (Array.isArray(value) ? value.map((item, i) => [i, item] as const) : Object.entries(value)).flatMap(([key, item]) => allPaths(item, [...here, key]))
    : [];
  return here.length === 0 ? below : [here, ...below];
}
