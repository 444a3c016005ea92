import { Severity } from '../../manifest/finding';
import { acceleratorsOf } from '../../reading/accelerators';
import { HPA, SCALED_OBJECT, ScalerIndex } from '../../reading/scalers';
import { Rule } from '../rule';

/** CPU as the measure of work that a GPU does. */
export const acceleratedCpu: Rule = {
  id: 'ML-SCALE-005',
  title: 'work on accelerators is not scaled by CPU',
  severity: Severity.WARNING,
  why: 'The processor of a pod that computes on an accelerator says little about its load: it idles while the GPU is full, or spins while it waits.',
  fix: "Scale on what the server queues or has in flight, or on the accelerator's own utilization.",
  example: "HorizontalPodAutoscaler 'chat' scales by cpu, and Deployment 'chat' computes on nvidia.com/gpu; scale on its queue or on requests in flight",
  judges: [HPA, SCALED_OBJECT],
  check(set, report) {
    for (const { subject, target, name, resources } of ScalerIndex.of(set).all) {
      if (!resources.some(({ resource }) => resource === 'cpu')) {
        continue;
      }
      const workload = set.find(target, subject.namespace, name);
      const template = workload && set.template(workload);
      const accelerators = template ? acceleratorsOf(template) : [];
      if (workload && accelerators.length > 0) {
        report(subject, `${subject.called} scales by cpu, and ${workload.called} computes on ${accelerators.join(', ')}; scale on its queue or on requests in flight`);
      }
    }
  },
};
