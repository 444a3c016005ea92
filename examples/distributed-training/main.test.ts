import { objectOf, synthExample } from '../../test/support/example';
import { expectedManifests } from '../../test/support/manifest-files';

describe('distributed-training', () => {
  const files = synthExample('distributed-training');
  const { spec, metadata } = objectOf(files, 'JobSet', 'language-model-2026-11-21-a');
  const job = spec.replicatedJobs[0].template.spec;
  const [container] = job.template.spec.containers;

  test('writes the checked-in manifests', () => {
    expect(files).toEqual(expectedManifests('distributed-training'));
  });

  test('is four pods of eight cards in one queue', () => {
    expect(metadata.labels).toMatchObject({ 'kueue.x-k8s.io/queue-name': 'research' });
    expect(job).toMatchObject({ completions: 4, parallelism: 4, completionMode: 'Indexed' });
    expect(container.resources.requests).toMatchObject({ 'nvidia.com/gpu': '8', 'vpc.amazonaws.com/efa': '32' });
  });

  test('asks for nothing of which the queue has no quota', () => {
    const [{ coveredResources }] = objectOf(files, 'ClusterQueue', 'research').spec.resourceGroups;
    expect(coveredResources).toEqual(expect.arrayContaining(Object.keys(container.resources.requests)));
  });

  test('meets at the first pod, by the name that JobSet gives it', () => {
    expect(container.command).toEqual(['torchrun', 'train.py', '--config', 'configs/8b.yaml']);
    expect(container.env).toContainEqual({ name: 'PET_MASTER_ADDR', value: 'language-model-2026-11-21-a-node-0-0.language-model-2026-11-21-a' });
    expect(spec.network.publishNotReadyAddresses).toBe(true);
  });

  test('starts again together after a disruption', () => {
    expect(spec.failurePolicy.rules.map(({ action, name }: any) => [name, action])).toEqual([['disruption', 'RestartJobSetAndIgnoreMaxRestarts']]);
    expect(job.backoffLimit).toBe(0);
  });
});
