import { PROVEN } from '../../capacity/workloads';
import { Severity } from '../../manifest/finding';
import { Rule } from '../rule';

/** What is placed on the pools of a cluster that nothing around it has. */
export const placedOn: Rule = {
  id: 'ML-CAP-010',
  title: 'what is placed on the pools of a cluster is meant for that cluster',
  severity: Severity.WARNING,
  why: 'A placement gives selector and tolerations. Whether the pods have room there, what their API server knows and which of its facts manifests need is judged of what stands under a cluster only, so that a chart without one passes whatever it asks for.',
  fix: 'Give the cluster to the MlChart that it stands in, or to the MlApp.',
  example: "Deployment 'chat' is placed on pools of cluster 'prod', and neither its chart nor its app has a cluster, so that nothing is judged against one; give cluster to its MlChart or to the MlApp",
  judges: PROVEN,
  check(set, report) {
    for (const { owner } of set.templates) {
      if (owner.placedOn && !owner.cluster) {
        report(owner, `${owner.called} is placed on pools of cluster '${owner.placedOn.name}', and neither its chart nor its app has a cluster, so that nothing is judged against one; give cluster to its MlChart or to the MlApp`);
      }
    }
  },
};
