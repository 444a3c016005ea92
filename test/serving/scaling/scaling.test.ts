import { Duration } from 'cdk8s';
import { ModelServer } from '../../../src/serving/model-server';
import { Metric } from '../../../src/serving/scaling/metric';
import { Scaling } from '../../../src/serving/scaling/scaling';
import { ScalingBounds } from '../../../src/serving/scaling/scaling-props';
import { ScalingPace } from '../../../src/trigger/scaling-pace';
import { PolicySelection } from '../../../src/trigger/scaling-step';
import { chat, kinds, one } from '../service';

const IMAGE = 'registry.example.com/chat:v1';
const hpa = (scaling: Scaling) => one(chat({ scaling }), 'HorizontalPodAutoscaler').spec;
const behavior = (bounds: Partial<ScalingBounds>) => hpa(Scaling.onCpu({ min: 1, max: 3, targetPercent: 70, ...bounds })).behavior;

describe('how many replicas', () => {
  test('a fixed number is on the Deployment and nobody else changes it', () => {
    const service = chat({ scaling: Scaling.fixed(5) });
    expect(one(service, 'Deployment').spec.replicas).toBe(5);
    expect(kinds(service)).not.toContain('HorizontalPodAutoscaler/chat');
  });

  test('an autoscaler owns them: the Deployment says none', () => {
    const service = chat({ scaling: Scaling.onCpu({ min: 3, max: 20, targetPercent: 70 }) });
    expect(one(service, 'Deployment').spec).not.toHaveProperty('replicas');
    expect(one(service, 'HorizontalPodAutoscaler').spec).toMatchObject({
      maxReplicas: 20, minReplicas: 3, scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'chat' },
    });
    expect(service.autoscaler?.kind).toBe('HorizontalPodAutoscaler');
    expect(service.hasAutoscaler).toBe(true);
  });

  test('one pod alone has no disruption budget: it would only block the drain of its node', () => {
    expect(kinds(chat({ scaling: Scaling.fixed(1) }))).not.toContain('PodDisruptionBudget/chat');
    expect(kinds(chat({ scaling: Scaling.onCpu({ min: 1, max: 2, targetPercent: 70 }) }))).toContain('PodDisruptionBudget/chat');
  });
});

describe('what is looked at', () => {
  test('processor and memory in percent of the request', () => {
    expect(hpa(Scaling.onCpu({ min: 1, max: 3, targetPercent: 70 })).metrics)
      .toEqual([{ resource: { name: 'cpu', target: { averageUtilization: 70, type: 'Utilization' } }, type: 'Resource' }]);
    expect(hpa(Scaling.onMemory({ min: 1, max: 3, targetPercent: 80 })).metrics)
      .toEqual([{ resource: { name: 'memory', target: { averageUtilization: 80, type: 'Utilization' } }, type: 'Resource' }]);
  });

  test('a metric of the pods', () => {
    expect(hpa(Scaling.onPodsMetric({ min: 1, max: 3, metric: 'in_flight', averageValue: '500m' })).metrics)
      .toEqual([{ pods: { metric: { name: 'in_flight' }, target: { averageValue: '500m', type: 'AverageValue' } }, type: 'Pods' }]);
  });

  test('a metric from outside, of some series', () => {
    expect(hpa(Scaling.onExternalMetric({ min: 1, max: 3, metric: 'queue_length', averageValue: '5', metricLabels: { queue: 'a' } })).metrics).toEqual([{
      external: { metric: { name: 'queue_length', selector: { matchLabels: { queue: 'a' } } }, target: { averageValue: '5', type: 'AverageValue' } }, type: 'External',
    }]);
  });

  test('a metric of one object', () => {
    const describedObject = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute', name: 'chat' };
    expect(hpa(Scaling.onObjectMetric({ min: 1, max: 3, metric: 'requests', value: '100', describedObject })).metrics)
      .toEqual([{ object: { describedObject, metric: { name: 'requests' }, target: { type: 'Value', value: '100' } }, type: 'Object' }]);
  });

  test('several together', () => {
    const { metrics } = hpa(Scaling.onMetrics({ min: 1, max: 3, metrics: [Metric.cpuUtilization(70), Metric.memoryUtilization(80), Metric.pods('a', '1')] }));
    expect(metrics.map((metric: any) => metric.type)).toEqual(['Resource', 'Resource', 'Pods']);
  });
});

