import { Cases } from './case';
import { Cluster } from '../../../src/cluster/cluster';
import { MetricsPipeline } from '../../../src/cluster/metrics-pipeline';
import { hpa, object, scaled, service } from '../manifests';

const keda = MetricsPipeline.keda({ prometheus: 'http://prometheus.monitoring:9090' });
const prod = (...metrics: MetricsPipeline[]) => Cluster.of('prod', { metrics });
const pods = (name: string): object => ({ type: 'Pods', pods: { metric: { name }, target: { type: 'AverageValue', averageValue: '5' } } });
const cpu = { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } } };
const container = { type: 'ContainerResource', containerResource: { name: 'memory', container: 'server', target: { type: 'Utilization', averageUtilization: 70 } } };
const external = { type: 'External', external: { metric: { name: 'queue_length' }, target: { type: 'AverageValue', averageValue: '5' } } };
const route = { type: 'Object', object: { describedObject: { apiVersion: 'v1', kind: 'Service', name: 'chat' }, metric: { name: 'requests' }, target: { type: 'Value', value: '5' } } };
const waiting = 'vllm:num_requests_waiting';
const prometheus = (query: string): object => ({ type: 'prometheus', metadata: { query, serverAddress: 'http://prometheus.monitoring:9090', threshold: '5' } });
const keyed = (kind: string, spec: object): any => object('keda.sh/v1alpha1', kind, 'chat', { spec: { scaleTargetRef: { name: 'chat' }, ...spec } });
const asking = (query: string): any => keyed('ScaledObject', { triggers: [prometheus(query)] });
const monitor = (apiVersion: string, kind: string, spec: object = {}): any => object(apiVersion, kind, 'chat', { spec: { selector: { matchLabels: { app: 'chat' } }, ...spec } });
const annotated = (annotations: object): any => {
  const deployment = scaled();
  deployment.spec.template.metadata.annotations = annotations;
  return deployment;
};

