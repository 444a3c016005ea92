import { objectOf, synthExample } from '../../test/support/example';
import { expectedManifests } from '../../test/support/manifest-files';

describe('batch-scoring', () => {
  const files = synthExample('batch-scoring');
  const { spec } = objectOf(files, 'CronJob', 'churn-scores');
  const job = spec.jobTemplate.spec;
  const pod = job.template.spec;

  test('writes the checked-in manifests', () => {
    expect(files).toEqual(expectedManifests('batch-scoring'));
  });

  test('runs at 4:00 in Berlin, one run at a time', () => {
    expect(spec).toMatchObject({ concurrencyPolicy: 'Forbid', schedule: '0 4 * * *', startingDeadlineSeconds: 12 * 3600, suspend: false, timeZone: 'Europe/Berlin' });
    expect(job.activeDeadlineSeconds).toBe(3 * 3600);
  });

  test('has 64 shards, each retried for itself, and what the program says by its exit code decides', () => {
    expect(job).toMatchObject({ backoffLimitPerIndex: 6, completionMode: 'Indexed', completions: 64, maxFailedIndexes: 4, parallelism: 32 });
    expect(job.podFailurePolicy.rules.map(({ action, onExitCodes }: any) => [action, onExitCodes?.values])).toEqual([['Ignore', undefined], ['FailJob', [78]], ['FailIndex', [65]]]);
  });

  test('prefers spot nodes, and may go to others', () => {
    const { preferredDuringSchedulingIgnoredDuringExecution: [{ preference }], requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } } = pod.affinity.nodeAffinity;
    const poolsOf = ({ matchExpressions }: any) => matchExpressions.flatMap(({ values }: any) => values);
    expect(poolsOf(preference)).toContain('spot');
    expect(nodeSelectorTerms.flatMap(poolsOf)).toEqual(expect.arrayContaining(['spot', 'general']));
  });

  test('each night writes to a folder of its own', () => {
    const env = Object.fromEntries(pod.containers[0].env.map(({ name, value, valueFrom }: any) => [name, value ?? valueFrom.fieldRef.fieldPath]));
    expect(env).toMatchObject({ RUN_ID: "metadata.labels['batch.kubernetes.io/job-name']", SHARD_COUNT: '64', SHARD_OUTPUT_URI: 's3://scores/churn/run=$(RUN_ID)/shard=$(SHARD_INDEX)' });
  });
});
