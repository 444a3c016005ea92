import { objectOf, synthExample } from '../../test/support/example';
import { expectedManifests } from '../../test/support/manifest-files';

describe('ml-inference', () => {
  const files = synthExample('ml-inference');
  const deployment = objectOf(files, 'Deployment', 'ml-inference').spec;
  const container = deployment.template.spec.containers[0];

  test('writes the checked-in manifests', () => {
    expect(files).toEqual(expectedManifests('ml-inference'));
  });

  test('every number of the hand-written service is there', () => {
    expect(container.image).toBe('myrepo/ml-inference:v1.2.0');
    expect(container.ports).toEqual([{ containerPort: 8000, name: 'http' }]);
    expect(container.resources.requests).toMatchObject({ cpu: '250m', memory: '256Mi' });
    expect(container.resources.limits).toMatchObject({ cpu: '500m', memory: '512Mi' });
    expect(container.livenessProbe).toEqual({
      failureThreshold: 3, httpGet: { path: '/health', port: 'http' }, initialDelaySeconds: 10, periodSeconds: 30, timeoutSeconds: 5,
    });
    expect(container.readinessProbe).toMatchObject({ failureThreshold: 2, httpGet: { path: '/ready', port: 'http' }, initialDelaySeconds: 5, periodSeconds: 10 });
    expect(deployment.strategy.rollingUpdate).toEqual({ maxSurge: 1, maxUnavailable: 0 });
  });

  test('the configuration is an immutable ConfigMap named after its content, and MODEL_VERSION comes from it', () => {
    const version = container.env.find(({ name }: { name: string }) => name === 'MODEL_VERSION');
    const { name, key } = version.valueFrom.configMapKeyRef;
    expect(name).toMatch(/^ml-config-[0-9a-f]{8}$/);
    expect(key).toBe('model-version');
    expect(objectOf(files, 'ConfigMap', name)).toMatchObject({ data: { 'model-version': 'v1.2.0', 'prediction-timeout-ms': '5000' }, immutable: true });
    expect(container.env).toContainEqual({ name: 'LOG_LEVEL', value: 'INFO' });
  });

  test('stands behind a load balancer on port 80', () => {
    expect(objectOf(files, 'Service', 'ml-inference-service').spec).toMatchObject({
      type: 'LoadBalancer', ports: [{ name: 'http', port: 80, targetPort: 'http' }], selector: deployment.selector.matchLabels,
    });
  });

  test('scales from 3 to 20, and the Deployment leaves the number to the autoscaler', () => {
    const { spec } = objectOf(files, 'HorizontalPodAutoscaler', 'ml-inference-hpa');
    expect([spec.minReplicas, spec.maxReplicas]).toEqual([3, 20]);
    expect(spec.metrics.map(({ resource }: any) => [resource.name, resource.target.averageUtilization])).toEqual([['cpu', 70], ['memory', 80]]);
    expect(spec.behavior.scaleDown).toMatchObject({ policies: [{ periodSeconds: 60, type: 'Percent', value: 50 }], stabilizationWindowSeconds: 300 });
    expect(spec.behavior.scaleUp).toMatchObject({ policies: [{ periodSeconds: 15, type: 'Percent', value: 100 }], stabilizationWindowSeconds: 0 });
    expect(deployment.replicas).toBeUndefined();
  });

  test('rests with one replica from 18:00 to 7:00', () => {
    const args = (name: string) => objectOf(files, 'CronJob', name).spec.jobTemplate.spec.template.spec.containers[0].args;
    expect(objectOf(files, 'CronJob', 'ml-inference-down').spec.schedule).toBe('0 18 * * *');
    expect(args('ml-inference-down')).toContain('--patch={"spec":{"minReplicas":1}}');
    expect(objectOf(files, 'CronJob', 'ml-inference-up').spec.schedule).toBe('0 7 * * *');
    expect(args('ml-inference-up')).toContain('--patch={"spec":{"minReplicas":3}}');
  });
});
