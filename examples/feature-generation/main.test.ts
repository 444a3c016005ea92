import { objectOf, synthExample } from '../../test/support/example';
import { expectedManifests } from '../../test/support/manifest-files';

describe('feature-generation', () => {
  const files = synthExample('feature-generation');
  const { spec } = objectOf(files, 'CronJob', 'customer-features');
  const job = spec.jobTemplate.spec;

  test('writes the checked-in manifests', () => {
    expect(files).toEqual(expectedManifests('feature-generation'));
  });

  test('runs hourly, and says that UTC is meant', () => {
    expect(spec).toMatchObject({ concurrencyPolicy: 'Forbid', schedule: '5 * * * *', startingDeadlineSeconds: 1200, timeZone: 'Etc/UTC' });
  });

  test('works on as many shards at once as the pool holds, which is all', () => {
    expect(job).toMatchObject({ completions: 12, parallelism: 12 });
  });

  test('is somebody to the storage that it writes to', () => {
    expect(objectOf(files, 'ServiceAccount', 'customer-features').metadata.annotations).toEqual({ 'iam.gke.io/gcp-service-account': 'customer-features@my-project.iam.gserviceaccount.com' });
  });

  test('tries again what is worth it', () => {
    expect(job.podFailurePolicy.rules[1]).toEqual({ action: 'FailIndex', onExitCodes: { containerName: 'scoring', operator: 'NotIn', values: [75] } });
    expect(job.backoffLimitPerIndex).toBe(3);
  });
});
