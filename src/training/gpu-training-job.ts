import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { GpuTrainingJobProps } from './gpu-training-job-props';
import { checkpointClaim } from './objects/checkpoint-claim';
import { rendezvousService } from './objects/rendezvous-service';
import { runManifest } from './objects/run-manifest';
import { planOfTraining } from './plan-of-training';
import { TrainingPlan } from './training-plan';
import { checkKinds } from '../border/check-kinds';
import { Problems } from '../border/problems';
import { External } from '../manifest/external';
import { present } from '../manifest/present';
import { egressToFolders } from '../pod/artifact/artifact-egress';
import { NetworkRules } from '../pod/network/network-rules';
import { Task } from '../task/task';

/**
 * A training on accelerators: a Job on one node, a JobSet (or an Indexed Job, or Kubeflow's TrainJob) on several, with the account, configuration and network policy that go
 * with it.
 *
 * **What follows from what.** Selector, tolerations and the accelerator's resource come from the pools. Processor and memory are the share of a node that goes with its
 * accelerators: what the node leaves to pods (less what its DaemonSets are declared to take, or a tenth), divided by its accelerators. Shared memory is half of the memory. The time
 * to end is that of a save, and 5 s. What happens to a run that is disrupted or fails follows from `disruption`, `retries` and `finalExitCodes`.
 *
 * **When it is stopped.** A pod that is put out gets SIGTERM and the time of one save. The program saves and ends with an exit code *other than 0*: Kubernetes takes a pod
 * that ended with 0 for one that has done its work, and the run would be complete. A node that is lost gives no notice at all; what was done since the last checkpoint is lost.
 *
 * **One run, one Job.** A Job's template cannot change, so `runId` is part of its name. The same program applied again finds the run as it is.
 * Another one is refused under the same id, and more than its props make it another: the namespace's owner, cost center and purpose are labels of its pods, pools give it room,
 * versions of this library their defaults (docs/what-rolls-pods.md). So take a run out of the manifests once it is done. With the next id the next Job is made, and the one
 * before it, running or not, is left alone (`Prune=false`); delete it once nobody looks at it any more. Two things start a run that has ended once more: `ttl`,
 * or a person, deletes the Job while a GitOps controller still has it among its manifests.
 *
 * **Whom it may call.** The nodes of its gang, its identity's endpoints, the names' server, and for checkpoints in object storage port 443 of any address outside, for such storage has
 * no addresses that could be named; its tracking server (one in the cluster at the port of its address: where its pods listen on another than its Service, `allowTo` names it). The
 * data, storage with an endpoint in the cluster, the store to which a tracking client uploads by itself: `allowTo`.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/job/
 * @see https://github.com/airbytehq/airbyte/issues/15202
 * @example
 * new GpuTrainingJob(team, 'embedding-trainer', {
 *   runId: '2026-11-21-a',
 *   image: 'registry.example.com/embedding-trainer:v1.8.0',
 *   launcher: Launcher.torchrun({ script: 'train.py' }),
 *   placement: Placement.of({ pools: [cluster.pool('a100')], gpus: 8 }),
 *   nodes: 4,
 *   checkpoint: Checkpoint.onObjectStorage('s3://checkpoints/embedding/', { every: Duration.minutes(20) }),
 *   queue: TrainingQueue.fromExisting(team, 'research'),
 *   identity: Identity.aws('arn:aws:iam::123456789012:role/embedding-trainer'),
 * });
 */
export class GpuTrainingJob extends Task {
  public readonly name: string;
  /** The name of the run's object; of the CronJob where it runs again and again. */
  public readonly runName: string;
  /** The Job, JobSet, TrainJob or CronJob. */
  public readonly run: ApiObject;
  /** The claim that it makes for its checkpoints; none where they are elsewhere. */
  public readonly checkpointClaim?: ApiObject;
  /** The headless Service by which the pods of an Indexed Job find each other; none where they need none. */
  public readonly rendezvousService?: ApiObject;

  /** @throws with every violation at once if a property is wrong */
  constructor(scope: Construct, id: string, props: GpuTrainingJobProps) {
    super(scope, id);
    checkKinds(this.node.path, 'GpuTrainingJobProps', props, new.target !== GpuTrainingJob);
    const problems = new Problems(this.node.path);
    const plan = planOfTraining(problems, this, props);
    problems.throw();
    this.name = plan.name;
    this.runName = plan.runName;
    const place = props.checkpoint?._place;
    const { ingress, egress = [] } = gangRules(plan);
    this._furnish(plan.task, { ingress, egress: [...egressToFolders(place?.kind === 'objects' ? place.uri : undefined, props.run?._tracking?._server), ...egress] });
    const service = rendezvousService(plan);
    this.rendezvousService = service && this._make('Service', service);
    const claim = checkpointClaim(plan);
    this.checkpointClaim = claim && this._make('CheckpointClaim', claim);
    if (place?.kind === 'claim') {
      External.declare(this, present({ kind: 'PersistentVolumeClaim', name: place.claimName, namespace: plan.task.namespace }));
    }
    this.run = this._make('Resource', runManifest(plan));
  }
}

/** The nodes of a run call each other on ports that nobody knows beforehand; two runs of one training may too. */
function gangRules({ nodes, task: { selector } }: TrainingPlan): Partial<NetworkRules> {
  const gang = [{ podSelector: { matchLabels: { ...selector } } }];
  return nodes > 1 ? { ingress: [{ from: gang }], egress: [{ to: gang }] } : {};
}
