import { mapOf, Shape, textOf, written } from './shape';
import { Cluster } from '../cluster/cluster';

/** A kind with its API group, without the version: `apps/Deployment`, `Service`. Knative's `Service` is none of Kubernetes' own. */
export function kindOf(apiVersion: string, kind: string): string {
  let kinds = known.get(apiVersion);
  if (!kinds) {
    known.set(apiVersion, kinds = new Map());
  }
  let found = kinds.get(kind);
  if (found === undefined) {
    const slash = apiVersion.lastIndexOf('/');
    kinds.set(kind, found = slash > 0 ? `${apiVersion.slice(0, slash)}/${kind}` : kind);
  }
  return found;
}

/** There are few kinds and many objects of each. */
const known = new Map<string, Map<string, string>>();

/** One object under judgement: a manifest with what every rule asks of it, read once. */
export class Subject {
  /** Its kind with its API group: `apps/Deployment`, `Service`. */
  public readonly kind: string;
  /** The namespace as written. None is a namespace of its own: the one that kubectl's context will say. */
  public readonly namespace?: string;
  /** The name; none where the API server makes it (`generateName`). */
  public readonly name?: string;
  public readonly metadata: Shape;
  public readonly spec: Shape;

  /**
   * @param manifest the object as plain data, of any shape
   * @param path of the construct that made it, or its file
   * @param order its place among all objects
   * @param cluster that it is meant for
   * @param placedOn the cluster whose pools it was placed on, where it is not said to be meant for any
   */
  constructor(
    public readonly manifest: Shape, public readonly path: string, public readonly order: number, public readonly cluster?: Cluster, public readonly placedOn?: Cluster,
  ) {
    this.kind = kindOf(textOf(manifest.apiVersion) ?? '', textOf(manifest.kind) ?? '');
    this.metadata = mapOf(manifest.metadata);
    this.spec = mapOf(manifest.spec);
    this.namespace = textOf(this.metadata.namespace) || undefined;
    this.name = textOf(this.metadata.name) || undefined;
  }

  /** The object as a sentence calls it: `Deployment 'chat'`. */
  public get called(): string {
    return `${this.manifest.kind} '${this.name ?? `${written(this.metadata.generateName ?? '')}…`}'`;
  }

  /** The object as a finding names it: `Deployment/team-a/chat`. */
  public get object(): string {
    return `${this.manifest.kind}/${this.namespace ? `${this.namespace}/` : ''}${this.name ?? `${written(this.metadata.generateName ?? '')}*`}`;
  }

  /** The namespace as a sentence calls it. */
  public get place(): string {
    return this.namespace === undefined ? 'its namespace' : `namespace '${this.namespace}'`;
  }
}
