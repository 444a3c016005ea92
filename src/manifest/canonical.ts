/**
 * Plain data without null and undefined, which cdk8s does not render either.
 *
 * What has none is returned as it is, without a copy: this runs over every object of every synth. Returns `NOT_PLAIN` when something is
 * neither a plain map, a list nor a scalar (a token, a Lazy, a class instance): such an object has to take cdk8s' own way.
 */
export function plain(value: unknown): unknown {
  switch (typeof value) {
    case 'object':
      return value === null ? undefined : Array.isArray(value) ? plainList(value) : plainMap(value as Record<string, unknown>);
    case 'function':
    case 'symbol':
    case 'bigint':
      return NOT_PLAIN;
    default:
      return value;
  }
}

/** Says that a value cannot be rendered as plain data. */
export const NOT_PLAIN: unique symbol = Symbol('not plain');

/** The keys of a map in the order in which cdk8s renders them: numbers first, as in any JavaScript object, then by code unit. */
export function sortedKeys(map: object): string[] {
  const keys = Object.keys(map);
  let start = 0;
  while (start < keys.length && isIndex(keys[start])) {
    start++;
  }
  for (let i = start + 1; i < keys.length; i++) {
    if (keys[i] < keys[i - 1]) {
      return start === 0 ? keys.sort() : [...keys.slice(0, start), ...keys.slice(start).sort()];
    }
  }
  return keys;
}

/** A copy of plain data with sorted keys in which nothing is shared, neither with the original nor within itself. */
export function sortedCopy(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(sortedCopy);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const copy: Record<string, unknown> = {};
  for (const key of sortedKeys(value)) {
    copy[key] = sortedCopy((value as Record<string, unknown>)[key]);
  }
  return copy;
}

/** A `sortedCopy` of every value of a map whose own keys stay in their order. */
export function sortedBelow(map: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, sortedCopy(value)]));
}

function plainList(list: unknown[]): unknown {
  let copy: unknown[] | undefined;
  for (let i = 0; i < list.length; i++) {
    const item = list[i];
    const rendered = typeof item === 'string' ? item : plain(item);
    if (rendered === NOT_PLAIN) {
      return NOT_PLAIN;
    }
    if (rendered !== item) {
      copy ??= list.slice();
    }
    if (copy) {
      copy[i] = rendered;
    }
  }
  return copy ?? list;
}

function plainMap(map: Record<string, unknown>): unknown {
  if (Object.getPrototypeOf(map) !== Object.prototype) {
    return NOT_PLAIN;
  }
  let copy: Record<string, unknown> | undefined;
  for (const key in map) {
    const value = map[key];
    const rendered = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : plain(value);
    // cdk8s takes a map with one of these keys for something else
    if (rendered === NOT_PLAIN || key === 'constructor' || key === 'resolve' || key === '__proto__') {
      return NOT_PLAIN;
    }
    if (copy) {
      if (rendered !== undefined) {
        copy[key] = rendered;
      }
    } else if (rendered === undefined || rendered !== value) {
      copy = before(map, key);
      if (rendered !== undefined) {
        copy[key] = rendered;
      }
    }
  }
  return copy ?? map;
}

/** A copy of what stands before a key. */
function before(map: Record<string, unknown>, end: string): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  for (const key in map) {
    if (key === end) {
      break;
    }
    copy[key] = map[key];
  }
  return copy;
}

/** JavaScript puts keys that look like an index of an array before all others, whatever was set first. */
function isIndex(key: string): boolean {
  const code = key.charCodeAt(0);
  return code >= 0x30 && code <= 0x39 && /^(?:0|[1-9][0-9]*)$/.test(key) && Number(key) < 2 ** 32 - 1;
}