/** Ways of metrics to scalers. */
export const scaleMetrics: Cases = {
  broken: [
    {
      rule: 'ML-SCALE-007',
      name: 'metrics of pods, objects and from outside on a cluster that declares nothing',
      cluster: prod(),
      objects: [scaled(), hpa({ metrics: [cpu, pods(waiting), pods('other'), route, external] })],
      says: [
        "HorizontalPodAutoscaler 'chat' scales by pods metric 'vllm:num_requests_waiting', which needs custom.metrics.k8s.io, and cluster 'prod' declares no way to it; declare metrics: [MetricsPipeline.customMetrics()] if it has one",
        "HorizontalPodAutoscaler 'chat' scales by external metric 'queue_length', which needs external.metrics.k8s.io, and cluster 'prod' declares no way to it; declare metrics: [MetricsPipeline.externalMetrics()] if it has one",
      ],
    },
    {
      rule: 'ML-SCALE-007',
      name: 'an object metric alone',
      cluster: prod(keda),
      objects: [scaled(), hpa({ metrics: [route] })],
      says: [
        "HorizontalPodAutoscaler 'chat' scales by object metric 'requests', which needs custom.metrics.k8s.io, and cluster 'prod' declares no way to it; declare metrics: [MetricsPipeline.customMetrics()] if it has one",
      ],
    },
    {
      rule: 'ML-SCALE-007',
      name: 'processor and memory where other ways are declared',
      cluster: prod(keda),
      objects: [scaled(), hpa({ metrics: [container] }), { ...hpa({ metrics: undefined, targetCPUUtilizationPercentage: 70 }, 'old'), apiVersion: 'autoscaling/v1' }],
      says: [
        "HorizontalPodAutoscaler 'chat' scales by memory, which needs metrics.k8s.io, and cluster 'prod' declares no way to it; declare metrics: [MetricsPipeline.resource()] if it has one",
        "HorizontalPodAutoscaler 'old' scales by cpu, which needs metrics.k8s.io, and cluster 'prod' declares no way to it; declare metrics: [MetricsPipeline.resource()] if it has one",
      ],
    },
    {
      rule: 'ML-SCALE-007',
      name: 'records for KEDA without KEDA',
      cluster: prod(MetricsPipeline.customMetrics()),
      objects: [scaled(), keyed('ScaledObject', { triggers: [{ type: 'memory', metricType: 'Utilization', metadata: { value: '70' } }] }), keyed('ScaledJob', { triggers: [prometheus('sum(jobs)')] })],
      says: [
        "ScaledObject 'chat' is a record for KEDA, which has to be installed, and cluster 'prod' does not say that it is; install KEDA if it is not there, and declare metrics: [MetricsPipeline.keda()]",
        "ScaledObject 'chat' scales by memory, which needs metrics.k8s.io, and cluster 'prod' declares no way to it; declare metrics: [MetricsPipeline.resource()] if it has one",
        "ScaledJob 'chat' is a record for KEDA, which has to be installed, and cluster 'prod' does not say that it is; install KEDA if it is not there, and declare metrics: [MetricsPipeline.keda({ prometheus: 'http://prometheus.monitoring:9090' })]",
      ],
    },
    {
      rule: 'ML-SCALE-008',
      name: 'a queue that nobody reads',
      objects: [scaled(), hpa({ metrics: [pods(waiting)] })],
      says: [
        "HorizontalPodAutoscaler 'chat' scales by 'vllm:num_requests_waiting', which the pods of Deployment 'chat' write, and no monitor or annotation lets Prometheus scrape them; give it monitoring, for example Monitoring.podMonitor()",
      ],
    },
    {
      rule: 'ML-SCALE-008',
      name: 'the names that adapters give',
      cluster: prod(MetricsPipeline.customMetrics({ names: { te_queue_size: 'embedding_queue' } })),
      objects: [scaled(), hpa({ metrics: [pods('embedding_queue')] }), hpa({ metrics: [pods('sglang_num_queue_reqs')] }, 'other')],
      says: [
        "HorizontalPodAutoscaler 'chat' scales by 'embedding_queue', which the pods of Deployment 'chat' write, and no monitor or annotation lets Prometheus scrape them; give it monitoring, for example Monitoring.podMonitor()",
        "HorizontalPodAutoscaler 'other' scales by 'sglang_num_queue_reqs', which the pods of Deployment 'chat' write, and no monitor or annotation lets Prometheus scrape them; give it monitoring, for example Monitoring.podMonitor()",
      ],
    },
    {
      rule: 'ML-SCALE-008',
      name: 'questions of KEDA, about a known server and about the very pods; a monitor of other pods, an annotation that says no',
      objects: [
        annotated({ 'prometheus.io/scrape': 'false' }),
        monitor('monitoring.coreos.com/v1', 'PodMonitor', { selector: { matchLabels: { app: 'other' } } }),
        asking('sum(llamacpp:requests_deferred{namespace="team-a"})'),
        { ...asking('sum(waiting{namespace="team-a",pod=~"chat-[bcdfghjklmnpqrstvwxz2456789]{1,10}-[bcdfghjklmnpqrstvwxz2456789]{5}"})'), metadata: { name: 'own', namespace: 'team-a' } },
      ],
      says: [
        "ScaledObject 'chat' scales by 'llamacpp:requests_deferred', which the pods of Deployment 'chat' write, and no monitor or annotation lets Prometheus scrape them; give it monitoring, for example Monitoring.podMonitor()",
        "ScaledObject 'own' scales by 'waiting', which the pods of Deployment 'chat' write, and no monitor or annotation lets Prometheus scrape them; give it monitoring, for example Monitoring.podMonitor()",
      ],
    },
  ],
  nearMisses: [
    { rule: 'ML-SCALE-007', name: 'no cluster', objects: [scaled(), hpa({ metrics: [pods(waiting), external] }), asking('sum(x)')] },
    { rule: 'ML-SCALE-007', name: 'processor on a cluster that declares nothing', cluster: prod(), objects: [scaled(), hpa({ metrics: [cpu, container] })] },
    { rule: 'ML-SCALE-007', name: 'what is declared; what KEDA has made', cluster: prod(MetricsPipeline.resource(), MetricsPipeline.customMetrics(), MetricsPipeline.externalMetrics(), keda), objects: [scaled(), hpa({ metrics: [cpu, pods(waiting), route, external] }), asking('sum(x)')] },
    { rule: 'ML-SCALE-007', name: 'an autoscaler that KEDA has made', cluster: prod(keda), objects: [scaled(), { ...hpa({ metrics: [external] }, 'keda-hpa-chat'), metadata: { name: 'keda-hpa-chat', namespace: 'team-a', ownerReferences: [{ apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledObject', name: 'chat', uid: '1' }] } }] },
    { rule: 'ML-SCALE-008', name: 'annotated pods', objects: [annotated({ 'prometheus.io/scrape': 'true' }), hpa({ metrics: [pods(waiting)] })] },
    { rule: 'ML-SCALE-008', name: 'a PodMonitor', objects: [scaled(), hpa({ metrics: [pods(waiting)] }), monitor('monitoring.coreos.com/v1', 'PodMonitor')] },
    { rule: 'ML-SCALE-008', name: 'a ServiceMonitor', objects: [scaled(), asking(`sum(${waiting})`), service({}, { labels: { app: 'chat' } }), monitor('monitoring.coreos.com/v1', 'ServiceMonitor')] },
    { rule: 'ML-SCALE-008', name: "Google's PodMonitoring", objects: [scaled(), hpa({ metrics: [pods(waiting)] }), monitor('monitoring.googleapis.com/v1', 'PodMonitoring')] },
    { rule: 'ML-SCALE-008', name: 'metrics that others write; a workload of somebody else', objects: [scaled(), hpa({ metrics: [pods('istio_requests')] }), asking('sum(rabbitmq_queue_messages{queue="chat"})'), hpa({ scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'absent' }, metrics: [pods(waiting)] }, 'absent')] },
    { rule: 'ML-SCALE-008', name: 'what the exporter of the GPUs writes', objects: [scaled(), hpa({ metrics: [pods('DCGM_FI_DEV_GPU_UTIL')] }), asking('sum(avg by (pod) (DCGM_FI_DEV_GPU_UTIL{namespace="team-a",pod=~"chat-[bcdfghjklmnpqrstvwxz2456789]{1,10}-[bcdfghjklmnpqrstvwxz2456789]{5}"}))')] },
  ],
};
