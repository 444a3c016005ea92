import { Cases } from './case';
import { Severity } from '../../../src/manifest/finding';
import { config, container, deployment, job, namespace, object, policy, service, statefulSet, template, withContainer } from '../manifests';

const podMonitor = (spec: object): any => object('monitoring.coreos.com/v1', 'PodMonitor', 'chat', { spec });
const serviceMonitor = (spec: object): any => object('monitoring.coreos.com/v1', 'ServiceMonitor', 'chat', { spec });
const matching = (app: string): object => ({ matchLabels: { app } });
const restricted = namespace({ 'pod-security.kubernetes.io/enforce': 'restricted' });
const dns = { ports: [{ port: 53, protocol: 'UDP' }] };
const toDns = { ...dns, to: [{ namespaceSelector: {} }] };
const toOthers = { to: [{ podSelector: matching('db') }], ports: [{ port: 5432 }] };

/** Who finds whom. */
/** The policy of the jobs that put `chat` to rest. */
const offHours = (egress: object[], name = 'chat-off-hours') => object('networking.k8s.io/v1', 'NetworkPolicy', name, {
  spec: { podSelector: { matchLabels: { app: name } }, policyTypes: ['Ingress', 'Egress'], ingress: [], egress },
}, { labels: { 'app.kubernetes.io/component': 'off-hours' } });

/** A consumer of the queue, its policy, and KEDA's object for it. */
const component = (name: string) => ({ 'app': 'embedder', 'app.kubernetes.io/component': name });
const consumer = (labels: object = { app: 'embedder' }) => object('apps/v1', 'Deployment', 'embedder', { spec: { selector: { matchLabels: { app: 'embedder' } }, template: template({}, { ...labels }) } });
const consumerPolicy = (egress: object[], name = 'embedder', podSelector: object = matching('embedder')) => policy({ podSelector, policyTypes: ['Egress'], egress: [toDns, ...egress] }, name);
const woken = (...types: string[]) => object('keda.sh/v1alpha1', 'ScaledObject', 'embedder', { spec: { scaleTargetRef: { name: 'embedder' }, triggers: types.map((type) => ({ type, metadata: {} })) } });
const perUnit = object('keda.sh/v1alpha1', 'ScaledJob', 'embedder', { spec: { jobTargetRef: { template: template({ restartPolicy: 'Never' }, { app: 'embedder' }) }, triggers: [{ type: 'gcp-pubsub', metadata: {} }] } });
const toBroker = { to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'queues' } } }], ports: [{ port: 5672 }] };
const toMetadata = { to: [{ ipBlock: { cidr: '169.254.169.252/32' } }], ports: [{ port: 988 }] };

