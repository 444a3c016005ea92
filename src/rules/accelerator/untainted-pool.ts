import { acceleratorPools, enteredPools, usedPools } from './entered-pools';
import { Truth } from '../../capacity/nodes/truth';
import { NodePool } from '../../cluster/node-pool';
import { TaintEffect } from '../../cluster/taint';
import { Severity } from '../../manifest/finding';
import { acceleratorsOf } from '../../reading/accelerators';
import { PodTemplate, WORKLOADS } from '../../reading/pod-template';
import { Rule } from '../rule';

/** Nodes with accelerators that any pod may fill. */
export const untaintedPool: Rule = {
  id: 'ML-GPU-001',
  title: 'nodes with accelerators are tainted',
  severity: Severity.WARNING,
  why: 'Any pod may be placed on a node without a taint. Pods that need no accelerator take its processor and memory, keep it from being removed, and the pods '
    + 'that need one wait. Said once for each pool, of the first workload that may stand in the way, or else of the first that uses the pool.',
  fix: 'Taint the nodes and declare the taint, or leave `taints` of the pool out: then it is the usual one, which workloads placed there tolerate.',
  example: "pool 'l4' of cluster 'prod' has nvidia-l4 and no taint, so that Deployment 'chat', which needs none of them, may be placed there; taint its nodes, for example nvidia.com/gpu:NoSchedule",
  judges: WORKLOADS,
  check(set, report) {
    const clusters = new Set(set.templates.flatMap(({ owner }) => owner.cluster ?? []));
    for (const cluster of clusters) {
      const untainted = acceleratorPools(cluster).filter(isUntainted);
      const templates = untainted.length > 0 ? set.templates.filter(({ owner }) => owner.cluster === cluster) : [];
      for (const pool of untainted) {
        const inTheWay = templates.find((template) => isInTheWay(template, pool));
        const subject = inTheWay ?? templates.find((template) => usedPools(set, template).some((used) => used.pool === pool));
        const harm = inTheWay ? `, so that ${inTheWay.owner.called}, which needs none of them, may be placed there` : ', so that any pod may be placed there';
        if (subject) {
          report(subject.owner, `pool '${pool.name}' of cluster '${cluster.name}' has ${pool.accelerator} and no taint${harm}; taint its nodes, for example ${pool.accelerator!._taintKey}:NoSchedule`);
        }
      }
    }
  },
};

const isUntainted = (pool: NodePool): boolean => pool.taints.every(({ effect }) => effect === TaintEffect.PREFER_NO_SCHEDULE);

/** DaemonSets are on every node anyway. */
function isInTheWay(template: PodTemplate, pool: NodePool): boolean {
  const { owner, spec } = template;
  return owner.kind !== 'apps/DaemonSet' && acceleratorsOf(template).length === 0
    && enteredPools(owner.cluster, spec).some((entered) => entered.pool === pool && entered.truth >= Truth.LIKELY);
}
