/**
 * A map without the keys that have no value. They would not be rendered either, but every map above them would have to be made anew for each
 * rendering.
 */
export function present<T extends object>(map: T): T {
  const result: Partial<T> = {};
  for (const key in map) {
    if (map[key] !== undefined) {
      result[key] = map[key];
    }
  }
  return result as T;
}
