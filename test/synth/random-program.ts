import { ApiObject, App, Chart, JsonPatch, Lazy } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct, DependencyGroup, IConstruct } from 'constructs';
import * as fc from 'fast-check';
import { ManifestObject } from '../../src/manifest/manifest-object';
import { MlChart } from '../../src/platform/ml-chart';

/** What a random program makes, as data, so that it can be made in any app. */
export interface Program {
  readonly items: readonly Item[];
  /** Pairs of positions in the order of creation, modulo their number: the first depends on the second. */
  readonly dependencies: readonly { readonly from: number; readonly to: number; readonly grouped: boolean }[];
}

export interface Item {
  readonly type: 'chart' | 'ml-chart' | 'construct' | 'manifest' | 'api-object' | 'lazy' | 'deployment' | 'service' | 'empty';
  readonly id: string;
  readonly name?: string;
  readonly namespace?: string;
  readonly labels?: Record<string, string>;
  readonly patches: readonly ('add' | 'remove' | 'copy')[];
  readonly metadata: readonly ('label' | 'annotation' | 'finalizer' | 'extra')[];
  readonly data: Record<string, unknown>;
  readonly children: readonly Item[];
}

/** Makes the program's constructs in `app`; they are returned in the order in which they were made. */
export function run(program: Program, app: App): Construct[] {
  const made: Construct[] = [];
  program.items.forEach((item) => make(item, app, made));
  for (const { from, to, grouped } of program.dependencies) {
    const [source, target] = [made[from % made.length], made[to % made.length]];
    // cdk8s drops what depends on itself
    if (source && source !== target && isInChart(source) && isInChart(target)) {
      source.node.addDependency(grouped ? new DependencyGroup(target) : target);
    }
  }
  return made;
}

function make(item: Item, scope: Construct, made: Construct[]): void {
  if (scope.node.tryFindChild(item.id)) {
    return;
  }
  const construct = create(item, scope);
  if (construct) {
    made.push(construct);
    if (!ApiObject.isApiObject(construct) || item.type === 'api-object') {
      item.children.forEach((child) => make(child, construct, made));
    }
  }
}

function create(item: Item, scope: Construct): Construct | undefined {
  const { id, namespace, labels, name } = item;
  switch (item.type) {
    case 'chart':
      return new Chart(scope, id, { namespace, labels });
    case 'ml-chart':
      return new MlChart(scope, id, { namespace, labels });
    case 'construct':
      return new Construct(scope, id);
    default:
  }
  if (!isInChart(scope)) {
    return undefined;
  }
  switch (item.type) {
    case 'manifest':
      return changed(item, new ManifestObject(scope, id, {
        apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: name ?? 'given', ...(namespace && { namespace }), ...(labels && { labels }) }, data: item.data,
      }));
    case 'api-object':
      return changed(item, new ApiObject(scope, id, {
        apiVersion: 'apps/v1', kind: 'Thing', metadata: { ...(name && { name }), ...(namespace && { namespace }), ...(labels && { labels }) }, spec: item.data,
      }));
    case 'lazy':
      return changed(item, new ManifestObject(scope, id, {
        apiVersion: 'v1', kind: 'Secret', metadata: { name: name ?? 'lazy' }, data: Lazy.any({ produce: () => item.data }),
      }));
    case 'deployment':
      return new kplus.Deployment(scope, id, { containers: [{ image: 'nginx:1', portNumber: 8080 }], spread: item.patches.length > 1, metadata: { labels } });
    case 'service':
      return new kplus.Service(scope, id, { ports: [{ port: 80 }], metadata: name ? { name } : {} });
    default:
      return new ApiObject(scope, id, { apiVersion: 'v1', kind: 'Empty' });
  }
}

function changed(item: Item, object: ApiObject): ApiObject {
  for (const patch of item.patches) {
    switch (patch) {
      case 'add':
        object.addJsonPatch(JsonPatch.add('/added', { z: 1, a: [1, 'x', null] }));
        break;
      case 'remove':
        object.addJsonPatch(JsonPatch.remove('/apiVersion'), JsonPatch.add('/apiVersion', 'v2'));
        break;
      default:
        object.addJsonPatch(JsonPatch.copy('/metadata', '/spec~1copy'));
    }
  }
  for (const change of item.metadata) {
    switch (change) {
      case 'label':
        object.metadata.addLabel('added', 'yes');
        break;
      case 'annotation':
        object.metadata.addAnnotation('a/b', 'x: y');
        break;
      case 'finalizer':
        object.metadata.addFinalizers('f');
        break;
      default:
        object.metadata.add('generateName', 'x-');
    }
  }
  return object;
}

function isInChart(construct: IConstruct): boolean {
  return construct.node.scopes.some((scope) => Chart.isChart(scope));
}

const ids = fc.constantFrom('a', 'b', 'c', 'web', '1', '10', '2', '01', 'Default', 'Resource', 'my_thing', 'My Thing', 'ü', 'x/y', '4294967295');
const texts = fc.constantFrom('chat', 'yes', '8080', 'a: b', 'line\nline\n', '', '1e3', 'team-a', 'ä');
const odd = fc.constantFrom(null, undefined, 0.5, NaN, -0);
const values = fc.oneof(texts, fc.integer(), fc.boolean(), odd, fc.array(fc.oneof(texts, odd), { maxLength: 3 }));
const keys = fc.constantFrom('b', 'a', '10', '9', 'key', 'e', 'resolve', 'A', 'no', '.dot');
const mapOf = (key: fc.Arbitrary<string>, value: fc.Arbitrary<unknown>) => fc.dictionary(key, value, { maxKeys: 4, noNullPrototype: true });
const data = mapOf(keys, fc.oneof(values, mapOf(texts, values)));
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

const { item } = fc.letrec<{ item: Item }>((tie) => ({
  item: fc.record({
    type: fc.constantFrom('chart', 'chart', 'ml-chart', 'construct', 'manifest', 'manifest', 'manifest', 'api-object', 'lazy', 'deployment', 'service', 'empty'),
    id: ids,
    name: optional(fc.constantFrom('one', 'two', 'three')),
    namespace: optional(fc.constantFrom('ns', 'other')),
    labels: optional(fc.dictionary(fc.constantFrom('z', 'app', 'a'), texts, { maxKeys: 2, noNullPrototype: true })),
    patches: fc.array(fc.constantFrom('add', 'remove', 'copy'), { maxLength: 2 }),
    metadata: fc.array(fc.constantFrom('label', 'annotation', 'finalizer', 'extra'), { maxLength: 2 }),
    data,
    children: fc.oneof({ maxDepth: 3, depthSize: 'small' }, fc.constant([]), fc.array(tie('item'), { maxLength: 4 })),
  }, { noNullPrototype: true }) as fc.Arbitrary<Item>,
}));

const charts = fc.array(item.map((it): Item => ({ ...it, type: it.type === 'ml-chart' || it.type === 'construct' ? it.type : 'chart' })), { minLength: 1, maxLength: 4 });
const position = fc.nat({ max: 1000 });

/** Programs in which nothing depends on anything. */
export const independentPrograms: fc.Arbitrary<Program> = charts.map((items) => ({ items, dependencies: [] }));

/** Programs in which something may. */
export const programs: fc.Arbitrary<Program> = fc.record({
  items: charts,
  dependencies: fc.array(fc.record({ from: position, to: position, grouped: fc.boolean() }), { maxLength: 4 }),
});
