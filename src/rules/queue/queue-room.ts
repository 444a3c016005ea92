import { clusterQueueOf, QUEUED } from './queued';
import { Quantity } from '../../capacity/quantity';
import { podsOf, Workload } from '../../capacity/workload';
import { workloadsOf } from '../../capacity/workloads';
import { Severity } from '../../manifest/finding';
import { ManifestSet } from '../../reading/manifest-set';
import { CLUSTER_QUEUE, queueOf, RESOURCE_FLAVOR } from '../../reading/queues';
import { isMap, mapOf, mapsOf, textOf } from '../../reading/shape';
import { Subject } from '../../reading/subject';
import { Rule } from '../rule';

/** With it Kueue may start a Job with fewer pods. @see https://kueue.sigs.k8s.io/docs/tasks/run/jobs/#partial-admission */
const PARTIAL = 'kueue.x-k8s.io/job-min-parallelism';

/** With one of these pods ask for nodes that are near to each other. @see https://kueue.sigs.k8s.io/docs/concepts/topology_aware_scheduling/ */
const TOPOLOGY = ['kueue.x-k8s.io/podset-required-topology', 'kueue.x-k8s.io/podset-preferred-topology'];
const TOPOLOGY_KIND = 'kueue.x-k8s.io/Topology';

/** Work that is more than its queue ever has. */
export const queueRoom: Rule = {
  id: 'ML-QUEUE-006',
  title: 'a queue covers what its work asks for, and has as much at most',
  severity: Severity.WARNING,
  why: 'Kueue admits a workload whole. One that requests a resource that its ClusterQueue does not cover, or more than its flavors have with what it may borrow, or a level of a topology that none of them has, stays suspended without an end. Not an error, for the configuration of Kueue may leave resources out or transform them. (https://kueue.sigs.k8s.io/docs/concepts/cluster_queue/)',
  fix: 'Raise the quota, let the queue borrow from a cohort, ask for less, or cover the resource.',
  example: "Job 'train' asks for 16 nvidia.com/gpu at once, and ClusterQueue 'research' admits 8 at most, so that it is never started; raise the quota, or ask for less",
  judges: QUEUED,
  check(set, report) {
    if (set.ofKind(CLUSTER_QUEUE).length === 0) {
      return;
    }
    for (const workload of workloadsOf(set)) {
      const { subject } = workload;
      const { queue } = queueOf(subject);
      const clusterQueue = queue === undefined ? undefined : clusterQueueOf(set, subject.namespace, queue);
      if (!clusterQueue || mapOf(subject.metadata.annotations)[PARTIAL] !== undefined || !isMap(clusterQueue.spec)) {
        continue;
      }
      for (const { template } of workload.groups) {
        const level = TOPOLOGY.map((key) => textOf(mapOf(template.metadata.annotations)[key])).find((label) => label !== undefined);
        const levels = level === undefined ? undefined : levelsOf(set, clusterQueue);
        if (levels && !levels.has(level!)) {
          const has = levels.size > 0 ? `have the levels ${[...levels].join(', ')}` : 'have no topology';
          report(subject, `${subject.called} asks for nodes that are near by ${level}, and the flavors of ${clusterQueue.called} ${has}, so that it is never started; name one of their levels, or give them a topology`);
        }
      }
      const most = mostOf(clusterQueue);
      for (const [resource, amount] of requestsOf(workload)) {
        const bound = most.get(resource);
        if (bound === undefined) {
          report(subject, `${subject.called} requests ${amount} ${resource}, which ${clusterQueue.called} does not cover, so that it is never started; give the queue a quota of it, or request none`);
        } else if (bound !== 'unbounded' && amount.compare(bound) > 0) {
          report(subject, `${subject.called} asks for ${amount} ${resource} at once, and ${clusterQueue.called} admits ${bound} at most, so that it is never started; raise the quota, or ask for less`);
        }
      }
    }
  },
};

/** The node labels by which the flavors of a queue know what is near; nothing where one of them is not among the manifests. */
function levelsOf(set: ManifestSet, { spec }: Subject): ReadonlySet<string> | undefined {
  const names = mapsOf(spec.resourceGroups).flatMap(({ flavors }) => mapsOf(flavors)).map(({ name }) => textOf(name) ?? '');
  const flavors = names.map((name) => set.find(RESOURCE_FLAVOR, undefined, name));
  const topologies = flavors.map((flavor) => flavor && (textOf(flavor.spec.topologyName) === undefined ? 'none' : set.find(TOPOLOGY_KIND, undefined, flavor.spec.topologyName)));
  return topologies.includes(undefined) ? undefined
    : new Set(topologies.flatMap((topology) => typeof topology === 'object' ? mapsOf(topology.spec.levels).map(({ nodeLabel }) => textOf(nodeLabel) ?? '') : []));
}

/** What all pods of one unit request together. */
function requestsOf({ groups, unit }: Workload): Map<string, Quantity> {
  const sum = new Map<string, Quantity>();
  for (const group of groups) {
    for (const [resource, amount] of group.footprint.requests) {
      // each replica of a Deployment is admitted for itself
      const all = amount.times(unit === 'replica' ? 1 : podsOf(group, 1));
      if (!all.isZero) {
        sum.set(resource, (sum.get(resource) ?? Quantity.ZERO).plus(all));
      }
    }
  }
  return sum;
}

/** The most that a queue admits of each resource, over all flavors and with what it may borrow. */
function mostOf({ spec }: Subject): Map<string, Quantity | 'unbounded'> {
  const most = new Map<string, Quantity | 'unbounded'>();
  const flavors = mapsOf(spec.resourceGroups).flatMap((group) => mapsOf(group.flavors));
  for (const { name: resource, nominalQuota, borrowingLimit } of flavors.flatMap(({ resources }) => mapsOf(resources))) {
    const before = most.get(resource) ?? Quantity.ZERO;
    const [nominal, borrowed] = [Quantity.parse(nominalQuota), Quantity.parse(borrowingLimit ?? 0)];
    // how much others of a cohort lend is more than one set of manifests knows
    const unbounded = (textOf(spec.cohortName) !== undefined && borrowingLimit === undefined) || !nominal || !borrowed;
    most.set(resource, unbounded || before === 'unbounded' ? 'unbounded' : before.plus(nominal).plus(borrowed));
  }
  return most;
}
