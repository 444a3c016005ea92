import type { EnvVar } from 'kubernetes-types/core/v1';
import { BatchScoringJobProps } from './batch-scoring-job-props';
import { secondsOf } from '../border/amounts';
import { RUN_ID } from '../manifest/annotations';
import { roomWith } from '../pod/artifact/artifact-room';
import { fromField, INDEX_FIELD, RUN_ID_VARIABLE, runIdVariable } from '../task/job-fields';
import { podsOnPools } from '../task/pods-on-pools';
import { runNameOf } from '../task/run-id';
import { CRON_JOB_SUFFIX, LONGEST_CRON_JOB } from '../task/schedule';
import { TaskPlan, TaskTerms } from '../task/task-plan';

/**
 * Beyond so many shards the API server wants a bound on those that fail, and lower ones.
 * @see https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/apis/batch/validation/validation.go (`completionsSoftLimit`)
 */
export const MANY_SHARDS = 100_000;

/** The most shards that are worked on at once, and the most that may fail, of so many. */
export function mostOf(shards: number): number {
  return shards > MANY_SHARDS ? 10_000 : MANY_SHARDS;
}

/** How many shards are worked on at once: as said, or as many as the pools hold. */
export function parallelismOf({ artifact, placement, resources, files }: TaskPlan, { parallelism, shards }: BatchScoringJobProps): number {
  // a pod that no node holds is the business of the capacity proof
  return parallelism ?? Math.max(1, Math.min(shards, mostOf(shards), podsOnPools(placement, roomWith(resources!, artifact), files.writableBytes)));
}

/** What every pod of batch scoring has to be told, beside what each task is told. */
export function batchTerms(name: string, props: BatchScoringJobProps): TaskTerms {
  const { gracePeriod, runId, schedule, shards } = props;
  return {
    component: 'batch-scoring',
    container: 'scoring',
    gracePeriod: gracePeriod ? secondsOf(gracePeriod) : 30,
    // a shard begins anew wherever its pod goes: it soon ends where it is, and a node autoscaler that tidies up can wait for that
    mayBeMoved: false,
    longestName: schedule ? Math.min(LONGEST_CRON_JOB, longestJob(shards) - CRON_JOB_SUFFIX) : longestJob(shards) - (runId === undefined ? 0 : runId.length + 1),
    env: environment(name, props).map(([variable, origin]) => ({ variable, origin })),
    annotations: runId === undefined ? {} : { [RUN_ID]: runId },
  };
}

/** The name of a pod of an Indexed Job is its host name too: the Job's name, a dash and the index. */
function longestJob(shards: number): number {
  return 63 - 1 - `${Math.max(0, shards - 1)}`.length;
}

/** What a shard is told, and the property that it follows from. */
function environment(name: string, { input, output, runId, schedule, shards }: BatchScoringJobProps): [EnvVar, string][] {
  const folder = output.replace(/(?<=[^:/])\/+$/, '');
  // named after the Job, as a training's checkpoints are: two jobs may have one output and one day's id
  const run = schedule ? `$(${RUN_ID_VARIABLE})` : runNameOf(name, runId);
  return [
    [fromField('SHARD_INDEX', INDEX_FIELD), 'shards'],
    [{ name: 'SHARD_COUNT', value: `${shards}` }, 'shards'],
    [runIdVariable(schedule !== undefined, runId ?? name), schedule ? 'schedule' : 'runId'],
    ...input === undefined ? [] : [[{ name: 'INPUT_URI', value: input }, 'input'] satisfies [EnvVar, string]],
    [{ name: 'OUTPUT_URI', value: output }, 'output'],
    [{ name: 'SHARD_OUTPUT_URI', value: `${folder}/run=${run}/shard=$(SHARD_INDEX)` }, 'output'],
    [{ name: 'COMMIT_MARKER_URI', value: '$(SHARD_OUTPUT_URI)/_SUCCESS' }, 'output'],
  ];
}
