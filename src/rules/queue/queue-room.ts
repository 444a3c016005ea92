import { enterableFlavors } from './enterable-flavors';
import { clusterQueueOf, QUEUED } from './queued';
import { Quantity } from '../../capacity/quantity';
import { podsOf, Workload } from '../../capacity/workload';
import { workloadsOf } from '../../capacity/workloads';
import { Severity } from '../../manifest/finding';
import { ManifestSet } from '../../reading/manifest-set';
import { CLUSTER_QUEUE, queueOf, RESOURCE_FLAVOR } from '../../reading/queues';
import { isMap, mapOf, mapsOf, Shape, textOf } from '../../reading/shape';
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
  why: 'Kueue admits a workload whole. One that requests a resource that its ClusterQueue does not cover, or more than its flavors have with what it may borrow, or that may enter the nodes of no flavor (their labels are not what it selects, or it does not tolerate their taints), or a level of a topology that none of them has, stays suspended without an end. Not an error, for the configuration of Kueue may leave resources out or transform them. (https://kueue.sigs.k8s.io/docs/concepts/cluster_queue/)',
  fix: 'Raise the quota, give the queue one of the pool that the work selects, let the queue borrow from a cohort, ask for less, or cover the resource.',
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
      const { quotas, shut, nowhere } = enterableFlavors(set, clusterQueue, workload);
      const closed = [...shut].map(([name, reason]) => `${name}: ${reason}`).join('; ');
      if (nowhere) {
        report(subject, `${subject.called} is never started, for ${clusterQueue.called} has no quota of nodes that it may enter (flavors: ${closed}); give the queue a quota of its pool`);
      }
      const short: [Quantity, Quantity, string][] = [];
      for (const [resource, amount] of requestsOf(workload)) {
        const shares = quotas.get(resource);
        const bound = shares && mostOf(clusterQueue, shares);
        if (bound === undefined) {
          report(subject, `${subject.called} requests ${amount} ${resource}, which ${clusterQueue.called} does not cover, so that it is never started; give the queue a quota of it, or request none`);
        } else if (!nowhere && bound !== 'unbounded' && amount.compare(bound) > 0) {
          short.push([amount, bound, resource]);
        }
      }
      if (short.length > 0) {
        const asked = joined(short.map(([amount, , resource]) => `${amount} ${resource}`));
        const had = joined(short.map(([, bound, resource]) => (short.length > 1 ? `${bound} ${resource}` : `${bound}`)));
        report(subject, `${subject.called} asks for ${asked} at once, and ${clusterQueue.called} admits ${had} at most${closed && ` on nodes that it may enter (not ${[...shut.keys()].join(', ')})`}, so that it is never started; raise the quota, or ask for less`);
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

const joined = (texts: readonly string[]): string => (texts.length > 1 ? `${texts.slice(0, -1).join(', ')} and ${texts[texts.length - 1]}` : texts[0]);

/** The most that a queue admits of a resource, over the quotas of these flavors and with what it may borrow. */
function mostOf({ spec }: Subject, shares: readonly Shape[]): Quantity | 'unbounded' {
  let most = Quantity.ZERO;
  for (const { nominalQuota, borrowingLimit } of shares) {
    const [nominal, borrowed] = [Quantity.parse(nominalQuota), Quantity.parse(borrowingLimit ?? 0)];
    // how much others of a cohort lend is more than one set of manifests knows
    if ((textOf(spec.cohortName) !== undefined && borrowingLimit === undefined) || !nominal || !borrowed) {
      return 'unbounded';
    }
    most = most.plus(nominal).plus(borrowed);
  }
  return most;
}
