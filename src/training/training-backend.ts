import { checkCall } from '../border/check-kinds';
import { isDnsSubdomain } from '../border/names';
import { Problems } from '../border/problems';

/**
 * By what a training is run.
 *
 * @example TrainingBackend.JOB_SET
 */
export class TrainingBackend {
  /** A Job of Kubernetes; of several nodes an Indexed Job with a headless Service. Its pods start again one by one, so a gang is not started again by it. */
  public static readonly JOB = new TrainingBackend('JOB');
  /**
   * A JobSet (0.12 or newer), whose pods start again together.
   * @see https://jobset.sigs.k8s.io
   */
  public static readonly JOB_SET = new TrainingBackend('JOB_SET');

  /**
   * A TrainJob of Kubeflow Trainer (2.3 or newer). Retries, time to live and names of hosts are the runtime's, and so are the rendezvous and what a disruption means: Kubeflow's
   * own runtimes count it as a failure of the Job, of which they have six, and no node autoscaler is asked to move such a pod.
   *
   * In a queue its pods have the runtime's time to end, for Kueue (0.19) does not know the field and takes it away when it admits the run.
   *
   * @param runtime the ClusterTrainingRuntime: `torch-distributed`, `jax-distributed`
   * @see https://www.kubeflow.org/docs/components/trainer/
   * @see https://github.com/kubernetes-sigs/kueue/blob/v0.19.2/go.mod (Trainer 2.2, whose PodSpecPatch has no terminationGracePeriodSeconds)
   */
  public static trainJob(runtime: string): TrainingBackend {
    checkCall('TrainingBackend.trainJob', [runtime]);
    return new TrainingBackend('TRAIN_JOB', runtime);
  }

  private constructor(/** @internal */ public readonly _kind: 'JOB' | 'JOB_SET' | 'TRAIN_JOB', /** The runtime of a TrainJob. @internal */ public readonly _runtime?: string) {}

  /** As it is written in a program. */
  public toString(): string {
    return this._runtime === undefined ? `TrainingBackend.${this._kind}` : `TrainingBackend.trainJob('${this._runtime}')`;
  }

  /** Records what is wrong with it. @internal */
  public _check(problems: Problems, property: string): void {
    if (this._runtime !== undefined && !isDnsSubdomain(this._runtime)) {
      problems.add(`${property}.runtime`, 'the name of a ClusterTrainingRuntime', this._runtime, 'copy it from \'kubectl get clustertrainingruntimes\'');
    }
  }
}
