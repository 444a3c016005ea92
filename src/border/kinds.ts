import { CALLS, CLASSES, ENUMS, INTERFACES, STRUCTS } from './props-table';

/** What a property may hold: a line of the table, read once. */
export interface Kind {
  readonly sort: 'primitive' | 'enum' | 'class' | 'interface' | 'struct' | 'list' | 'map';
  /** `number`, `Size`, `GuaranteedResources`; of a list or map, the name of what it holds. */
  readonly name: string;
  /** What a list or map holds. */
  readonly of?: Kind;
  /** Whether a value is of the kind, with everything in it; allocates nothing. */
  readonly fits: (value: unknown) => boolean;
}

/** A property of a struct, or a parameter of a method. */
export interface Property {
  readonly name: string;
  readonly optional: boolean;
  readonly kind: Kind;
}

/** A struct, or the parameters of a method. */
export interface Struct {
  readonly properties: ReadonlyMap<string, Property>;
  readonly required: Property[];
  /** A newer version of cdk8s may know more properties. */
  readonly open: boolean;
}

/** Members by which objects of other packages are known, whichever copy or version of the package made them. */
const METHODS: { readonly [name: string]: string } = { Duration: 'toMilliseconds', Size: 'toKibibytes' };

const structs = new Map<string, Struct>();
const kinds = new Map<string, Kind>();

/** The struct of that name. */
export function structOf(name: string): Struct {
  return memoized(structs, name, () => read(STRUCTS[name]));
}

/** The parameters of a method, `Resources.guaranteed`. */
export function parametersOf(call: string): Struct {
  return memoized(structs, call, () => read(CALLS[call]));
}

function read(line: string): Struct {
  const words = line.split(', ');
  const found = words.filter((word) => word !== '...').map((word): Property => {
    const [, rest, name, optional, kind] = /^(\.{3})?(\w+)(\?)?: (.+)$/.exec(word)!;
    return { name, optional: optional !== undefined || rest !== undefined, kind: kindOf(rest ? `${kind}[]` : kind) };
  });
  return { properties: new Map(found.map((property) => [property.name, property])), required: found.filter(({ optional }) => !optional), open: words.includes('...') };
}

function kindOf(text: string): Kind {
  return memoized(kinds, text, () => makeKind(text));
}

function makeKind(text: string): Kind {
  if (text.endsWith('[]')) {
    const of = kindOf(text.slice(0, -2));
    return { sort: 'list', name: of.name, of, fits: (value) => Array.isArray(value) && every(value, of) };
  }
  if (text.endsWith('{}')) {
    const of = kindOf(text.slice(0, -2));
    return { sort: 'map', name: of.name, of, fits: (value) => isRecord(value) && everyValue(value, of) };
  }
  if (STRUCTS[text] !== undefined) {
    return { sort: 'struct', name: text, fits: (value) => isRecord(value) && fitsStruct(structOf(text), value) };
  }
  if (ENUMS[text]) {
    const values = new Set<unknown>(Object.values(ENUMS[text]));
    return { sort: 'enum', name: text, fits: (value) => values.has(value) };
  }
  if (INTERFACES[text] !== undefined) {
    const members = INTERFACES[text].split(':')[0].split(' ');
    return { sort: 'interface', name: text, fits: (value) => typeof value === 'object' && value !== null && members.every((member) => member in value) };
  }
  if (CLASSES[text] !== undefined) {
    return { sort: 'class', name: text, fits: classCheck(text) };
  }
  return { sort: 'primitive', name: text, fits: (value) => typeof value === text };
}

/** Objects of a class are known by its name or its mark in the assembly, not by identity: there may be two copies of a package. */
function classCheck(name: string): (value: unknown) => boolean {
  const method = METHODS[name];
  if (method) {
    return (value: any) => typeof value === 'object' && value !== null && typeof value[method] === 'function';
  }
  let known: unknown;
  return (value) => {
    if (typeof value !== 'object' || value === null) {
      return false;
    }
    const prototype = Object.getPrototypeOf(value);
    if (prototype === known && known !== undefined) {
      return true;
    }
    for (let at = prototype; at && at !== Object.prototype; at = Object.getPrototypeOf(at)) {
      if (at.constructor?.name === name || at.constructor?.[RUNTIME_TYPE]?.fqn?.endsWith(`.${name}`)) {
        known = prototype;
        return true;
      }
    }
    return false;
  };
}

/** Where jsii notes what a class is called; it survives a bundler that shortens names. */
const RUNTIME_TYPE = Symbol.for('jsii.rtti');

/** Whether every property is known and of its kind, and none is missing. */
export function fitsStruct(struct: Struct, props: { readonly [name: string]: unknown }): boolean {
  for (const name in props) {
    const value = props[name];
    if (value === undefined) {
      continue;
    }
    const property = struct.properties.get(name);
    if (property === undefined ? !isMarker(name) : !property.kind.fits(value)) {
      return false;
    }
  }
  for (const { name } of struct.required) {
    if (props[name] === undefined) {
      return false;
    }
  }
  return true;
}

/** Whether every argument of a call is of its kind, and none is missing. */
export function fitsCall({ properties }: Struct, args: readonly unknown[]): boolean {
  let i = 0;
  for (const { optional, kind } of properties.values()) {
    const value = args[i++];
    if (value === undefined ? !optional : !kind.fits(value)) {
      return false;
    }
  }
  return true;
}

/** True for what jsii adds to structs of other languages. */
export const isMarker = (name: string): boolean => name.startsWith('$jsii');

/** True for what can hold properties: no list, no `Map`, no `Date`. */
export const isRecord = (value: unknown): value is { readonly [name: string]: unknown } => typeof value === 'object' && value !== null
  && Object.prototype.toString.call(value) === '[object Object]';

function every(values: unknown[], kind: Kind): boolean {
  for (const value of values) {
    if (!kind.fits(value)) {
      return false;
    }
  }
  return true;
}

function everyValue(map: { readonly [key: string]: unknown }, kind: Kind): boolean {
  for (const key in map) {
    if (!kind.fits(map[key]) && !isMarker(key)) {
      return false;
    }
  }
  return true;
}

function memoized<T>(known: Map<string, T>, key: string, make: () => T): T {
  let found = known.get(key);
  if (found === undefined) {
    found = make();
    known.set(key, found);
  }
  return found;
}
