import { MANY_SHARDS, mostOf } from './batch-plan';
import { BatchScoringJobProps } from './batch-scoring-job-props';
import { checkSeconds, checkWhole } from '../border/amounts';
import { isDnsLabel } from '../border/names';
import { Problems } from '../border/problems';
import { checkLocation } from '../border/uri';

/** What is wrong with the props of batch scoring, beside what can be wrong with every task. */
export function checkBatch(problems: Problems, props: BatchScoringJobProps): void {
  const { shards, runId } = props;
  checkWhole(problems, 'shards', shards, 1, undefined, 'cut the work into at least 1 part');
  checkLocation(problems, 'input', props.input, 's3://events/2026-11-21');
  checkLocation(problems, 'output', props.output, 's3://scores/churn');
  if (Number.isSafeInteger(shards) && shards >= 1) {
    checkNumbers(problems, props);
  }
  checkWhole(problems, 'retries', props.retries, 0);
  props.exitCodes?._check(problems, 'exitCodes');
  checkSeconds(problems, 'deadline', props.deadline, 1);
  checkSeconds(problems, 'ttl', props.ttl, 0);
  checkSeconds(problems, 'gracePeriod', props.gracePeriod, 1);
  props.schedule?._check(problems, 'schedule');
  if (runId !== undefined && !isDnsLabel(runId)) {
    problems.add('runId', "of a-z, 0-9 and '-', for it is part of a name", runId, 'use for example "2026-11-21-a"');
  }
  if (runId !== undefined && props.schedule) {
    problems.say("'runId' is given and 'schedule' makes runs that have their own ids; leave one of them out");
  }
}

function checkNumbers(problems: Problems, { shards, parallelism, maxFailedShards, enoughShards }: BatchScoringJobProps): void {
  const most = mostOf(shards);
  const limit: Limit = most < shards ? { most, rule: `${most}, what the API server takes of more than ${MANY_SHARDS} shards` } : { most: shards, rule: `the ${shards} shards` };
  checkPart(problems, 'parallelism', parallelism, 1, limit, 'work on at least 1 shard at once');
  checkPart(problems, 'maxFailedShards', maxFailedShards, 0, limit);
  checkPart(problems, 'enoughShards', enoughShards, 1, { most: shards, rule: `the ${shards} shards` }, 'at least 1 shard has to be enough');
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
