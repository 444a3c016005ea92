import { JsonPatch } from 'cdk8s';
import { isPointer, lookUp, parentOf, placeFault } from './json-pointer';

/** One operation as RFC 6902 writes it. */
interface Operation {
  readonly op: string;
  readonly path: string;
  readonly from?: string;
  readonly value?: unknown;
}

/** A patch that does not fit what it is applied to. */
export class MisfitPatch extends Error {}

/**
 * Applies patches one after the other, so that the one that does not fit can be named.
 *
 * cdk8s' own way lets pass what RFC 6902 calls an error: a `remove` of nothing, a `copy` from nowhere, an index beyond the end of a list. Here it
 * is one: a patch that a renamed field has switched off must not go unnoticed.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6902#section-4
 */
export function applyPatches(json: any, patches: readonly JsonPatch[]): any {
  let patched = json;
  patches.forEach((patch, i) => {
    const operation = operationOf(patch);
    const name = `JSON patch ${i + 1}${operation ? ` (${nameOf(operation)})` : ''}`;
    const fault = operation && faultOf(patched, operation);
    if (fault !== undefined) {
      throw new MisfitPatch(`${name} does not fit: ${fault}`);
    }
    try {
      patched = JsonPatch.apply(patched, patch);
    } catch (e) {
      throw new MisfitPatch(`${name} does not fit: ${(e as Error).message.split('\n')[0]}`);
    }
    if (typeof patched !== 'object' || patched === null || Array.isArray(patched)) {
      throw new MisfitPatch(`${name} does not fit: it leaves no object; leave the patch out, or give a whole manifest`);
    }
  });
  const lost = HEAD.find((key) => !patched[key]);
  if (lost) {
    throw new MisfitPatch(`JSON patches leave it without ${lost}; leave out the one that takes it away`);
  }
  return patched;
}

/** What every manifest has. */
const HEAD = ['apiVersion', 'kind', 'metadata'];

/** cdk8s keeps the operation to itself; without it a patch is applied as it is. */
function operationOf(patch: JsonPatch): Operation | undefined {
  const operation = (patch as { _toJson?: () => any })._toJson?.();
  return typeof operation?.op === 'string' && typeof operation?.path === 'string' ? operation : undefined;
}

const nameOf = ({ op, path, from }: Operation): string => (from === undefined ? `${op} ${path}` : `${op} ${from} to ${path}`);

/** Why an operation does not fit a document; nothing if it does. */
function faultOf(json: unknown, operation: Operation): string | undefined {
  const { op, path, from } = operation;
  for (const pointer of from === undefined ? [path] : [from, path]) {
    if (!isPointer(pointer)) {
      return `a path begins with '/'; write '/${pointer}'`;
    }
  }
  switch (op) {
    case 'add': return valueFault(operation) ?? putFault(json, path);
    case 'replace': return valueFault(operation) ?? missingAt(json, path);
    case 'remove': return missingAt(json, path);
    case 'copy': return missingAt(json, from!) ?? putFault(json, path);
    case 'move': return missingAt(json, from!) ?? moveFault(json, operation);
    // what differs is for the test to say
    case 'test': return missingAt(json, parentOf(path));
    default: return undefined;
  }
}

const valueFault = ({ value }: Operation): string | undefined => (value === undefined ? 'it has no value; give one, or use JsonPatch.remove' : undefined);

function missingAt(json: unknown, pointer: string): string | undefined {
  const found = lookUp(json, pointer);
  return 'missing' in found ? `there is no ${found.missing}; correct the path, or leave the patch out` : undefined;
}

/** A value is put where there need be none yet, but its parent has to be there. */
function putFault(json: unknown, path: string): string | undefined {
  const parent = lookUp(json, parentOf(path));
  if (!('missing' in parent)) {
    return path === '' ? undefined : placeFault(parent.value, path);
  }
  const { missing } = parent;
  const above = lookUp(json, parentOf(missing)) as { readonly value: unknown };
  return placeFault(above.value, missing) ?? `there is no ${missing}; add that first, with JsonPatch.add('${missing}', ...)`;
}

/** What is moved is taken away first, and then the path is read. */
function moveFault(json: unknown, { path, from }: Operation): string | undefined {
  if (path === from) {
    return undefined;
  }
  if (path.startsWith(`${from}/`)) {
    return `${from || 'the whole'} cannot be moved into itself; correct the path`;
  }
  return putFault(from === '' ? json : JsonPatch.apply(structuredClone(json), JsonPatch.remove(from!)), path);
}
