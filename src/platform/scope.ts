import { Chart } from 'cdk8s';
import { IConstruct } from 'constructs';
import { Cluster } from '../cluster/cluster';
import { NodePool } from '../cluster/node-pool';
import { ManifestMetadata } from '../manifest/manifest';
import { present } from '../manifest/present';

/** What a scope gives to the workloads below it. Nearest scope wins, value by value; labels and annotations add up. */
export interface ScopeFacts {
  readonly cluster?: Cluster;
  /** The cluster whose pools a placement names, where no scope has one. */
  readonly placedOn?: Cluster;
  /** The Kubernetes namespace. */
  readonly namespace?: string;
  readonly labels?: { readonly [key: string]: string };
  readonly annotations?: { readonly [key: string]: string };
  /** Names of Secrets with which images are pulled. */
  readonly imagePullSecrets?: string[];
  readonly priorityClassName?: string;
  /** True where a default-deny policy stands, so that every workload needs its own rules. */
  readonly networkPolicies?: boolean;
}

const declared = new WeakMap<IConstruct, ScopeFacts>();

/** Declares what `scope` gives to everything below it; a fact that is undefined is not said, and the scopes above are asked. */
export function declareScope(scope: IConstruct, facts: ScopeFacts): void {
  declared.set(scope, { ...declared.get(scope), ...present(facts) });
}

/** What holds at `construct`: from the nearest of MlNamespace, MlChart and MlApp that says it. */
export function scopeOf(construct: IConstruct): ScopeFacts {
  let found: ScopeFacts = {};
  for (let at: IConstruct | undefined = construct; at; at = at.node.scope) {
    const facts = declared.get(at);
    if (facts) {
      const labels = sum(facts.labels, found.labels);
      const annotations = sum(facts.annotations, found.annotations);
      found = { ...facts, ...found, ...(labels && { labels }), ...(annotations && { annotations }) };
    }
  }
  return found;
}

/** Declares on which cluster's pools `construct` places its pods, if no scope has a cluster: then nothing of it is judged, which a rule says. */
export function declarePlacement(construct: IConstruct, { pools }: { readonly pools: readonly NodePool[] }, { cluster }: ScopeFacts): void {
  const [placedOn] = cluster ? [] : pools.flatMap((pool) => Cluster._of(pool) ?? []);
  if (placedOn) {
    declareScope(construct, { placedOn });
  }
}

/** The Kubernetes namespace of what `construct` makes: its scope's, or the one that its chart was given. */
export function namespaceAt(construct: IConstruct, scope = scopeOf(construct)): string | undefined {
  return scope.namespace ?? Chart.of(construct).namespace;
}

/** The metadata of an object that `construct` makes: its own, on top of the namespace, the labels and the annotations of its scope. */
export function metadataAt(construct: IConstruct, own: ManifestMetadata): ManifestMetadata {
  const scope = scopeOf(construct);
  const namespace = own.namespace ?? scope.namespace;
  const labels = sum(scope.labels, own.labels);
  const annotations = sum(scope.annotations, own.annotations);
  return { name: own.name, ...(namespace && { namespace }), ...(labels && { labels }), ...(annotations && { annotations }) };
}

type Texts = { readonly [key: string]: string };

function sum(base: Texts | undefined, more: Texts | undefined): Texts | undefined {
  return base && more ? { ...base, ...more } : base ?? more;
}
