import { Duration } from 'cdk8s';
import { AccessMode } from '../cluster/storage-class';

/** When a training saves its state. */
export interface CheckpointOptions {
  /** Time from one save to the next: what an interruption costs at most, and half of it on average. */
  readonly every: Duration;
  /**
   * How long one save takes. A pod that is stopped is given this long, and 5 s, before it is killed.
   * @default Duration.seconds(25) - so that a pod is killed after 30 s, as Kubernetes does where nobody says
   */
  readonly saveTime?: Duration;
}

/** When a training saves its state on a claim that exists, and where it finds it. */
export interface ClaimCheckpointOptions extends CheckpointOptions {
  /**
   * Where the volume is seen in the pod.
   * @default /checkpoints
   */
  readonly mountPath?: string;
  /**
   * How nodes may mount it. Several nodes that save need `AccessMode.READ_WRITE_MANY`.
   * @default AccessMode.READ_WRITE_ONCE
   */
  readonly accessMode?: AccessMode;
}

/** When a training saves its state on a volume of its own, and what that is like. */
export interface VolumeCheckpointOptions extends ClaimCheckpointOptions {
  /**
   * The StorageClass of the claim.
   * @default - the cluster's default
   */
  readonly storageClassName?: string;
}
