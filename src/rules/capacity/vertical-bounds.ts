import { ClusterProof } from '../../capacity/nodes/cluster-proof';
import { demandOf } from '../../capacity/nodes/demand';
import { PoolFit } from '../../capacity/nodes/node-rooms';
import { Truth } from '../../capacity/nodes/truth';
import { Places } from '../../capacity/places';
import { PodFootprint } from '../../capacity/pod-footprint';
import { leastFootprint, verticalScalersOf } from '../../capacity/vertical-scaling';
import { PodGroup, Workload } from '../../capacity/workload';
import { Severity } from '../../manifest/finding';
import { ManifestSet } from '../../reading/manifest-set';
import { VPA } from '../../reading/scalers';
import { Report } from '../rule';

/** What a group's pods take then. */
type FootprintOf = (group: PodGroup, i: number) => PodFootprint | undefined;

/**
 * Pods that some node takes as they are written, and none takes as a VerticalPodAutoscaler has to make them, or may.
 *
 * @see https://github.com/kubernetes/autoscaler/blob/master/vertical-pod-autoscaler/docs/known-limitations.md ("recommendation might exceed available resources")
 */
export function checkVerticalBounds(set: ManifestSet, proof: ClusterProof, report: Report): void {
  if (set.ofKind(VPA).length === 0) {
    return;
  }
  const unfit = new Set(proof.unfit.map(({ workload }) => workload));
  for (const workload of proof.workloads) {
    const [vpa] = unfit.has(workload) || workload.max === 0 ? [] : verticalScalersOf(set, workload.subject);
    if (vpa) {
      const least = unfitAt(set, proof, workload, ({ template }) => leastFootprint(template, vpa));
      const most = least ?? unfitAt(set, proof, workload, (_, i) => workload.raised[i]);
      if (most) {
        const bound = least ? 'minAllowed' : 'maxAllowed';
        const reasons = most.map(({ pool, reason }) => `${pool.name} (${reason})`).join(', ');
        // a LimitRange caps what it recommends
        const capped = Places.of(set).limitRanges(workload.subject.cluster, workload.subject.namespace).items.some(({ max }) => max.size > 0);
        report(workload.subject, `no pool of ${proof.classes.facts.called} takes the pods of ${workload.subject.called} at the ${bound} of ${vpa.called}: ${reasons}; lower its ${bound}`,
          least && !capped ? Severity.ERROR : Severity.WARNING);
      }
    }
  }
}

/** Why no pool takes the pods of some group with that footprint; nothing where one may. */
function unfitAt(set: ManifestSet, { classes }: ClusterProof, { groups }: Workload, footprintOf: FootprintOf): readonly PoolFit[] | undefined {
  for (const [i, group] of groups.entries()) {
    const footprint = footprintOf(group, i);
    const podClass = classes.of(group);
    if (footprint && podClass) {
      const demand = demandOf(set, { ...group, footprint });
      const fits = podClass.fits.map((fit, pool) => ({ ...classes.rooms.fit(demand, pool, fit), pool: fit.pool }));
      if (fits.every(({ truth }) => truth === Truth.NO)) {
        return fits;
      }
    }
  }
  return undefined;
}
