import type { PodSpec } from 'kubernetes-types/core/v1';
import { jobSpec } from './job-spec';
import { secondsOf } from '../../border/amounts';
import { PREFIX } from '../../manifest/manifest';
import { present } from '../../manifest/present';
import { REPLICATED_JOB } from '../rendezvous';
import { TrainingPlan } from '../training-plan';

/** The fields of a pod that a TrainJob may say of its runtime's; the API server of the others has none. */
const PATCHED = ['affinity', 'imagePullSecrets', 'nodeSelector', 'securityContext', 'serviceAccountName', 'terminationGracePeriodSeconds', 'tolerations', 'volumes'] as const;

/**
 * The spec of a run's TrainJob: the program in `trainer`, everything else of its pods as a patch of the runtime. Both its replicated job and its container are called `node`
 * in Kubeflow's runtimes.
 * @see https://github.com/kubeflow/trainer/blob/v2.3.0/pkg/apis/trainer/v1alpha1/trainjob_types.go
 */
export function trainJobSpec(plan: TrainingPlan): object {
  const { props: { deadline, launcher, queue }, backend, nodes, task: { placement } } = plan;
  const { metadata, spec } = jobSpec(plan).template;
  const [container] = spec!.containers;
  // Kueue would drop the time to end when it admits the run, and the TrainJob would no longer be what was applied
  const said = queue ? PATCHED.filter((field) => field !== 'terminationGracePeriodSeconds') : PATCHED;
  const pod: Partial<PodSpec> = present(Object.fromEntries(said.map((field) => [field, spec![field]])));
  return present({
    activeDeadlineSeconds: deadline && secondsOf(deadline),
    runtimePatches: [{
      manager: `${PREFIX}/training`,
      trainingRuntimeSpec: {
        template: {
          spec: {
            replicatedJobs: [{
              name: REPLICATED_JOB,
              template: {
                spec: {
                  template: {
                    metadata,
                    spec: { ...pod, containers: [present({ name: 'node', securityContext: container.securityContext, volumeMounts: container.volumeMounts })] },
                  },
                },
              },
            }],
          },
        },
      },
    }],
    runtimeRef: { name: backend._runtime },
    trainer: present({
      args: container.args,
      command: container.command,
      env: container.env,
      image: container.image,
      numNodes: nodes,
      numProcPerNode: launcher?._processes ?? placement.gpus,
      resourcesPerNode: container.resources,
    }),
  });
}
