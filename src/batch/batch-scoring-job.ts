import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { batchTerms } from './batch-plan';
import { BatchScoringJobProps } from './batch-scoring-job-props';
import { checkBatch } from './check-batch';
import { jobManifest } from './job-manifest';
import { checkKinds } from '../border/check-kinds';
import { Problems } from '../border/problems';
import { egressToFolders } from '../pod/artifact/artifact-egress';
import { planOfTask } from '../task/plan-of-task';
import { Task } from '../task/task';

/**
 * Scores a lot at once: work that is cut into shards, each done by a pod of its own and tried again for itself, once or on a schedule.
 *
 * The program is told `SHARD_INDEX` (from 0), `SHARD_COUNT`, `RUN_ID`, `INPUT_URI`, `OUTPUT_URI`, and of its own shard `SHARD_OUTPUT_URI`, where it may write, and
 * `COMMIT_MARKER_URI`, which it writes last. A shard can be started more than once: after a failure, a disruption, on rare occasions twice at a time. So the
 * program keeps to this contract: it looks for its marker first and ends if it is there; it writes its results under a name that only this attempt has; and it
 * creates the marker with that name in it, in one step and only if there is none yet. A reader takes what markers name, and nothing else. `examples/batch-scoring`
 * has such a program. It ends with another code than 0 when it is told to stop, for 0 says that its shard is done.
 *
 * Its network policy lets it call the object storage of `input` and `output` (`s3://`, `gs://`, `az://`, `abfss://`, `https://`: port 443 of any address outside, for
 * such storage has no addresses that could be named), its identity's endpoints and the names' server. All others, storage of another scheme or with an endpoint in the
 * cluster among them, it may call when `allowTo` says so.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/job/#handling-pod-and-container-failures ("the same program may sometimes be started twice")
 * @example
 * new BatchScoringJob(team, 'churn', {
 *   image: 'registry.example.com/churn-batch:v2.0.0',
 *   resources: Resources.guaranteed({ cpu: Cpu.units(2), memory: Size.gibibytes(4) }),
 *   shards: 64, input: 's3://events/daily', output: 's3://scores/churn',
 *   exitCodes: ExitCodes.of({ badInput: [65], fatal: [78] }),
 *   schedule: Schedule.cron('0 4 * * *', { timeZone: 'Europe/Berlin' }),
 *   identity: Identity.aws('arn:aws:iam::123456789012:role/churn'),
 * });
 */
export class BatchScoringJob extends Task {
  /** Its name. */
  public readonly name: string;
  /** The Job, or the CronJob that makes one for each run. */
  public readonly job: ApiObject;

  /** @throws with every violation at once if a property is wrong */
  constructor(scope: Construct, id: string, props: BatchScoringJobProps) {
    super(scope, id);
    checkKinds(this.node.path, 'BatchScoringJobProps', props, new.target !== BatchScoringJob);
    const problems = new Problems(this.node.path);
    const plan = planOfTask(problems, this, props, batchTerms(props.name ?? this.node.id, props));
    checkBatch(problems, props, plan);
    problems.throw();
    this.name = plan.name;
    this._furnish(plan, { egress: egressToFolders(props.input, props.output) });
    this.job = this._make('Resource', jobManifest(plan, props));
  }
}
