import { elsewhere } from './elsewhere';
import { fitsCall, Kind, parametersOf, Property, Struct, structOf } from './kinds';
import { nearest } from './nearest';
import { show } from './problems';
import { CALLS, CLASSES, ENUMS, INTERFACES } from './props-table';

/** A kind in words: `a number`, `a list of texts`, `an Exposure`. */
export function ruleOf(kind: Kind): string {
  if (kind.sort === 'list' || kind.sort === 'map') {
    return `a ${kind.sort} of ${PLURALS[kind.name] ?? kind.name}`;
  }
  return SINGULARS[kind.name] ?? `${/^[AEIO]/.test(kind.name) ? 'an' : 'a'} ${kind.name}`;
}

const SINGULARS: { readonly [name: string]: string } = { string: 'a text', number: 'a number', boolean: 'true or false' };
const PLURALS: { readonly [name: string]: string } = { string: 'texts', number: 'numbers', boolean: 'true or false' };

/** What to write in place of a value of the wrong kind. */
export function adviceFor(kind: Kind, value: unknown, optional: boolean): string {
  if (value === null && optional) {
    return 'leave it out';
  }
  if (value === undefined || value === null) {
    return isPlain(kind) ? 'it has no default' : `write for example ${exampleOf(kind)}`;
  }
  const meant = meantBy(kind, value);
  if (meant === undefined && kind.sort === 'primitive') {
    return `give ${ruleOf(kind)}`;
  }
  return meant === undefined ? `write for example ${exampleOf(kind)}` : `write ${meant}`;
}

/** What an unknown property may have been meant to be. */
export function adviceForUnknown(name: string, struct: Struct, structName: string): string {
  const known = elsewhere(structName, name);
  if (known !== undefined) {
    return known;
  }
  const names = [...struct.properties.keys()];
  const lower = name.toLowerCase();
  const near = nearest(name, names).concat(names.filter((one) => one.length > 2 && (lower.startsWith(one.toLowerCase()) || lower.endsWith(one.toLowerCase()))));
  if (near.length > 0) {
    return `did you mean '${near[0]}'?`;
  }
  for (const { name: owner, kind } of struct.properties.values()) {
    const calls = kind.sort === 'class' ? callsWith(kind.name, name) : [];
    if (calls.length > 0) {
      return `it belongs into '${owner}': ${calls.join(', ')}`;
    }
  }
  return names.length > 0 ? `it has ${names.join(', ')}` : 'leave it out';
}

/** The methods of a class that take something of that name. */
function callsWith(className: string, name: string): string[] {
  return Object.keys(CALLS).filter((call) => call.startsWith(`${className}.`) && CALLS[call].split(', ').some((parameter) => {
    const [key, kind] = parameter.split(': ');
    return key.replace('?', '') === name || (/(Props|Options|Scaling|Resources|Update)$/.test(kind) && structOf(kind).properties.has(name));
  }));
}

function isPlain(kind: Kind): boolean {
  return kind.sort === 'primitive' || ((kind.sort === 'list' || kind.sort === 'map') && kind.of!.sort === 'primitive');
}

/** What somebody meant who wrote `value` where `kind` belongs; undefined if it cannot be told. */
function meantBy(kind: Kind, value: unknown): string | undefined {
  switch (kind.sort) {
    case 'primitive': return meantPrimitive(kind.name, value);
    case 'enum': return meantMember(kind.name, value);
    case 'class': return meantOwned(kind, value) ?? meantObject(kind.name, value);
    case 'interface': return meantInterface(kind.name, value);
    case 'list': return meantList(kind, value);
    case 'struct': return typeof value === 'string' ? soleProperty(structOf(kind.name), value) : undefined;
    default: return undefined;
  }
}

function meantPrimitive(name: string, value: unknown): string | undefined {
  if (name === 'string') {
    return typeof value === 'number' || typeof value === 'boolean' ? `${show(String(value))}` : undefined;
  }
  const fits = name === 'number' ? /^\s*-?\d+(\.\d+)?\s*$/ : /^(true|false)$/;
  return typeof value === 'string' && fits.test(value) ? `${value.trim()}, without quotes` : undefined;
}

function meantMember(name: string, value: unknown): string {
  const members = Object.keys(ENUMS[name]);
  const bare = (text: unknown) => String(text).toLowerCase().replace(/[^a-z0-9]/g, '');
  const same = members.find((member) => bare(member) === bare(value) || bare(ENUMS[name][member]) === bare(value)) ?? nearest(String(value).toUpperCase(), members)[0];
  return same ? `${name}.${same}` : members.map((member) => `${name}.${member}`).join(' or ');
}

/** Where an object of another package was handed over that a factory makes one of ours of. */
function meantInterface(name: string, value: unknown): string | undefined {
  const [maker] = /\w+(?=\.)/.exec(exampleOf({ sort: 'interface', name, fits: () => false })) ?? [];
  const wrapper = Object.keys(CALLS).find((call) => call.startsWith(`${maker}.`) && takesObject(call, [value]));
  return wrapper && `${wrapper}(…)`;
}

/** The factory beside `call` that takes the object which was given first, and all that follows; nothing if there is none. */
export function twinFor(call: string, args: readonly unknown[]): string | undefined {
  return Object.keys(CALLS).find((other) => other !== call && other.split('.')[0] === call.split('.')[0] && takesObject(other, args));
}

