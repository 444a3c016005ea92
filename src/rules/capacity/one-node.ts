import { counted } from './sum-text';
import { clusterProofs } from '../../capacity/nodes/cluster-proof';
import { Presence, Workload } from '../../capacity/workload';
import { PROVEN } from '../../capacity/workloads';
import { Severity } from '../../manifest/finding';
import { ManifestSet } from '../../reading/manifest-set';
import { selectorOf, selects } from '../../reading/selector';
import { Rule } from '../rule';

/** Replicas that stand or fall with one node. */
export const oneNode: Rule = {
  id: 'ML-CAP-008',
  title: 'what asks for availability has more than one node to run on',
  severity: Severity.WARNING,
  why: 'Two replicas or a disruption budget say that one pod less must not be an outage; if all of them can only stand on one node, its failure or its upgrade takes them all, and the drain of that node waits for pods that have nowhere else to go.',
  fix: 'Raise maxNodes of the pool, or let the pods run on another pool too.',
  example: "Deployment 'chat' has 3 replicas, and all of them can only run on the one node that cluster 'prod' has for them (pool l4); raise maxNodes or let them run on another pool too",
  judges: PROVEN,
  check(set, report) {
    for (const proof of clusterProofs(set)) {
      const { name } = proof.classes.facts;
      for (const workload of proof.workloads) {
        const { subject, min, presence } = workload;
        if (presence !== Presence.ALWAYS || proof.nodesOf(workload) !== 1 || (min < 2 && !hasBudget(set, workload))) {
          continue;
        }
        const pools = workload.groups.flatMap((group) => proof.classes.of(group)?.may ?? []).map((pool) => proof.classes.nodes[pool].name);
        report(subject, `${subject.called} has ${min < 2 ? 'a PodDisruptionBudget' : counted(min, workload.unit)}, and all of them can only run on the one node that cluster '${name}' has for them (pool ${[...new Set(pools)].join(', ')}); raise maxNodes or let them run on another pool too`);
      }
    }
  },
};

function hasBudget(set: ManifestSet, { subject, groups }: Workload): boolean {
  return subject.kind !== 'Pod' && set.ofKind('policy/PodDisruptionBudget').some(({ namespace, spec }) => {
    const selector = namespace === subject.namespace ? selectorOf(spec.selector) : undefined;
    return selector !== undefined && groups.some(({ template }) => selects(selector, template.labels));
  });
}
