import { addTo, Amounts } from '../../capacity/amounts';
import { Quantity } from '../../capacity/quantity';
import { podsOf, Presence, unitCounts, Workload } from '../../capacity/workload';
import { workloadsOf } from '../../capacity/workloads';
import { JudgedObject } from '../../manifest/judged';
import { ManifestSet } from '../../reading/manifest-set';

/** What a namespace's workloads ask for. */
export interface NamespaceFootprint {
  /** None where the manifests state none. */
  readonly namespace?: string;
  /** With the fewest replicas, and no Job. */
  readonly floor: Footprint;
  /** With the fewest replicas while all of them roll. */
  readonly rollout: Footprint;
  /** With the most replicas while all of them roll, beside a run of every Job. */
  readonly peak: Footprint;
  /** On each node, by DaemonSets, where nobody says how many nodes there are. */
  readonly perNode: Footprint;
}

/** Pods with their requests and limits, as Kubernetes writes quantities. */
export interface Footprint {
  readonly pods: number;
  readonly requests: { readonly [resource: string]: string };
  readonly limits: { readonly [resource: string]: string };
}

/** What the manifests ask for, by namespace; of an object that several files make, what the first of them says. */
export function footprintOf(objects: readonly JudgedObject[]): NamespaceFootprint[] {
  const sums = new Map<string, NamespaceSums>();
  const seen = new Set<string>();
  for (const workload of workloadsOf(new ManifestSet(objects, []))) {
    const { subject } = workload;
    const key = subject.name === undefined ? subject.path : `${subject.kind} ${subject.object}`;
    if (!seen.has(key)) {
      seen.add(key);
      let sum = sums.get(subject.namespace ?? '');
      if (!sum) {
        sums.set(subject.namespace ?? '', sum = new NamespaceSums());
      }
      sum.add(workload);
    }
  }
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([namespace, sum]) => ({ ...(namespace === '' ? {} : { namespace }), ...sum.shown() }));
}

class NamespaceSums {
  private readonly sums = { floor: new Sum(), rollout: new Sum(), peak: new Sum(), perNode: new Sum() };

  public add(workload: Workload): void {
    const { floor, rollout, peak } = unitCounts(workload);
    if (workload.presence === Presence.ON_NODES && workload.min === 0 && workload.max <= 1) {
      this.sums.perNode.add(workload, 1);
      return;
    }
    this.sums.floor.add(workload, floor);
    this.sums.rollout.add(workload, rollout);
    this.sums.peak.add(workload, peak);
  }

  public shown(): Omit<NamespaceFootprint, 'namespace'> {
    const { floor, rollout, peak, perNode } = this.sums;
    return { floor: floor.shown(), rollout: rollout.shown(), peak: peak.shown(), perNode: perNode.shown() };
  }
}

class Sum {
  private pods = 0;
  private readonly requests = new Map<string, Quantity>();
  private readonly limits = new Map<string, Quantity>();

  public add({ groups }: Workload, units: number): void {
    for (const group of groups) {
      const pods = podsOf(group, units);
      this.pods += pods;
      addTo(this.requests, times(group.footprint.requests, pods));
      addTo(this.limits, times(group.footprint.limits, pods));
    }
  }

  public shown(): Footprint {
    return { pods: this.pods, requests: texts(this.requests), limits: texts(this.limits) };
  }
}

function times(amounts: Amounts, count: number): Amounts {
  return count === 0 ? new Map() : new Map([...amounts].map(([name, quantity]) => [name, quantity.times(count)]));
}

function texts(amounts: Amounts): { readonly [resource: string]: string } {
  return Object.fromEntries([...amounts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, quantity]) => [name, quantity.toString()]));
}
