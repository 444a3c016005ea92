import type { IConstruct } from 'constructs';
import { adviceFor, adviceForUnknown, ruleOf, twinFor } from './kind-advice';
import { fitsCall, fitsStruct, isMarker, isRecord, Kind, parametersOf, Struct, structOf } from './kinds';
import { Problems } from './problems';

/**
 * Throws with everything in `props` that is not what the struct's type says: TypeScript refuses that, plain JavaScript does not. Called before anything reads
 * the props, as what follows relies on the types.
 *
 * @param where what messages begin with: the path of a construct, or a name
 * @param struct the name of the props' interface
 * @param lenient further properties are somebody else's: a subclass' own
 */
export function checkKinds(where: string | IConstruct, struct: string, props: unknown, lenient = false): void {
  const known = structOf(struct);
  if (isRecord(props) && fitsStruct(known, props)) {
    return;
  }
  const problems = new Problems(where);
  complainOfProps(problems, 'props', { sort: 'struct', name: struct, fits: () => false }, known, props, lenient);
  problems.throw();
}

/**
 * Throws if an argument of a public method is not what its type says.
 *
 * @param call `Resources.guaranteed`
 * @param where what messages begin with: the call, or the path of the construct that is called
 */
export function checkCall(call: string, args: readonly unknown[], where: string | IConstruct = call): void {
  const parameters = parametersOf(call);
  if (fitsCall(parameters, args)) {
    return;
  }
  const problems = new Problems(where);
  const [{ name: first, kind: expected }] = parameters.properties.values();
  const twin = expected.fits(args[0]) ? undefined : twinFor(call, args);
  if (twin) {
    // whatever else seems to be wrong is right there
    problems.add(first, ruleOf(expected), args[0], `write ${twin}(…)`);
    problems.throw();
  }
  let i = 0;
  for (const { name, optional, kind } of parameters.properties.values()) {
    const value = args[i++];
    if (kind.sort === 'struct') {
      if (!(optional && value === undefined)) {
        complainOfProps(problems, name, kind, structOf(kind.name), value, false);
      }
    } else {
      complainUnlessLegal(problems, name, kind, value, optional);
    }
  }
  problems.throw();
}

/** The props of a construct or factory are named without a prefix, and where there are none at all each that is required is named. */
function complainOfProps(problems: Problems, name: string, kind: Kind, struct: Struct, value: unknown, lenient: boolean): void {
  if (value !== undefined && value !== null && !isRecord(value)) {
    problems.add(name, ruleOf(kind), value, adviceFor(kind, value, false));
  } else if ((value ?? undefined) === undefined && struct.required.length === 0) {
    problems.add(name, ruleOf(kind), value, 'leave it out');
  } else {
    complainOfStruct(problems, '', struct, kind.name, (value ?? {}) as { readonly [name: string]: unknown }, lenient);
  }
}

function complainOfStruct(problems: Problems, prefix: string, struct: Struct, name: string, props: { readonly [name: string]: unknown }, lenient: boolean): void {
  for (const key in props) {
    const known = struct.properties.get(key);
    if (known) {
      complainUnlessLegal(problems, prefix + key, known.kind, props[key], known.optional, !known.optional);
    } else if (props[key] !== undefined && !isMarker(key) && !lenient) {
      const advice = adviceForUnknown(key, struct, name);
      if (!struct.open || advice.startsWith('did you mean')) {
        problems.say(`'${prefix}${key}' is no property of ${name}; ${advice}`);
      }
    }
  }
  for (const { name: missing, kind } of struct.required) {
    if (props[missing] === undefined) {
      problems.add(prefix + missing, ruleOf(kind), undefined, adviceFor(kind, undefined, false));
    }
  }
}

/** @param later a missing value is reported with the other missing ones */
function complainUnlessLegal(problems: Problems, path: string, kind: Kind, value: unknown, optional: boolean, later = false): void {
  if (value === undefined ? optional || later : kind.fits(value)) {
    return;
  }
  if (kind.sort === 'list' && Array.isArray(value)) {
    // a list may have holes, which forEach passes over
    for (let i = 0; i < value.length; i++) {
      complainUnlessLegal(problems, `${path}[${i}]`, kind.of!, value[i], false);
    }
  } else if (kind.sort === 'map' && isRecord(value)) {
    Object.entries(value).forEach(([key, item]) => complainUnlessLegal(problems, `${path}.${key}`, kind.of!, item, false));
  } else if (kind.sort === 'struct' && isRecord(value)) {
    complainOfStruct(problems, `${path}.`, structOf(kind.name), kind.name, value, false);
  } else {
    problems.add(path, ruleOf(kind), value, adviceFor(kind, value, optional));
  }
}
