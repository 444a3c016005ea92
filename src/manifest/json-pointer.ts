import { show } from '../border/problems';

/** What stands at a place of a document, or why nothing can. */
export type Found = { readonly value: unknown } | { readonly missing: string };

/** The keys of a JSON pointer; none of the empty one, which is the document itself. @see https://www.rfc-editor.org/rfc/rfc6901#section-3 */
const keysOf = (pointer: string): string[] => pointer.split('/').slice(1);

const unescaped = (key: string): string => key.replace(/~1/g, '/').replace(/~0/g, '~');

/** True for a pointer that begins as it has to. */
export const isPointer = (text: string): boolean => text === '' || text.startsWith('/');

/** What stands at `pointer`, or the first place on the way to it that is not there. */
export function lookUp(document: unknown, pointer: string): Found {
  const keys = keysOf(pointer);
  let at = document;
  for (let i = 0; i < keys.length; i++) {
    if (!holds(at, unescaped(keys[i]))) {
      return { missing: `/${keys.slice(0, i + 1).join('/')}` };
    }
    at = (at as { readonly [key: string]: unknown })[unescaped(keys[i])];
  }
  return { value: at };
}

/** Where the value of `pointer` stands: the pointer without its last key. */
export const parentOf = (pointer: string): string => pointer.slice(0, Math.max(0, pointer.lastIndexOf('/')));

/**
 * Why nothing can be put at `pointer`, of which the parent is `parent`; nothing if it can.
 * @see https://www.rfc-editor.org/rfc/rfc6902#section-4.1
 */
export function placeFault(parent: unknown, pointer: string): string | undefined {
  const place = unescaped(keysOf(pointer).pop() ?? '');
  if (Array.isArray(parent)) {
    const legal = place === '-' || (INDEX.test(place) && Number(place) <= parent.length);
    return legal ? undefined : `${parentOf(pointer)} is a list of ${parent.length}, in which '${place}' is no place; write '-' for its end, or an index from 0 to ${parent.length}`;
  }
  return typeof parent === 'object' && parent !== null ? undefined : `${parentOf(pointer)} is ${show(parent)}, which holds nothing; correct the path`;
}

/** Digits without leading zeros. */
const INDEX = /^(0|[1-9]\d*)$/;

function holds(value: unknown, key: string): boolean {
  if (Array.isArray(value)) {
    return INDEX.test(key) && Number(key) < value.length;
  }
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key);
}
