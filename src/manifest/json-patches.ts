import { JsonPatch } from 'cdk8s';

/** One operation as RFC 6902 writes it. */
interface Operation {
  readonly op: string;
  readonly path: string;
}

/**
 * Applies patches one after the other, so that the one that does not fit can be named.
 *
 * Where cdk8s' own way lets a `remove` of nothing pass, this refuses it, as RFC 6902 says: a patch that a renamed field has switched off
 * must not go unnoticed.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6902#section-4.2
 */
export function applyPatches(json: any, patches: readonly JsonPatch[]): any {
  let patched = json;
  patches.forEach((patch, i) => {
    const operation = operationOf(patch);
    if (operation && !fits(patched, operation)) {
      const missing = firstMissing(patched, operation);
      throw new Error(`JSON patch ${i + 1} (${operation.op} ${operation.path}) does not fit: there is no ${missing}; ${
        PUTS.includes(operation.op) ? `add that first, with JsonPatch.add('${missing}', ...)` : 'correct the path, or leave the patch out'}`);
    }
    try {
      patched = JsonPatch.apply(patched, patch);
    } catch (e) {
      const name = operation ? ` (${operation.op} ${operation.path})` : '';
      throw new Error(`JSON patch ${i + 1}${name} does not fit: ${(e as Error).message.split('\n')[0]}`);
    }
  });
  return patched;
}

/** cdk8s keeps the operation to itself; without it a patch is applied as it is. */
function operationOf(patch: JsonPatch): Operation | undefined {
  const operation = (patch as { _toJson?: () => any })._toJson?.();
  return typeof operation?.op === 'string' && typeof operation?.path === 'string' ? operation : undefined;
}

/** Operations that put a value where there need be none yet; its parent has to be there. */
const PUTS = ['add', 'copy', 'move'];

/** True if what the operation needs is there. */
function fits(json: any, operation: Operation): boolean {
  return operation.op === 'test' || firstMissing(json, operation) === undefined;
}

function firstMissing(json: any, { op, path }: Operation): string | undefined {
  const segments = path.split('/').slice(1);
  const needed = PUTS.includes(op) ? segments.slice(0, -1) : segments;
  let at = json;
  for (let i = 0; i < needed.length; i++) {
    const key = needed[i].replace(/~1/g, '/').replace(/~0/g, '~');
    if (at === null || typeof at !== 'object' || !Object.hasOwn(at, key)) {
      return `/${needed.slice(0, i + 1).join('/')}`;
    }
    at = at[key];
  }
  return undefined;
}
