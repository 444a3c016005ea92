/** A map of a text in YAML or JSON. */
export interface AnyMap {
  readonly [key: string]: unknown;
}

/** True for a map: neither a list nor a scalar. */
export function isMap(value: unknown): value is AnyMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
