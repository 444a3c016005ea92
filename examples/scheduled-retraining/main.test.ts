import { objectOf, synthExample } from '../../test/support/example';
import { expectedManifests } from '../../test/support/manifest-files';

describe('scheduled-retraining', () => {
  const files = synthExample('scheduled-retraining');
  const { spec } = objectOf(files, 'CronJob', 'fraud-ranker');
  const job = spec.jobTemplate.spec;
  const [container] = job.template.spec.containers;

  test('writes the checked-in manifests', () => {
    expect(files).toEqual(expectedManifests('scheduled-retraining'));
  });

  test('runs on Sundays by the clock of Berlin, one run at a time', () => {
    expect(spec).toMatchObject({ schedule: '0 3 * * 0', timeZone: 'Europe/Berlin', concurrencyPolicy: 'Forbid' });
  });

  test('keeps each run in a folder of its own', () => {
    const names = container.env.map(({ name }: any) => name);
    expect(container.env).toContainEqual({ name: 'CHECKPOINT_PATH', value: 'gs://checkpoints/fraud-ranker/$(RUN_ID)' });
    expect(names.indexOf('RUN_ID')).toBeLessThan(names.indexOf('CHECKPOINT_PATH'));
  });

  test('goes on after an interruption, is tried again twice, and not where the data are wrong', () => {
    expect(job.backoffLimit).toBe(2);
    expect(job.podFailurePolicy.rules).toEqual([
      { action: 'Ignore', onPodConditions: [{ status: 'True', type: 'DisruptionTarget' }] },
      { action: 'FailJob', onExitCodes: { containerName: 'trainer', operator: 'In', values: [65] } },
    ]);
  });

  test('takes the share of a spot node that goes with its cards', () => {
    expect(job.template.spec.nodeSelector).toMatchObject({ 'cloud.google.com/gke-accelerator': 'nvidia-l4', 'cloud.google.com/gke-nodepool': 'l4-spot' });
    expect(container.resources.requests).toMatchObject({ 'nvidia.com/gpu': '2' });
  });
});
