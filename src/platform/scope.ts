import { IConstruct } from 'constructs';
import { Cluster } from '../cluster/cluster';

/** What a scope gives to the workloads below it. Nearest scope wins, value by value; labels and annotations add up. */
export interface ScopeFacts {
  readonly cluster?: Cluster;
  /** The Kubernetes namespace. */
  readonly namespace?: string;
  readonly labels?: { readonly [key: string]: string };
  /** Names of Secrets with which images are pulled. */
  readonly imagePullSecrets?: string[];
  readonly priorityClassName?: string;
  /** True where a default-deny policy stands, so that every workload needs its own rules. */
  readonly networkPolicies?: boolean;
}

const declared = new WeakMap<IConstruct, ScopeFacts>();

/** Declares what `scope` gives to everything below it. */
export function declareScope(scope: IConstruct, facts: ScopeFacts): void {
  declared.set(scope, { ...declared.get(scope), ...facts });
}

/** What holds at `construct`: from the nearest of MlNamespace, MlChart and MlApp that says it. */
export function scopeOf(construct: IConstruct): ScopeFacts {
  let found: ScopeFacts = {};
  let labels: { readonly [key: string]: string } | undefined;
  for (let at: IConstruct | undefined = construct; at; at = at.node.scope) {
    const facts = declared.get(at);
    if (facts) {
      found = { ...facts, ...found };
      labels = facts.labels ? { ...facts.labels, ...labels } : labels;
    }
  }
  return labels ? { ...found, labels } : found;
}
