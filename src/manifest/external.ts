import { IConstruct } from 'constructs';
import { Manifest } from './manifest';
import { checkCall } from '../border/check-kinds';
import { isDnsLabel, isDnsSubdomain } from '../border/names';
import { Problems } from '../border/problems';
import { Cluster } from '../cluster/cluster';

/** An object that the manifests refer to and that somebody else makes. */
export interface ExternalObject {
  /** Its kind, `Secret`. */
  readonly kind: string;
  /** Its name. */
  readonly name: string;
  /**
   * Its namespace.
   * @default - any namespace
   */
  readonly namespace?: string;
  /**
   * The keys that it holds (ConfigMap and Secret).
   * @default - unknown; every key is taken to exist
   */
  readonly keys?: string[];
}

/** An object that somebody else makes and of which it is known what it says: a quota, a limit range. */
export interface KnownObject extends ExternalObject {
  readonly manifest: Manifest;
  /** Path of the construct that says so. */
  readonly path: string;
  readonly cluster?: Cluster;
  /** What others use of it, by key. */
  readonly used?: { readonly [key: string]: string };
}

const declared = new WeakMap<IConstruct, ExternalObject[]>();

/**
 * Declares objects that exist in the cluster without this app making them, so that a reference to one is no finding.
 *
 * @example External.declare(chart, { kind: 'Secret', name: 'registry-credentials', keys: ['token'] });
 */
export class External {
  /**
   * Declares that `object` exists wherever `scope`'s app is applied.
   *
   * @throws if its kind, name or namespace can be none of an object
   */
  public static declare(scope: IConstruct, object: ExternalObject): void {
    checkCall('External.declare', [scope, object]);
    checkObject(scope, object);
    declare(scope, object);
  }

  private constructor() {}
}

/** Declares what an object says that somebody else makes. */
export function declareKnown(scope: IConstruct, object: KnownObject): void {
  declare(scope, object);
}

/** True for an object of which it is known what it says. */
export function isKnown(object: ExternalObject): object is KnownObject {
  return 'manifest' in object;
}

function declare({ node: { root } }: IConstruct, object: ExternalObject): void {
  const list = declared.get(root);
  if (list) {
    list.push(object);
  } else {
    declared.set(root, [object]);
  }
}

/** Names of these only have to fit into a path. */
const RBAC = /^(Cluster)?Role(Binding)?$/;

function checkObject(scope: IConstruct, { kind, name, namespace }: ExternalObject): void {
  const problems = new Problems(scope.node.path);
  if (typeof kind !== 'string' || !/^[A-Z][A-Za-z0-9]*$/.test(kind)) {
    problems.add('kind', 'the kind of an object, without its API group', kind, 'write it as its manifest does, for example "Secret"');
  }
  if (typeof name !== 'string' || !(isDnsSubdomain(name) || (RBAC.test(kind) && /^[^\s/%]+$/.test(name)))) {
    problems.add('name', "the name of an object (at most 253 of a-z, 0-9, '-' and '.')", name, 'copy it from \'kubectl get\'');
  }
  if (namespace !== undefined && !(typeof namespace === 'string' && isDnsLabel(namespace))) {
    problems.add('namespace', "the name of a namespace (at most 63 of a-z, 0-9 and '-')", namespace, 'copy it from \'kubectl get namespaces\', or leave it out');
  }
  problems.throw();
}

/** Every object declared external in the tree of `root`. */
export function externalsOf(root: IConstruct): readonly ExternalObject[] {
  return declared.get(root) ?? [];
}
