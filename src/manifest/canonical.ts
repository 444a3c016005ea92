/**
 * The form in which cdk8s renders plain data: no null, no undefined, keys sorted (unless `sort` is off).
 *
 * What already has that form is returned as it is, without a copy: this runs over every object of every synth.
 * Returns `NOT_PLAIN` when a value is neither a plain map, a list nor a scalar (a token, a Lazy, a class instance):
 * such an object has to take cdk8s' own way.
 */
export function canonical(value: unknown, sort: boolean): unknown {
  if (value === null || value === undefined) {
    return undefined;
  }
  if (typeof value !== 'object') {
    return typeof value === 'function' || typeof value === 'symbol' || typeof value === 'bigint' ? NOT_PLAIN : value;
  }
  return Array.isArray(value) ? canonicalList(value, sort) : canonicalMap(value as Record<string, unknown>, sort);
}

/** Says that a value cannot be rendered as plain data. */
export const NOT_PLAIN: unique symbol = Symbol('not plain');

function canonicalList(list: unknown[], sort: boolean): unknown {
  for (let i = 0; i < list.length; i++) {
    const item = list[i];
    if (typeof item === 'string') {
      continue;
    }
    const rendered = canonical(item, sort);
    if (rendered === NOT_PLAIN) {
      return NOT_PLAIN;
    }
    if (rendered !== item) {
      const all = list.map((x) => canonical(x, sort));
      return all.includes(NOT_PLAIN) ? NOT_PLAIN : all;
    }
  }
  return list;
}

function canonicalMap(map: Record<string, unknown>, sort: boolean): unknown {
  const prototype = Object.getPrototypeOf(map);
  if (prototype !== Object.prototype || typeof map.resolve === 'function') {
    return NOT_PLAIN;
  }
  let previous = '';
  let first = true;
  for (const key in map) {
    const value = map[key];
    if (sort && !first && key < previous) {
      return rebuild(map, sort);
    }
    first = false;
    previous = key;
    if (typeof value === 'string') {
      continue;
    }
    const rendered = canonical(value, sort);
    if (rendered === NOT_PLAIN) {
      return NOT_PLAIN;
    }
    if (rendered !== value || value === undefined) {
      return rebuild(map, sort);
    }
  }
  return map;
}

function rebuild(map: Record<string, unknown>, sort: boolean): unknown {
  const result: Record<string, unknown> = {};
  const keys = Object.keys(map);
  for (const key of sort ? keys.sort() : keys) {
    const rendered = canonical(map[key], sort);
    if (rendered === NOT_PLAIN) {
      return NOT_PLAIN;
    }
    if (rendered !== undefined) {
      result[key] = rendered;
    }
  }
  return result;
}
