import { objectOf, synthExample } from '../../test/support/example';
import { expectedManifests } from '../../test/support/manifest-files';

describe('gpu-inference', () => {
  const files = synthExample('gpu-inference');
  const { spec } = objectOf(files, 'Deployment', 'image-embedder');
  const pod = spec.template.spec;

  test('writes the checked-in manifests', () => {
    expect(files).toEqual(expectedManifests('gpu-inference'));
  });

  test('asks for one whole GPU, as request and as limit', () => {
    expect(pod.containers[0].resources.requests['nvidia.com/gpu']).toBe('1');
    expect(pod.containers[0].resources.limits['nvidia.com/gpu']).toBe('1');
  });

  test('selects the pool by its label and tolerates its taint', () => {
    expect(pod.nodeSelector).toEqual({ accelerator: 'nvidia-a100' });
    expect(pod.tolerations).toEqual([{ effect: 'NoSchedule', key: 'nvidia.com/gpu', operator: 'Exists' }]);
  });

  test('starts a new pod before an old one goes, since the pool has 16 cards for 2 + 1 pods', () => {
    expect(spec.strategy.rollingUpdate).toEqual({ maxSurge: 1, maxUnavailable: 0 });
  });

  test('waits for the model: 1.5 times 150 s for the container, and for the rollout a node and the image too', () => {
    const { periodSeconds, failureThreshold } = pod.containers[0].startupProbe;
    expect(periodSeconds * failureThreshold).toBe(225);
    // 300 s for a node, 162 s for 9 GiB of image, 225 s to start
    expect(spec.progressDeadlineSeconds).toBeGreaterThanOrEqual(300 + 162 + 225);
  });
});
