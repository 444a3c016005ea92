import { counted } from './sum-text';
import { ClusterProof, clusterProofs } from '../../capacity/nodes/cluster-proof';
import { amountText } from '../../capacity/nodes/demand';
import { Fragment } from '../../capacity/nodes/pool-findings';
import { PROVEN } from '../../capacity/workloads';
import { Severity } from '../../manifest/finding';
import { Rule } from '../rule';

const STATES: { readonly [state in Fragment['state']]: string } = { floor: 'at the least', rollout: 'in a rollout', peak: 'at the peak' };

/** Pods that only fit if the scheduler happens to pack the others well. */
export const fragments: Rule = {
  id: 'ML-CAP-006',
  title: 'pods find a node wherever the scheduler puts the others',
  severity: Severity.WARNING,
  why: 'The scheduler spreads pods by default: 2 + 2 GPUs on two nodes of 4 leave none with 4 free, and a pod of 4 stays Pending although there is room in the sum. Nothing moves the small ones together again. What depends on more than room is not proven, and said to be so: required affinity to other pods, a label that the pools do not declare or that only some of their nodes have, a scheduler of its own.',
  fix: 'Give large pods a pool of their own (a label and a taint), raise maxNodes, or let pods be of one size.',
  example: "Deployment 'chat' may be left without a node of cluster 'prod' at the least: others can stand so that each of the 2 nodes that may take it lacks room for cpu 1, memory 1Gi, nvidia.com/gpu 4 (pools: a100); give it a pool of its own, or raise maxNodes",
  judges: PROVEN,
  check(set, report) {
    for (const proof of clusterProofs(set)) {
      for (const fragment of proof.fragments()) {
        report(fragment.workload.subject, textOf(fragment, proof), fragment.guaranteed ? Severity.ERROR : Severity.WARNING);
      }
      for (const { workload: { subject }, because, remedy } of proof.unjudged()) {
        report(subject, `nothing is proven of where the pods of ${subject.called} go on cluster '${proof.classes.facts.name}', because ${because}; ${remedy}`);
      }
    }
  },
};

function textOf({ workload, podClass, stranded, state }: Fragment, { classes }: ClusterProof): string {
  const pools = podClass.surely.map((pool) => classes.nodes[pool].name).join(', ');
  const asks = [...podClass.demand].filter(([resource]) => resource !== 'pods').map(([resource, amount]) => `${resource} ${amountText(resource, amount)}`).join(', ');
  return `${workload.subject.called} may be left without a node of cluster '${classes.facts.name}' ${STATES[state]}: others can stand so that each of the `
    + `${counted(stranded.nodes, 'node')} that may take it lacks room for ${asks || 'one more pod'} (pools: ${pools}); give it a pool of its own, or raise maxNodes`;
}
