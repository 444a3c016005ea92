import { Duration } from 'cdk8s';
import { ExitCodes } from './exit-codes';
import { ITrainingQueue } from '../platform/queue/training-queue-labels';
import { Schedule } from '../task/schedule';
import { TaskProps } from '../task/task-props';

/** Props of a `BatchScoringJob`. */
export interface BatchScoringJobProps extends TaskProps {
  /** Into how many parts the work is cut, each done by a pod of its own (`completions`). */
  readonly shards: number;
  /**
   * Where the results go, a URI without credentials; a path of the pod would not outlive it. Each shard of each run has a folder of its own in it: `<output>/run=<name of the
   * Job>/shard=<index>`. Two jobs of one name in two namespaces need two outputs (ML-JOB-003). The network policy lets the job call object storage (`s3://`, `gs://`, `az://`, `abfss://`, `https://`) by itself.
   */
  readonly output: string;
  /**
   * Where the work is, a URI without credentials, or a path below something that is mounted (`configs`, `secrets`, `artifact`): `INPUT_URI` of the program. It may be called as `output` may.
   * @default - the program knows
   */
  readonly input?: string;
  /**
   * How many shards are worked on at once.
   * @default - as many as the pools hold when nothing else runs there; all where no pools are named. In a queue it has to be given: a job that wants more at once
   * than the queue has a quota for never starts
   */
  readonly parallelism?: number;
  /**
   * How often a shard that fails is tried again, for each shard (`backoffLimitPerIndex`). Disruptions do not count.
   * @default - 6, as often as Kubernetes does: the waits between, from 10 s on and doubled each time, outlast ten minutes of somebody else's outage
   */
  readonly retries?: number;
  /**
   * How many shards may fail, with all their retries, before the others are stopped and the run has failed (`maxFailedIndexes`); no more than leave `enoughShards`.
   * @default - all the others are done, and the run has failed if one of them has; as many as leave `enoughShards` where they are given; 10,000 of more than
   * 100,000 shards
   */
  readonly maxFailedShards?: number;
  /**
   * What the program's exit codes mean.
   * @default - any but 0 is worth another try
   */
  readonly exitCodes?: ExitCodes;
  /**
   * How many shards are enough: once they are done the run has succeeded, and what goes on is stopped (`successPolicy`).
   * @default - all
   */
  readonly enoughShards?: number;
  /**
   * How long a run may take in all (`activeDeadlineSeconds`), from when its first pods are made: with their wait for nodes, the time to pull images, that in which each
   * pod fetches the `artifact`, and its retries; then it is stopped and has failed. It is above the time of the fetches alone, as many one after the other as there
   * are. While a queue or somebody suspends it, no time passes, and it begins anew.
   * @default - as long as it takes
   */
  readonly deadline?: Duration;
  /**
   * How long a run stays to be looked at once it is over (`ttlSecondsAfterFinished`). Whoever applies the manifests again after that, as GitOps tools do by
   * themselves, makes the same run again; a run that finds its markers has nothing to do then, but its pods start.
   * @default - until it is deleted; the last runs of a schedule, as it says
   */
  readonly ttl?: Duration;
  /**
   * How long the program has to stop when it is told to (SIGTERM): by a spot node that is taken back, a deadline, shards enough. What it has not committed by then
   * is done again, so there is nothing to save and no need for long.
   * @default - 30 seconds, as Kubernetes gives, and Google Cloud and Azure before they take back a spot node
   */
  readonly gracePeriod?: Duration;
  /**
   * When it runs, again and again.
   * @default - once, when it is applied
   */
  readonly schedule?: Schedule;
  /**
   * Which run it is, for one without a schedule: part of the Job's name, so that the next one is another Job. Of a Job that exists hardly anything can be changed.
   * @default - the name alone, and a warning (ML-JOB-001)
   */
  readonly runId?: string;
  /**
   * The queue in which it stands: all its pods have their quota when it begins.
   * @default - none
   */
  readonly queue?: ITrainingQueue;
}
