import { objectOf, synthExample } from '../../test/support/example';
import { expectedManifests } from '../../test/support/manifest-files';

describe('llm-inference', () => {
  const files = synthExample('llm-inference');
  const { metadata, spec } = objectOf(files, 'Deployment', 'chat');
  const pod = spec.template.spec;
  const [server] = pod.containers;

  test('writes the checked-in manifests', () => {
    expect(files).toEqual(expectedManifests('llm-inference'));
  });

  test('shows how the model fits the card, and what it takes of it', () => {
    // 8,030,261,248 parameters × 2 bytes are 15.0 GiB; 2 × 8192 tokens × 131,072 bytes are 2.0 GiB
    expect(metadata.annotations!['cdk8s-ml.dev/model-memory']).toBe(
      'fits: 15.0 weights + 2.0 KV cache + 1.7 overhead GiB <= 19.8 GiB usable (22.0 of 22.5 GiB × 0.9), 3 sequences of 8192 tokens at once',
    );
    expect(spec.template.metadata.annotations!['cdk8s-ml.dev/accelerator-memory']).toMatch(/^\d+Mi$/);
  });

  test('stands on the nodes of its pool, as GKE labels and taints them', () => {
    expect(pod.nodeSelector).toEqual({ 'cloud.google.com/gke-accelerator': 'nvidia-l4', 'cloud.google.com/gke-nodepool': 'l4-spot' });
    expect(pod.tolerations).toEqual([{ effect: 'NoSchedule', key: 'nvidia.com/gpu', operator: 'Equal', value: 'present' }]);
    expect(server.resources.limits['nvidia.com/gpu']).toBe('1');
  });

  test('is ready when the model is loaded, and finishes its requests before it stops', () => {
    expect(server.readinessProbe.httpGet.path).toBe('/v1/models');
    expect(server.livenessProbe.httpGet.path).toBe('/health');
    expect(server.startupProbe.periodSeconds * server.startupProbe.failureThreshold).toBe(1.5 * 360);
    expect(server.args).toContain('--shutdown-timeout=60');
    // 5 s until nobody sends any more, 60 s for the longest request, 5 s to end
    expect(pod.terminationGracePeriodSeconds).toBe(5 + 60 + 5);
  });

  test('surges, as 6 nodes of one card hold 4 + 1 pods, within the time that a node, the image and the model take', () => {
    expect(spec.strategy.rollingUpdate).toEqual({ maxSurge: 1, maxUnavailable: 0 });
    expect(spec.progressDeadlineSeconds).toBeGreaterThanOrEqual(300 + 540);
  });

  test('scales by what waits, by KEDA and by nothing else, and not before a new pod could serve', () => {
    const { spec: scaled } = objectOf(files, 'ScaledObject', 'chat');
    expect(scaled).toMatchObject({ minReplicaCount: 2, maxReplicaCount: 4, scaleTargetRef: { kind: 'Deployment', name: 'chat' } });
    expect(scaled.triggers).toHaveLength(1);
    expect(scaled.triggers[0].metadata).toMatchObject({ serverAddress: 'http://prometheus.monitoring:9090', threshold: '5' });
    expect(scaled.triggers[0].metadata.query).toContain('vllm:num_requests_waiting{namespace="ml-assistants"');
    expect(Object.values(files).join()).not.toContain('HorizontalPodAutoscaler\n');
    const { scaleUp, scaleDown } = scaled.advanced.horizontalPodAutoscalerConfig.behavior;
    expect(scaleUp.policies[0].periodSeconds).toBeGreaterThanOrEqual(300 + 540);
    expect(scaleDown.stabilizationWindowSeconds).toBeGreaterThanOrEqual(300 + 540);
    expect(spec).not.toHaveProperty('replicas');
  });
});
