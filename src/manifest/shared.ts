/**
 * A part of a manifest that many objects have in common, made once: thousands of services take less memory and time. It is frozen, so that it
 * stays the same in all of them.
 */
export function shared<T>(part: T): T {
  if (typeof part === 'object' && part !== null) {
    Object.values(part).forEach(shared);
    Object.freeze(part);
  }
  return part;
}
