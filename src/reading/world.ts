import { JOB_SET } from './gangs';
import { PodTemplate, WORKLOADS } from './pod-template';
import { Subject } from './subject';
import { ExternalObject } from '../manifest/external';

/** Kinds of other people's APIs that are known to make no pods. */
const HARMLESS = new Set([
  'cert-manager.io/Certificate', 'cert-manager.io/Issuer', 'cert-manager.io/ClusterIssuer',
  'external-secrets.io/ExternalSecret', 'external-secrets.io/SecretStore', 'bitnami.com/SealedSecret',
  'keda.sh/ScaledObject', 'keda.sh/TriggerAuthentication', 'keda.sh/ClusterTriggerAuthentication',
  'kueue.x-k8s.io/ClusterQueue', 'kueue.x-k8s.io/Cohort', 'kueue.x-k8s.io/LocalQueue', 'kueue.x-k8s.io/ResourceFlavor', 'kueue.x-k8s.io/Topology', 'kueue.x-k8s.io/WorkloadPriorityClass',
  'monitoring.coreos.com/PodMonitor', 'monitoring.coreos.com/ServiceMonitor', 'monitoring.coreos.com/PrometheusRule',
]);
/** Kubernetes' own API groups, beside those under k8s.io. What they make pods of is a workload, which the rules see. */
const OWN_GROUPS = new Set(['', 'apps', 'autoscaling', 'batch', 'policy']);
/** A Gateway may be served by pods that its controller puts beside it. */
const GATEWAY = 'gateway.networking.k8s.io/Gateway';
const WORKLOAD_NAMES = new Set(WORKLOADS.map((kind) => kind.slice(kind.indexOf('/') + 1)));

/**
 * What the manifests can know of a namespace.
 *
 * Pods may be made by somebody else: by another app, by an operator, by hand. So that nothing matches is a suspicion in general, and a
 * certainty only in a namespace that the manifests make themselves, whose pods are theirs to make, and in which nothing else of theirs
 * or of the declared external objects makes any.
 */
export class World {
  private readonly made = new Set<string>();
  private readonly populated = new Set<string | undefined>();
  private readonly open = new Set<string | undefined>();
  /** Something without a namespace may make pods anywhere. */
  private openEverywhere = false;

  constructor(kinds: ReadonlyMap<string, readonly Subject[]>, templates: readonly PodTemplate[], externals: readonly ExternalObject[]) {
    for (const { namespace } of templates) {
      this.populated.add(namespace);
    }
    for (const { name } of kinds.get('Namespace') ?? []) {
      if (name !== undefined) {
        this.made.add(name);
      }
    }
    for (const [kind, subjects] of kinds) {
      for (const { namespace } of mayMakePods(kind) ? subjects : []) {
        this.opened(namespace);
      }
    }
    for (const { kind, namespace } of externals) {
      if (WORKLOAD_NAMES.has(kind)) {
        this.opened(namespace);
      }
    }
  }

  /** True if every pod of the namespace comes from these manifests. */
  public isClosed(namespace: string | undefined): boolean {
    return !this.openEverywhere && namespace !== undefined && this.made.has(namespace) && this.populated.has(namespace) && !this.open.has(namespace);
  }

  private opened(namespace: string | undefined): void {
    if (namespace === undefined) {
      this.openEverywhere = true;
    } else {
      this.open.add(namespace);
    }
  }
}

function mayMakePods(kind: string): boolean {
  const group = kind.slice(0, Math.max(0, kind.lastIndexOf('/')));
  const own = OWN_GROUPS.has(group) || group.endsWith('.k8s.io');
  return kind === GATEWAY || (!own && kind !== JOB_SET && !HARMLESS.has(kind));
}
