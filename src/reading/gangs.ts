import { mapOf, mapsOf, Shape, textOf } from './shape';

export const JOB_SET = 'jobset.x-k8s.io/JobSet';
export const TRAIN_JOB = 'trainer.kubeflow.org/TrainJob';
/** The kinds of objects by which runs are made that come to an end. */
export const RUN_BY: readonly string[] = ['batch/Job', 'batch/CronJob', JOB_SET, TRAIN_JOB];

/** The replicated job and the container that train, in every runtime of Kubeflow's. */
const NODE = 'node';

/** The templates of a JobSet's pods, one for each replicated job. */
export function jobSetTemplates({ spec }: Shape): Shape[] {
  return mapsOf(mapOf(spec).replicatedJobs).map(({ template }) => mapOf(mapOf(mapOf(template).spec).template));
}

/**
 * What a TrainJob says of its nodes' pods, as a template. It is not all of them: the rest is in the runtime, so what is missing here is not missing there.
 *
 * @see https://github.com/kubeflow/trainer/blob/v2.3.0/pkg/apis/trainer/v1alpha1/trainjob_types.go
 */
export function trainJobTemplate({ spec }: Shape): Shape {
  const { trainer, runtimePatches } = mapOf(spec);
  const { image, command, args, env, resourcesPerNode } = mapOf(trainer);
  const patches = mapsOf(runtimePatches)
    .flatMap(({ trainingRuntimeSpec }) => mapsOf(mapOf(mapOf(mapOf(trainingRuntimeSpec).template).spec).replicatedJobs))
    .filter(({ name }) => name === NODE)
    .map(({ template }) => mapOf(mapOf(mapOf(template).spec).template));
  const pod: Shape = Object.assign({}, ...patches.map((patch) => mapOf(patch.spec)));
  const container: Shape = Object.assign({}, ...mapsOf(pod.containers).filter(({ name }) => textOf(name) === NODE));
  return {
    metadata: {
      annotations: Object.assign({}, ...patches.map((patch) => mapOf(mapOf(patch.metadata).annotations))),
      labels: Object.assign({}, ...patches.map((patch) => mapOf(mapOf(patch.metadata).labels))),
    },
    spec: { ...pod, containers: [{ ...container, name: NODE, image, command, args, env, resources: resourcesPerNode }] },
  };
}