describe('how fast', () => {
  // 60 s to load: 36 s for an image of 2 GiB and 90 s to start
  test('by default it doubles at once and halves by the minute after five minutes', () => {
    expect(behavior({})).toEqual({
      scaleDown: { policies: [{ periodSeconds: 60, type: 'Percent', value: 50 }], selectPolicy: 'Max', stabilizationWindowSeconds: 300 },
      scaleUp: { policies: [{ periodSeconds: 15, type: 'Percent', value: 100 }], selectPolicy: 'Max', stabilizationWindowSeconds: 0 },
    });
  });

  test('a queue metric doubles only once in the time that a new pod takes, since it cannot see the pods that load', () => {
    const { scaleUp } = hpa(Scaling.onPodsMetric({ min: 1, max: 3, metric: 'queue', averageValue: '5' })).behavior;
    expect(scaleUp.policies).toEqual([{ periodSeconds: 126, type: 'Percent', value: 100 }]);
  });

  test('a slow start lengthens the windows, as far as the API lets it', () => {
    const rules = (minutes: number) => one(chat({
      server: ModelServer.http({ image: IMAGE, loadTime: Duration.minutes(minutes) }),
      scaling: Scaling.onPodsMetric({ min: 1, max: 3, metric: 'queue', averageValue: '5' }),
    }), 'HorizontalPodAutoscaler').spec.behavior;
    expect(rules(10).scaleDown.stabilizationWindowSeconds).toBe(936);
    expect(rules(10).scaleUp.policies[0].periodSeconds).toBe(936);
    expect(rules(60).scaleDown.stabilizationWindowSeconds).toBe(3600);
    expect(rules(60).scaleUp.policies[0].periodSeconds).toBe(1800);
  });

  test('every field can be given', () => {
    expect(behavior({
      scaleUp: { percent: 200, pods: 4, period: Duration.seconds(30), stabilization: Duration.seconds(10), selectPolicy: PolicySelection.MIN, tolerancePercent: 5 },
      scaleDown: { pods: 1, period: Duration.seconds(90), stabilization: Duration.minutes(20), selectPolicy: PolicySelection.DISABLED, tolerancePercent: 0 },
    })).toEqual({
      scaleDown: { policies: [{ periodSeconds: 90, type: 'Pods', value: 1 }], selectPolicy: 'Disabled', stabilizationWindowSeconds: 1200, tolerance: '0m' },
      scaleUp: {
        policies: [{ periodSeconds: 30, type: 'Percent', value: 200 }, { periodSeconds: 30, type: 'Pods', value: 4 }],
        selectPolicy: 'Min',
        stabilizationWindowSeconds: 10,
        tolerance: '50m',
      },
    });
  });

  test.each([
    ['AT_ONCE', ScalingPace.AT_ONCE, { policies: [{ periodSeconds: 15, type: 'Percent', value: 100 }], selectPolicy: 'Max', stabilizationWindowSeconds: 0 }],
    ['ONE_BY_ONE', ScalingPace.ONE_BY_ONE, { policies: [{ periodSeconds: 60, type: 'Pods', value: 1 }], selectPolicy: 'Max', stabilizationWindowSeconds: 300 }],
    ['SLOW', ScalingPace.SLOW, { policies: [{ periodSeconds: 60, type: 'Percent', value: 10 }], selectPolicy: 'Max', stabilizationWindowSeconds: 600 }],
    ['NEVER', ScalingPace.NEVER, { policies: [{ periodSeconds: 60, type: 'Percent', value: 50 }], selectPolicy: 'Disabled', stabilizationWindowSeconds: 300 }],
  ])('ScalingPace.%s, when shrinking', (_, scaleDown, rules) => {
    expect(behavior({ scaleDown }).scaleDown).toEqual(rules);
  });
});

