import { ClassType, EnumType, InterfaceType, Method, Property, Type, TypeReference } from '@jsii/spec';
import * as library from '../src';
import { assemblyOf } from './support/assembly';

/**
 * What other languages see of the library: jsii takes some things that are wrong there (unions, `any`) and leaves others out without a word
 * (exported functions and constants).
 */

/** A member of the public interface, with every type that it mentions. */
interface Member {
  readonly path: string;
  readonly owner: Type;
  readonly member: Method | Property;
  readonly mentioned: TypeReference[];
}

let types: Type[];
let members: Member[];

beforeAll(() => {
  types = Object.values(assemblyOf().types ?? {});
  members = types.flatMap((owner) => {
    const { methods = [], properties = [] } = owner as ClassType | InterfaceType;
    const initializer = (owner as ClassType).initializer;
    return [
      ...methods.map((member) => ({ member, mentioned: [...(member.parameters ?? []).map(({ type }) => type), ...(member.returns ? [member.returns.type] : [])] })),
      ...properties.map((member) => ({ member, mentioned: [member.type] })),
      ...(initializer ? [{ member: { name: 'constructor', ...initializer } as Method, mentioned: (initializer.parameters ?? []).map(({ type }) => type) }] : []),
    ].map((found) => ({ ...found, owner, path: `${owner.name}.${found.member.name}` }));
  });
}, 180_000);

/** A type and the types that it is made of. */
function parts(type: any): any[] {
  const inner = type.collection ? [type.collection.elementtype] : type.union?.types ?? type.intersection?.types ?? [];
  return [type, ...inner.flatMap(parts)];
}

const mentions = (wrong: (type: any) => boolean) => members.filter(({ mentioned }) => mentioned.flatMap(parts).some(wrong)).map(({ path }) => path);
const isEnum = (type: Type): type is EnumType => type.kind === 'enum';
const isStruct = (type: Type): type is InterfaceType => type.kind === 'interface' && (type as InterfaceType).datatype === true;

test('everything that is exported reaches other languages: no function, no constant', () => {
  const known = new Set(types.map((type) => type.name));
  expect(Object.keys(library).filter((name) => !known.has(name))).toEqual([]);
  expect(known.size).toBeGreaterThan(80);
});

test('nothing is of any type', () => {
  expect(mentions((type) => type.primitive === 'any' || type.primitive === 'json')).toEqual([]);
});

test('nothing is of one type or another', () => {
  expect(mentions((type) => type.union !== undefined || type.intersection !== undefined)).toEqual([]);
});

test('nothing is a generated type of the Kubernetes API', () => {
  expect(mentions((type) => /(^|\.)k8s\.|\.Kube[A-Z]/.test(type.fqn ?? ''))).toEqual([]);
});

test('time and space have units', () => {
  expect(members.filter(({ path, mentioned }) => /(Seconds|Minutes|Hours|Millis|Bytes|[KMG]ibibytes)$/.test(path) && mentioned.some((type: any) => type.primitive === 'number'))
    .map(({ path }) => path)).toEqual([]);
});

test('every type and every member says what it is', () => {
  const silent = [
    ...types.filter((type) => !type.docs?.summary).map((type) => type.name),
    ...members.filter(({ member }) => !member.docs?.summary && member.name !== 'constructor' && !member.overrides).map(({ path }) => path),
    ...types.filter(isEnum).flatMap((type) => type.members.filter((member) => !member.docs?.summary).map((member) => `${type.name}.${member.name}`)),
  ];
  expect(silent).toEqual([]);
});

test('every optional property says what holds without it: a literal, or a phrase', () => {
  const optional = members.filter(({ owner, member }) => isStruct(owner) && (member as Property).optional);
  expect(optional.length).toBeGreaterThan(100);
  expect(optional.filter(({ member }) => !/^(- \S|[^\s-]\S*( \S+)*$)/.test(member.docs?.default ?? '')).map(({ path }) => path)).toEqual([]);
  expect(optional.filter(({ member }) => /^(none|undefined|null)$/.test(member.docs?.default ?? '')).map(({ path }) => path)).toEqual([]);
});

test('every construct shows how it is used', () => {
  const constructs = types.filter((type): type is ClassType => type.kind === 'class' && !(type as ClassType).abstract && isConstruct(type as ClassType));
  expect(constructs.map((type) => type.name)).toContain('OnlineInference');
  expect(constructs.filter((type) => !type.docs?.example).map((type) => type.name)).toEqual([]);
});

function isConstruct(type: ClassType): boolean {
  if (type.base === undefined || !type.base.startsWith('cdk8s-ml.')) {
    return /^(constructs\.Construct|cdk8s\.(Chart|App))$/.test(type.base ?? '');
  }
  return isConstruct(types.find((other) => other.fqn === type.base) as ClassType);
}