export const network: Cases = {
  broken: [
    {
      rule: 'ML-NET-001',
      name: 'a slip in the selector, in a namespace whose pods are all made here',
      objects: [restricted, deployment(), service({ selector: { app: 'chta' } })],
      says: [
        "Service 'chat' selects no pod of namespace 'team-a' (selector app=chta; Deployment 'chat' has app=chat); make its selector equal to labels of a pod template",
      ],
    },
    {
      rule: 'ML-NET-001',
      name: 'the same where others may make pods',
      objects: [deployment(), service({ selector: { app: 'chta' } })],
      severity: Severity.WARNING,
      says: [
        "Service 'chat' selects no pod of namespace 'team-a' (selector app=chta; Deployment 'chat' has app=chat); make its selector equal to labels of a pod template",
      ],
    },
    {
      rule: 'ML-NET-001',
      name: 'a label that is given at run time, perhaps',
      objects: [restricted, deployment(), service({ selector: { app: 'chat', role: 'leader' } })],
      severity: Severity.WARNING,
      says: [
        "Service 'chat' selects no pod of namespace 'team-a' (selector app=chat,role=leader; Deployment 'chat' has app=chat); make its selector equal to labels of a pod template",
      ],
    },
    {
      rule: 'ML-NET-001',
      name: 'an operator in the namespace that makes pods, perhaps',
      objects: [restricted, deployment(), object('ray.io/v1', 'RayCluster', 'ray'), service({ selector: { 'ray.io/cluster': 'ray' } })],
      severity: Severity.WARNING,
      says: [
        "Service 'chat' selects no pod of namespace 'team-a' (selector ray.io/cluster=ray; Deployment 'chat' has app=chat); make its selector equal to labels of a pod template",
      ],
    },
    {
      rule: 'ML-NET-001',
      name: 'pods of another namespace',
      objects: [deployment(), service({}, { namespace: 'team-b' })],
      severity: Severity.WARNING,
      says: [
        "Service 'chat' selects no pod of namespace 'team-b' (selector app=chat; it fits pods of namespace 'team-a'); make its selector equal to labels of a pod template",
      ],
    },
    {
      rule: 'ML-NET-001',
      name: 'pods that state a namespace, and a Service that does not',
      objects: [deployment(), service({}, { namespace: undefined })],
      severity: Severity.WARNING,
      says: [
        "Service 'chat' selects no pod of its namespace (selector app=chat; it fits pods of namespace 'team-a'); make its selector equal to labels of a pod template",
      ],
    },
    {
      rule: 'ML-NET-002',
      name: 'a name that no container gives to a port',
      objects: [deployment(), service({ ports: [{ port: 80, targetPort: 'htp' }] })],
      says: [
        "Service 'chat' sends port 80 to 'htp', and no pod that it selects has a port of that name (Deployment 'chat' has http); mend targetPort",
      ],
    },
    {
      rule: 'ML-NET-002',
      name: 'the name of a port of another protocol',
      objects: [deployment(), service({ ports: [{ port: 80, targetPort: 'http', protocol: 'UDP' }] })],
      says: [
        "Service 'chat' sends port 80 to 'http', and no pod that it selects has a UDP port of that name (Deployment 'chat' has http); mend targetPort",
      ],
    },
    {
      rule: 'ML-NET-002',
      name: 'a name that an injected sidecar may give',
      objects: [deployment(), service({ ports: [{ port: 15090, targetPort: 'http-envoy-prom' }] })],
      severity: Severity.WARNING,
      says: [
        "Service 'chat' sends port 15090 to 'http-envoy-prom', and no pod that it selects has a port of that name (Deployment 'chat' has http); mend targetPort",
      ],
    },
    {
      rule: 'ML-NET-002',
      name: 'a number that is not declared',
      objects: [deployment(), service({ ports: [{ port: 80 }] })],
      severity: Severity.WARNING,
      says: [
        "Service 'chat' sends port 80 to 80/TCP, which no pod that it selects declares (Deployment 'chat' has 8000/TCP); mend targetPort or declare the port",
      ],
    },
    {
      rule: 'ML-NET-003',
      name: 'a slip in the selector',
      objects: [deployment(), policy({ podSelector: matching('chta') })],
      says: [
        "NetworkPolicy 'chat' selects no pod of namespace 'team-a' (selector app=chta); make its podSelector equal to labels of a pod template",
      ],
    },
    {
      rule: 'ML-NET-004',
      name: 'a way out and no DNS',
      objects: [deployment(), policy({ policyTypes: ['Egress'], egress: [toOthers] })],
      says: [
        "NetworkPolicy 'chat' lets the pods of Deployment 'chat' out, and no policy lets them ask DNS; allow egress to port 53, UDP and TCP",
      ],
    },
    {
      rule: 'ML-NET-004',
      name: 'the same for all pods',
      objects: [deployment(), policy({ podSelector: {}, egress: [toOthers] })],
      says: [
        "NetworkPolicy 'chat' lets the pods of namespace 'team-a' out, and no policy lets them ask DNS; allow egress to port 53, UDP and TCP",
      ],
    },
    {
      rule: 'ML-NET-005',
      name: 'a PodMonitor and a ServiceMonitor over nothing',
      objects: [deployment(), service(), podMonitor({ selector: matching('chta') }), serviceMonitor({ selector: matching('chat'), namespaceSelector: { matchNames: ['team-b'] } })],
      says: [
        "PodMonitor 'chat' selects no pod of namespace 'team-a' (selector app=chta); make its selector equal to labels of a pod template",
        "ServiceMonitor 'chat' selects no Service of namespace team-b (selector app=chat); make its selector equal to labels of a Service's own metadata",
      ],
    },
    {
      rule: 'ML-NET-006',
      name: 'ports that nothing has',
      objects: [deployment(), service({}, { labels: { app: 'chat' } }), podMonitor({ selector: matching('chat'), podMetricsEndpoints: [{ port: 'metrics' }] }), serviceMonitor({ selector: matching('chat'), endpoints: [{ port: 'metrics' }] })],
      says: [
        "PodMonitor 'chat' scrapes port 'metrics', which no pod that it selects has (http); mend the name of the port",
        "ServiceMonitor 'chat' scrapes port 'metrics', which no Service that it selects has (http); mend the name of the port",
      ],
    },
    {
      rule: 'ML-NET-008',
      name: 'jobs that scale by night and may call anybody, on two ports or on all',
      objects: [offHours([{ ports: [{ port: 443 }, { port: 6443, protocol: 'TCP' }] }, toDns]), offHours([{ ports: [{ port: 443 }], to: [] }, {}], 'rank-off-hours')],
      says: [
        "NetworkPolicy 'chat-off-hours' lets jobs with a token of the API call any address on ports 443, 6443; give the cluster's apiServerCidrs",
        "NetworkPolicy 'rank-off-hours' lets jobs with a token of the API call any address; give the cluster's apiServerCidrs",
      ],
    },
    {
      rule: 'ML-NET-010',
      name: 'a consumer that may ask for names only, and one that may ask a cloud who it is beside',
      objects: [consumer(), consumerPolicy([]), woken('cron', 'rabbitmq'), { ...perUnit, metadata: { name: 'scorer', namespace: 'team-b' } }, { ...consumerPolicy([toMetadata]), metadata: { name: 'scorer', namespace: 'team-b' } }],
      says: [
        "Deployment 'embedder' may call nobody, so it cannot take from its queue; let it call the broker: worker.allowTo(NetworkPeer.namespace('queues'), 5672)",
        "ScaledJob 'scorer' may call nobody, so it cannot take from its queue; let it call the broker: worker.allowTo(NetworkPeer.cidrs('0.0.0.0/0'), 443)",
      ],
    },
    ...([['amqp://rabbit.brokers.svc.cluster.local:5672/jobs', 'brokers'], ['http://rabbit.brokers:15672', 'brokers'], ['amqps://rabbit.example.com', 'queues']]).map(([host, place]) => ({
      rule: 'ML-NET-010',
      name: `a consumer of the broker at ${host}`,
      objects: [consumer(), consumerPolicy([]), { ...woken(), spec: { scaleTargetRef: { name: 'embedder' }, triggers: [{ type: 'rabbitmq', metadata: { host } }] } }],
      says: [`Deployment 'embedder' may call nobody, so it cannot take from its queue; let it call the broker: worker.allowTo(NetworkPeer.namespace('${place}'), 5672)`],
    })),
    {
      rule: 'ML-NET-010',
      name: 'a worker by its label, that is closed with all pods of its namespace',
      objects: [consumer(component('queue-worker')), policy({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] })],
      says: ["Deployment 'embedder' may call nobody, so it cannot take from its queue; let it call the broker: worker.allowTo(NetworkPeer.namespace('queues'), 5672)"],
    },
    {
      rule: 'ML-NET-007',
      name: 'a workload and a job of one label',
      objects: [job(), deployment(), service()],
      says: [
        "Service 'chat' selects the pods of Job 'train' and of Deployment 'chat' (selector app=chat), and shares requests out among both; add a label to the selector that only one of them has",
      ],
    },
    {
      rule: 'ML-NET-007',
      name: 'the same in the other order',
      objects: [deployment(), job(), service()],
      says: [
        "Service 'chat' selects the pods of Deployment 'chat' and of Job 'train' (selector app=chat), and shares requests out among both; add a label to the selector that only one of them has",
      ],
    },
  ],
  nearMisses: [
    { rule: 'ML-NET-010', name: 'a consumer that may call its broker by one of two policies', objects: [consumer(), consumerPolicy([toBroker]), consumerPolicy([], 'dns'), woken('rabbitmq')] },
    { rule: 'ML-NET-010', name: 'the same by a policy for all pods', objects: [consumer(), consumerPolicy([]), consumerPolicy([toBroker], 'all', {}), woken('rabbitmq')] },
    { rule: 'ML-NET-010', name: 'a consumer that no policy closes', objects: [consumer(component('queue-worker')), policy({ podSelector: {}, policyTypes: ['Ingress'] }), woken('rabbitmq')] },
    { rule: 'ML-NET-010', name: 'a consumer that may call anybody', objects: [consumer(component('queue-worker')), consumerPolicy([{}])] },
    { rule: 'ML-NET-010', name: 'what the clock wakes', objects: [consumer(), consumerPolicy([]), woken('cron')] },
    { rule: 'ML-NET-010', name: 'a service that a queue wakes, whose callers take from it', objects: [consumer(component('online-inference')), consumerPolicy([]), woken('rabbitmq')] },
    { rule: 'ML-NET-008', name: 'the API server by its address, and a server that may call anybody', objects: [offHours([{ ports: [{ port: 443 }], to: [{ ipBlock: { cidr: '10.96.0.1/32' } }] }, toDns]), offHours([], 'closed'), policy({ egress: [{ ports: [{ port: 443 }] }] })] },
    { rule: 'ML-NET-007', name: 'one workload, one of another namespace, Pods on their own, Jobs of one CronJob, a headless Service', objects: [deployment(), deployment({}, {}, { namespace: 'team-b' }), service(), ...['a', 'b'].map((name) => object('v1', 'Pod', name, { spec: template().spec }, { labels: { app: 'pod' } })), service({ selector: { app: 'pod' } }, { name: 'pods' }), ...['run-1', 'run-2'].map((name) => object('batch/v1', 'Job', name, { spec: { template: template({ restartPolicy: 'Never' }, { app: 'run' }) } }, { ownerReferences: [{ apiVersion: 'batch/v1', kind: 'CronJob', name: 'run', uid: '1' }] })), service({ selector: { app: 'run' } }, { name: 'run' }), job({ template: template({}, { all: 'x' }) }), deployment({}, { template: template({}, { all: 'x' }) }, { name: 'x' }), service({ selector: { all: 'x' }, clusterIP: 'None' }, { name: 'all' })] },
    { rule: 'ML-NET-001', name: 'no selector, an ExternalName, labels that a StatefulSet gives, expressions elsewhere', objects: [statefulSet(), service({ selector: undefined }), service({ type: 'ExternalName', externalName: 'db.example.com' }, { name: 'db' }), service({ selector: { 'statefulset.kubernetes.io/pod-name': 'store-0' } }, { name: 'store-0' })] },
    { rule: 'ML-NET-001', name: "Knative's Service, and both without a namespace", objects: [deployment({}, {}, { namespace: undefined }), service({}, { namespace: undefined }), object('serving.knative.dev/v1', 'Service', 'k', { spec: { selector: { app: 'none' } } })] },
    { rule: 'ML-NET-002', name: 'a port of a sidecar, one by number, several workloads of which one has it', objects: [deployment({ initContainers: [container({ name: 'proxy', restartPolicy: 'Always', ports: [{ name: 'admin', containerPort: 9000 }] })] }), service({ ports: [{ name: 'a', port: 9000, targetPort: 'admin' }, { name: 'b', port: 80, targetPort: 8000 }, { name: 'c', port: 81, targetPort: 'grpc' }] }), deployment({ containers: [container({ ports: [{ name: 'grpc', containerPort: 9001 }] })] }, {}, { name: 'chat-grpc' })] },
    { rule: 'ML-NET-002', name: 'pods that declare no port', objects: [withContainer({ ports: undefined }), service({ ports: [{ port: 80, targetPort: 8000 }] })] },
    { rule: 'ML-NET-003', name: 'a policy for all pods, made before there are any', objects: [policy({ podSelector: {} })] },
    { rule: 'ML-NET-004', name: 'DNS by another policy over the same pods', objects: [deployment(), policy({ egress: [toOthers] }), { ...policy({ egress: [dns] }), metadata: { name: 'dns', namespace: 'team-a' } }] },
    { rule: 'ML-NET-004', name: 'DNS for all pods of the namespace', objects: [deployment(), policy({ egress: [toOthers] }), { ...policy({ podSelector: {}, egress: [dns] }), metadata: { name: 'dns', namespace: 'team-a' } }] },
    { rule: 'ML-NET-004', name: 'a way out by address only, one that is closed, one that is open', objects: [deployment(), policy({ policyTypes: ['Egress'], egress: [{ to: [{ ipBlock: { cidr: '10.0.0.1/32' } }] }] }), { ...policy({ podSelector: {}, policyTypes: ['Egress'] }), metadata: { name: 'deny', namespace: 'team-a' } }] },
    { rule: 'ML-NET-004', name: 'a policy for ingress only', objects: [deployment(), policy({ policyTypes: ['Ingress'], ingress: [{ from: [{ podSelector: {} }] }] })] },
    { rule: 'ML-NET-005', name: 'monitors over any namespace', objects: [deployment(), service({}, { labels: { app: 'chat' } }), { ...podMonitor({ selector: matching('chat'), namespaceSelector: { any: true } }), metadata: { name: 'a', namespace: 'monitoring' } }, { ...serviceMonitor({ selector: matching('chat'), namespaceSelector: { matchNames: ['team-a'] } }), metadata: { name: 'b', namespace: 'monitoring' } }] },
    { rule: 'ML-NET-006', name: 'ports that are there, ports by number', objects: [deployment(), podMonitor({ selector: matching('chat'), podMetricsEndpoints: [{ port: 'http' }, { portNumber: 8000 }] })] },
    { rule: 'ML-NET-001', name: 'pods of a Job by the label that it gives them', objects: [object('batch/v1', 'Job', 'train', { spec: { template: template({ restartPolicy: 'Never' }, {}) } }), service({ selector: { 'job-name': 'train' } }), config()] },
  ],
};
