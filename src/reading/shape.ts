import { isMap as isAnyMap } from '../border/maps';
import { show } from '../border/problems';

/**
 * Any map of a manifest. Manifests come from everywhere (other constructs, Helm, by hand), so nothing in one is sure to have the type that
 * its API wants: rules read them through these functions, which give the empty value for anything of another shape.
 */
export interface Shape {
  readonly [key: string]: any;
}

const NO_MAP: Shape = Object.freeze({});
const NO_LIST: readonly any[] = Object.freeze([]);

/** True for a map: neither a list nor a scalar. */
export const isMap = (value: unknown): value is Shape => isAnyMap(value);

/** `value` if it is a map, otherwise an empty one. */
export function mapOf(value: unknown): Shape {
  return isMap(value) ? value : NO_MAP;
}

/** The maps in `value` if it is a list, otherwise none. */
export function mapsOf(value: unknown): readonly Shape[] {
  if (!Array.isArray(value)) {
    return NO_LIST;
  }
  for (const item of value) {
    if (!isMap(item)) {
      return value.filter(isMap);
    }
  }
  return value;
}

/** What is in `value` if it is a list, otherwise nothing. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : NO_LIST;
}

/** `value` if it is a text, otherwise nothing. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** `value` if it is a number, otherwise nothing. */
export function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

/** Any value of a manifest as a sentence writes it: a text as it is, what is no number as YAML does, everything else as `show` does. */
export function written(value: unknown): string {
  if (typeof value === 'string') {
    return value;
  }
  return Number.isNaN(value) ? '.nan' : show(value);
}
