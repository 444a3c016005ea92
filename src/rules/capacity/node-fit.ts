import { checkVerticalBounds } from './vertical-bounds';
import { nearest } from '../../border/nearest';
import { clusterProofs } from '../../capacity/nodes/cluster-proof';
import { knownLabels } from '../../capacity/nodes/known-labels';
import { PoolFit } from '../../capacity/nodes/node-rooms';
import { ClusterFacts } from '../../capacity/nodes/pool-facts';
import { Unfit } from '../../capacity/nodes/pool-findings';
import { Truth } from '../../capacity/nodes/truth';
import { PROVEN } from '../../capacity/workloads';
import { Severity } from '../../manifest/finding';
import { acceleratorsOf, isAccelerator } from '../../reading/accelerators';
import { Rule } from '../rule';

/** Pools beyond which a sentence names only how many more there are. */
const MOST_POOLS = 6;

/** Pods that no declared node takes. */
export const nodeFit: Rule = {
  id: 'ML-CAP-004',
  title: 'every pod fits a node of some pool of its cluster',
  severity: Severity.ERROR,
  why: 'Such a pod stays Pending for ever, and no autoscaler adds a node for it. Looked at are taints, node selector, required node affinity, requests against what a node leaves after what is kept and the DaemonSets of the same manifests, and ports of the node. A warning where only a label or a resource decides that a pool does not declare, or a taint named after the resource that is asked for (GKE tolerates it for the pod), where a DaemonSet fits the nodes of some of its pools only, and where a VerticalPodAutoscaler may raise the pods above every node (an error where its minAllowed is above already). https://kubernetes.io/docs/concepts/scheduling-eviction/kube-scheduler/',
  fix: 'Ask for less, tolerate the taint or select another pool; or declare what the nodes really have.',
  example: "no pool of cluster 'prod' takes the pods of Deployment 'chat': general (memory 70Gi is more than the 32Gi of a node), l4 (taint nvidia.com/gpu:NoSchedule is not tolerated); ask for less, select or tolerate another pool, or declare what its nodes have",
  judges: PROVEN,
  check(set, report) {
    for (const proof of clusterProofs(set)) {
      for (const unfit of proof.unfit) {
        report(unfit.workload.subject, textOf(unfit, proof.classes.facts), unfit.certain ? Severity.ERROR : Severity.WARNING);
      }
      checkVerticalBounds(set, proof, report);
    }
  },
};

function textOf({ workload: { subject, groups, presence }, fits, certain }: Unfit, facts: ClusterFacts): string {
  const cluster = facts.called;
  const reasons = fits.slice(0, MOST_POOLS).map(({ pool, reason }) => `${pool.name} (${reason})`);
  const more = fits.length > MOST_POOLS ? `, and ${fits.length - MOST_POOLS} more` : '';
  if (presence === 'on nodes') {
    return `${subject.called} runs on every node of these pools of ${cluster} and does not fit: ${reasons.join(', ')}${more}; ask for less, or keep it off them`;
  }
  const hints = [
    ...hintsOf(fits.flatMap(({ unheard }) => unheard ?? []), knownLabels(facts.labelKeys)),
    ...hintsOf(fits.flatMap(({ unheardResource }) => unheardResource ?? []), facts.resources),
  ].join('');
  if (certain && fits.every(isKeptForAccelerators) && groups.every(({ template }) => acceleratorsOf(template).length === 0)) {
    return `no pool of ${cluster} takes the pods of ${subject.called}: ${reasons.join(', ')}${more}; all its nodes are kept for pods with accelerators, so declare a pool without (NodePool.cpu(…)), `
      + `or let these pods in by name (placement: Placement.of({ pools: [cluster.pool('${fits[0].pool.name}')], gpus: 1 }))`;
  }
  const open = fits.filter(({ truth }) => truth > Truth.NO);
  const missing = [...new Set(open.map(({ unheard, unheardResource }) => (unheard !== undefined ? `label ${unheard}` : unheardResource)))];
  if (missing.length === 1 && missing[0] !== undefined) {
    const how = open[0].unheard === undefined ? `declare it (resources: { '${open[0].unheardResource}': '${missing[0].startsWith('hugepages-') ? '1Gi' : '1'}' })` : 'declare it';
    return `no pool of ${cluster} declares ${missing[0]}, without which none is known to take the pods of ${subject.called}: ${reasons.join(', ')}${more}; ${hints}${how} on the pool that has it, or select another pool`;
  }
  return certain
    ? `no pool of ${cluster} takes the pods of ${subject.called}: ${reasons.join(', ')}${more}; ${hints}ask for less, select or tolerate another pool, or declare what its nodes have`
    : `no pool of ${cluster} is known to take the pods of ${subject.called}: ${reasons.join(', ')}${more}; ${hints}tolerate its taint, select another pool, or declare the label on the pool that has it`;
}

/** True for nodes with accelerators that let in only who tolerates their taint. */
function isKeptForAccelerators({ pool: { allocatable }, reason }: PoolFit): boolean {
  return reason?.startsWith('taint ') === true && [...allocatable.keys()].some(isAccelerator);
}

/** What may be meant by names that nobody knows. */
function hintsOf(names: readonly string[], known: Iterable<string>): string[] {
  return [...new Set(names)].flatMap((name) => nearest(name, known).slice(0, 1).map((meant) => `write ${meant} if that is meant, `));
}
