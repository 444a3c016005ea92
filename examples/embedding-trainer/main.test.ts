import { objectOf, synthExample } from '../../test/support/example';
import { expectedManifests } from '../../test/support/manifest-files';

describe('embedding-trainer', () => {
  const files = synthExample('embedding-trainer');
  const { spec, metadata } = objectOf(files, 'Job', 'embedding-trainer-2026-11-21-a');
  const pod = spec.template.spec;
  const [container] = pod.containers;

  test('writes the checked-in manifests', () => {
    expect(files).toEqual(expectedManifests('embedding-trainer'));
  });

  test('runs train.py on one card of the pool', () => {
    expect(container).toMatchObject({ image: 'registry.example.com/embedding-trainer:v1.8.0', command: ['python', 'train.py'] });
    expect(container.resources.limits).toMatchObject({ 'cpu': '8', 'memory': '48Gi', 'nvidia.com/gpu': '1' });
    expect(pod.nodeSelector).toEqual({ accelerator: 'nvidia-a100' });
    expect(pod.tolerations).toEqual([{ effect: 'NoSchedule', key: 'nvidia.com/gpu', operator: 'Exists' }]);
  });

  test('goes on after a disruption and stops when it is broken', () => {
    expect(spec.backoffLimit).toBe(0);
    expect(spec.podFailurePolicy.rules).toEqual([{ action: 'Ignore', onPodConditions: [{ status: 'True', type: 'DisruptionTarget' }] }]);
    expect(pod.terminationGracePeriodSeconds).toBe(25);
  });

  test('saves on a volume of its own, in the folder of the run', () => {
    expect(objectOf(files, 'PersistentVolumeClaim', 'embedding-trainer-checkpoints').spec).toMatchObject({ accessModes: ['ReadWriteOnce'] });
    expect(container.env).toContainEqual({ name: 'CHECKPOINT_PATH', value: '/checkpoints/embedding-trainer-2026-11-21-a' });
  });

  test('can be traced, and no credential is in its environment', () => {
    expect(metadata.labels).toMatchObject({ 'cdk8s-ml.dev/dataset': 'products-2026-11', 'cdk8s-ml.dev/run-id': '2026-11-21-a' });
    expect(container.env.every(({ valueFrom }: any) => valueFrom === undefined)).toBe(true);
    expect(container.volumeMounts).toContainEqual({ mountPath: '/tmp/.mlflow', name: 'secret-0', readOnly: true });
  });
});
