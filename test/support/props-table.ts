import { Assembly, ClassType, InterfaceType, Method, Parameter, Property, Type, TypeReference } from '@jsii/spec';
import * as cdk8s from 'cdk8s';
import { assemblyOfPackage } from './assembly';
import * as library from '../../src';

/** Members that the newest peers have and the oldest that the library allows don't (`IConstruct.with` of constructs 10.5): nobody may be asked for them. */
const NEWER = ['with'];

/** What to write for classes and interfaces whose doc comments show none, or are another package's. */
const WRITE: { readonly [name: string]: string } = {
  Duration: 'Duration.seconds(30)',
  Size: 'Size.gibibytes(2)',
  INamedObject: "{ name: 'app-config' }",
  INetworkPeer: "NetworkPeer.namespace('gateway-system')",
  IWarmable: 'the service, or PodRoom.of({ resources, placement })',
  INetworkPolicyPeer: "kplus.NetworkPolicyIpBlock.ipv4(chart, 'office', '203.0.113.0/24')",
  Construct: 'new MlChart(app, \'prod\')',
  IConstruct: 'new MlChart(app, \'prod\')',
  IResolver: 'new LazyResolver()',
  MlNamespaceBase: "new MlNamespace(chart, 'team-a', { owner: 'nlp', costCenter: 'cc-17' })",
  ITrainingQueue: "TrainingQueue.fromExisting(team, 'research')",
  IRule: 'new TeamLabel(), a class of yours with id, title, severity and check(objects, report)',
  ManifestRecord: 'one of the objects that check was called with',
  RuleReport: 'the report that check was called with',
};

/** Structs of another package in which a newer version may have more properties than the oldest that the library runs with. */
const FOREIGN = /^(?!cdk8s-ml\.)/;

/** `src/border/props-table.ts`, as the public types are now. */
export function propsTable(assembly: Assembly): string {
  return new Table(assembly).text();
}

class Table {
  private readonly packages = new Map<string, Assembly>();
  private readonly structs = new Map<string, string>();
  private readonly classes = new Map<string, string>();
  private readonly interfaces = new Map<string, string>();
  private readonly enums = new Map<string, string>();
  private readonly calls = new Map<string, string>();

  constructor(assembly: Assembly) {
    this.packages.set(assembly.name, assembly);
    for (const type of Object.values(assembly.types ?? {})) {
      if (type.kind === 'class') {
        this.addCalls(type as ClassType);
      }
    }
  }

  public text(): string {
    return [
      '/* Made from the public types by `npm run props-table`; a test fails when it is stale. */',
      '',
      '/** Properties of each struct; `?` may be left out, `[]` is a list, `{}` a map, `...` at the end may have more in newer versions of cdk8s. */',
      record('STRUCTS', this.structs),
      '/** Parameters of each method; `...` before the last stands for any number of them. */',
      record('CALLS', this.calls),
      '/** Names and values of each enum. */',
      `export const ENUMS: { readonly [name: string]: { readonly [member: string]: string | number } } = {\n${lines(this.enums)}\n};\n`,
      '/** What to write for each class. */',
      record('CLASSES', this.classes),
      '/** Members of each interface, and what to write for it. */',
      record('INTERFACES', this.interfaces),
    ].join('\n').trimEnd() + '\n';
  }

  private addCalls(type: ClassType): void {
    // the props of constructs; scope and id are constructs' own to check
    type.initializer?.parameters?.forEach((parameter) => this.kind(parameter.type));
    for (const method of type.methods ?? []) {
      if (method.parameters && !method.overrides) {
        this.calls.set(`${type.name}.${method.name}`, quoted(method.parameters.map((parameter) => this.parameter(parameter)).join(', ')));
      }
    }
  }

  private parameter({ name, optional, variadic, type }: Parameter): string {
    return `${variadic ? '...' : ''}${name}${optional ? '?' : ''}: ${this.kind(type)}`;
  }

  private kind(type: TypeReference): string {
    if ('primitive' in type) {
      return type.primitive;
    }
    if ('collection' in type) {
      return `${this.kind(type.collection.elementtype)}${type.collection.kind === 'array' ? '[]' : '{}'}`;
    }
    if (!('fqn' in type)) {
      throw new Error(`${JSON.stringify(type)} is no kind of the table`);
    }
    const found = this.find(type.fqn);
    this.add(found);
    return found.name;
  }

  private add(type: Type): void {
    if (type.kind === 'enum') {
      const owner: any = FOREIGN.test(type.fqn) ? cdk8s : library;
      this.enums.set(type.name, `{ ${type.members.map(({ name }) => `${name}: ${typeof owner[type.name][name] === 'number' ? owner[type.name][name] : quoted(owner[type.name][name])}`).join(', ')} }`);
    } else if (type.kind === 'class') {
      this.classes.set(type.name, quoted(write(type)));
    } else if (!(type as InterfaceType).datatype) {
      this.interfaces.set(type.name, quoted(`${this.members(type as InterfaceType).map(({ name }) => name).filter((name) => !NEWER.includes(name)).join(' ')}: ${write(type)}`));
    } else if (!this.structs.has(type.name)) {
      this.structs.set(type.name, '');
      const properties = this.members(type as InterfaceType) as Property[];
      const open = [type, ...((type as InterfaceType).interfaces ?? []).map((fqn) => this.find(fqn))].some(({ fqn }) => FOREIGN.test(fqn));
      const sorted = [...properties.filter(({ optional }) => !optional), ...properties.filter(({ optional }) => optional)];
      this.structs.set(type.name, quoted([...sorted.map((property) => `${property.name}${property.optional ? '?' : ''}: ${this.kind(property.type)}`), ...(open ? ['...'] : [])].join(', ')));
    }
  }

  /** Members of an interface and of those that it extends. */
  private members(type: InterfaceType): (Property | Method)[] {
    return [...type.properties ?? [], ...type.methods ?? [], ...(type.interfaces ?? []).flatMap((fqn) => this.members(this.find(fqn) as InterfaceType))];
  }

  private find(fqn: string): Type {
    const name = fqn.split('.')[0];
    if (!this.packages.has(name)) {
      this.packages.set(name, assemblyOfPackage(name));
    }
    return this.packages.get(name)!.types![fqn];
  }
}

function write(type: Type): string {
  const example = WRITE[type.name] ?? type.docs?.example?.replace(/\s+/g, ' ').replace(/, \}/g, ' }').replace(/, \)/g, ')');
  if (!example || !(WRITE[type.name] || example.startsWith(`${type.name}.`))) {
    throw new Error(`${type.name} needs an @example that starts with its name, so that messages can show how it is made`);
  }
  return example;
}

const quoted = (text: string) => (text.includes("'") ? JSON.stringify(text) : `'${text}'`);
const lines = (entries: Map<string, string>) => [...entries].sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([name, value]) => `  ${name.includes('.') ? quoted(name) : name}: ${value},`).join('\n');

function record(name: string, entries: Map<string, string>): string {
  return `export const ${name}: { readonly [name: string]: string } = {\n${lines(entries)}\n};\n`;
}
