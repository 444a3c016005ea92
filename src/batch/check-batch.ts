import { posix } from 'node:path';
import { MANY_SHARDS, mostOf, parallelismOf } from './batch-plan';
import { BatchScoringJobProps } from './batch-scoring-job-props';
import { checkSeconds, checkWhole } from '../border/amounts';
import { Problems } from '../border/problems';
import { checkLocation } from '../border/uri';
import { checkDeadline, fetchPart } from '../task/deadline';
import { checkRoomForName, isRunId } from '../task/run-id';
import { TaskPlan } from '../task/task-plan';

/** What is wrong with the props of batch scoring, beside what can be wrong with every task. */
export function checkBatch(problems: Problems, props: BatchScoringJobProps, plan: TaskPlan): void {
  const { shards, runId } = props;
  checkWhole(problems, 'shards', shards, 1, undefined, 'cut the work into at least 1 part');
  checkLocation(problems, 'input', props.input, 's3://events/2026-11-21');
  checkLocation(problems, 'output', props.output, 's3://scores/churn');
  checkPaths(problems, props, plan.files.mounts.map(({ mountPath }) => mountPath));
  if (Number.isSafeInteger(shards) && shards >= 1) {
    checkNumbers(problems, props);
    checkLife(problems, props, plan);
  }
  checkWhole(problems, 'retries', props.retries, 0);
  props.exitCodes?._check(problems, 'exitCodes');
  checkSeconds(problems, 'deadline', props.deadline, 1);
  checkSeconds(problems, 'ttl', props.ttl, 0);
  checkSeconds(problems, 'gracePeriod', props.gracePeriod, 1);
  props.schedule?._check(problems, 'schedule');
  if (runId !== undefined && !isRunId(runId)) {
    problems.add('runId', "of a-z, 0-9 and '-', for it is part of a name", runId, 'use for example "2026-11-21-a"');
  } else if (runId !== undefined && !props.schedule && plan.terms.longestName !== undefined) {
    checkRoomForName(problems, runId, plan.terms.longestName);
  }
  if (runId !== undefined && props.schedule) {
    problems.say("'runId' is given and 'schedule' makes runs that have their own ids; leave one of them out");
  }
}

/** A path of the pod leads to what is mounted there: nothing outside of the mounts, and none that outlives the pod and may be written to. */
function checkPaths(problems: Problems, { input, output }: BatchScoringJobProps, mounts: readonly string[]): void {
  if (isPath(output)) {
    problems.add('output', 'a URI, for what is at a path is read-only or ends with the pod', output,
      "write for example \"s3://scores/churn\"; tell the program of a volume that a JSON patch mounts by an 'env' of your own");
  }
  if (isPath(input) && !mounts.some((mount) => isBelow(input, mount))) {
    problems.add('input', `a URI, or a path below something that is mounted (${mounts.join(', ')})`, input,
      "write for example \"s3://events/2026-11-21\"; tell the program of a volume that a JSON patch mounts, or of what is in the image, by an 'env' of your own");
  }
}

/** False of what is no location at all, of which has been told. */
function isPath(location: string | undefined): location is string {
  return location !== undefined && /^\/[^\s?#]*$/.test(location);
}

function isBelow(path: string, mount: string): boolean {
  return `${posix.normalize(path)}/`.startsWith(`${posix.normalize(mount).replace(/\/$/, '')}/`);
}

/** A Job's deadline is its whole life, in which each shard fetches the artifact for itself, the program comes after that, and nobody has said for how long. */
function checkLife(problems: Problems, props: BatchScoringJobProps, plan: TaskPlan): void {
  const { artifact, deadline, enoughShards, shards } = props;
  const needed = enoughShards !== undefined && enoughShards >= 1 ? Math.min(enoughShards, shards) : shards;
  // what pods nobody can make are not counted on pools
  const atOnce = Math.min(needed, props.parallelism ?? (problems.any ? needed : parallelismOf(plan, props)));
  const times = atOnce >= 1 ? Math.ceil(needed / atOnce) : 1;
  const what = times > 1 ? `the time in which ${needed} shards, ${atOnce} at once, fetch the artifact` : undefined;
  checkDeadline(problems, 'deadline', deadline, 'above', fetchPart(artifact, what, times), times > 1
    ? 'lengthen it, raise parallelism, have a ModelCache fetch it once, or say how fast it is fetched (bytesPerSecond)'
    : 'lengthen it, or say how fast the artifact is fetched (bytesPerSecond)');
}

function checkNumbers(problems: Problems, { shards, parallelism, maxFailedShards, enoughShards, queue }: BatchScoringJobProps): void {
  const most = mostOf(shards);
  const limit: Limit = most < shards ? { most, rule: `${most}, what the API server takes of more than ${MANY_SHARDS} shards` } : { most: shards, rule: `the ${shards} shards` };
  checkPart(problems, 'parallelism', parallelism, 1, limit, 'work on at least 1 shard at once');
  if (queue && parallelism === undefined && shards > 1) {
    problems.say("'parallelism' is missing and the job stands in a 'queue', which starts it when all pods that work at once have their quota, and never if it has less; "
      + 'give as many as the quota of the queue holds');
  }
  checkPart(problems, 'maxFailedShards', maxFailedShards, 0, mayFail(shards, limit, enoughShards));
  checkPart(problems, 'enoughShards', enoughShards, 1, { most: shards, rule: `the ${shards} shards` }, 'at least 1 shard has to be enough');
}

/** With more failures than that too few shards are left to be enough, and the run would go on to no end that it can reach. */
function mayFail(shards: number, limit: Limit, enoughShards: number | undefined): Limit {
  const left = enoughShards === undefined || !(enoughShards >= 1 && enoughShards <= shards) ? limit.most : shards - enoughShards;
  return left < limit.most ? { most: left, rule: `${left}, which leaves the ${enoughShards} of ${shards} shards that are enough` } : limit;
}

/** How many of the shards there may be, and how that is said. */
interface Limit {
  readonly most: number;
  readonly rule: string;
}

function checkPart(problems: Problems, property: string, value: number | undefined, min: number, { most, rule }: Limit, remedy?: string): void {
  if (value !== undefined && value > most) {
    problems.add(property, `at most ${rule}`, value, 'lower it, or leave it out');
  } else {
    checkWhole(problems, property, value, min, undefined, remedy);
  }
}
