import { chat, one } from './service';
import { Monitoring } from '../../src/observability/monitoring';
import { Placement } from '../../src/pod/placement/placement';
import { Exposure } from '../../src/serving/exposure';
import { ModelServer } from '../../src/serving/model-server';

test('what is changed after it was handed over changes nothing', () => {
  const labels = { release: 'prometheus' };
  const sourceRanges = ['203.0.113.0/24'];
  const nodeSelector = { disk: 'fast' };
  const service = () => chat({ monitoring, exposure, placement, server: ModelServer.http({ image: 'example.com/chat:v1', metricsPath: '/metrics' }) });
  const monitoring = Monitoring.podMonitor({ labels });
  const exposure = Exposure.loadBalancer({ sourceRanges });
  const placement = Placement.of({ nodeSelector });
  labels.release = 'other';
  sourceRanges.push('0.0.0.0/0');
  nodeSelector.disk = 'slow';
  expect(one(service(), 'PodMonitor').metadata.labels.release).toBe('prometheus');
  expect(one(service(), 'Service').spec.loadBalancerSourceRanges).toEqual(['203.0.113.0/24']);
  expect(one(service(), 'Deployment').spec.template.spec.nodeSelector).toEqual({ disk: 'fast' });
});