function takesObject(call: string, args: readonly unknown[]): boolean {
  const parameters = parametersOf(call);
  const [first] = parameters.properties.values();
  return first?.kind.sort === 'interface' && fitsCall(parameters, args);
}

/** Where what has it was written for it: a cache for its artifact. */
function meantOwned({ name, fits }: Kind, value: unknown): string | undefined {
  const property = /[A-Z][a-z]+$/.exec(name)?.[0].toLowerCase();
  return property !== undefined && typeof value === 'object' && fits((value as Record<string, unknown>)[property]) ? `its '${property}'` : undefined;
}

/** Where a number, a quantity or the name of a factory was written for an object. */
function meantObject(name: string, value: unknown): string | undefined {
  if (name === 'Size' || name === 'Cpu' || name === 'Duration') {
    return meantAmount(name, value);
  }
  const factories = Object.keys(CALLS).filter((call) => call.startsWith(`${name}.`));
  if (typeof value === 'string' && factories.includes(`${name}.${value}`)) {
    return `${name}.${value}(${CALLS[`${name}.${value}`].split(', ').every((parameter) => parameter.includes('?:')) ? '' : '…'})`;
  }
  const fitting = factories.filter((call) => CALLS[call].endsWith(`: ${typeof value}`) && !/, |\.{3}|\?/.test(CALLS[call]));
  // an address is no path and no name
  const isAddress = typeof value === 'string' && value.includes('://');
  return fitting.length === 1 && (!isAddress || /\bur[il]:/i.test(CALLS[fitting[0]])) ? `${fitting[0]}(${show(value)})` : undefined;
}

const UNITS: { readonly [unit: string]: readonly [maker: string, parts: number] } = {
  K: ['Size.kibibytes', 1],
  M: ['Size.mebibytes', 1024],
  G: ['Size.gibibytes', 1024],
  T: ['Size.tebibytes', 1024],
  ms: ['Duration.millis', 1],
  s: ['Duration.seconds', 1000],
  m: ['Duration.minutes', 60],
  h: ['Duration.hours', 60],
};
const SMALLER: { readonly [unit: string]: string } = { M: 'K', G: 'M', T: 'G', s: 'ms', m: 's', h: 'm' };

/** An amount with its unit, `2Gi`, `500m`, `20s`; numbers without one are seconds, or cores. */
function meantAmount(name: 'Size' | 'Cpu' | 'Duration', value: unknown): string | undefined {
  const [, amount, unit] = /^\s*(\d+(?:\.\d+)?)\s*([a-zA-Z]*)\s*$/.exec(String(value)) ?? [];
  if (amount === undefined) {
    return undefined;
  }
  if (name === 'Cpu') {
    return unit === '' ? `Cpu.units(${amount})` : unit === 'm' ? `Cpu.millis(${amount})` : undefined;
  }
  if (name === 'Size') {
    return /^[KMGT](iB?|B)?$/i.test(unit) ? scaled(Number(amount), unit[0].toUpperCase()) : undefined;
  }
  return /^(ms|s|m|h|)$/.test(unit) ? scaled(Number(amount), unit || 's') : undefined;
}

/** Whole amounts only: 1.5 GiB are 1536 MiB. */
function scaled(amount: number, unit: string): string {
  return Number.isInteger(amount) || !SMALLER[unit] ? `${UNITS[unit][0]}(${Math.round(amount)})` : scaled(amount * UNITS[unit][1], SMALLER[unit]);
}

function meantList(kind: Kind, value: unknown): string | undefined {
  const of = kind.of!;
  if (of.name === 'string' && typeof value === 'string') {
    return `[${value.trim().split(/\s+/).map((word) => show(word)).join(', ')}]`;
  }
  if (!Array.isArray(value) && of.fits(value)) {
    return of.sort === 'primitive' ? `[${show(value)}]` : `it in a list: [${of.name}…]`;
  }
  return undefined;
}

/** `{ path: "/tmp" }` where a struct needs one text only. */
function soleProperty({ required }: Struct, value: string): string | undefined {
  return required.length === 1 && required[0].kind.name === 'string' ? `{ ${required[0].name}: ${show(value)} }` : undefined;
}

function exampleOf(kind: Kind): string {
  switch (kind.sort) {
    case 'list': return `[${exampleOf(kind.of!)}]`;
    case 'map': return `{ key: ${exampleOf(kind.of!)} }`;
    case 'class': return CLASSES[kind.name];
    case 'interface': return INTERFACES[kind.name].slice(INTERFACES[kind.name].indexOf(': ') + 2);
    case 'enum': return `${kind.name}.${Object.keys(ENUMS[kind.name])[0]}`;
    case 'struct': return `{ ${shownProperties(structOf(kind.name)).map(({ name }) => `${name}: …`).join(', ')} }`;
    default: return EXAMPLES[kind.name];
  }
}

const EXAMPLES: { readonly [name: string]: string } = { string: '"text"', number: '1', boolean: 'true' };

const shownProperties = ({ required, properties }: Struct): Property[] => (required.length > 0 ? required : [...properties.values()].slice(0, 1));
