import { Size } from 'cdk8s';
import { Cases } from './case';
import { Cpu } from '../../../src/border/cpu';
import { Accelerator } from '../../../src/cluster/accelerator';
import { Cluster } from '../../../src/cluster/cluster';
import { NodePool } from '../../../src/cluster/node-pool';
import { KnownObject } from '../../../src/manifest/external';
import { Severity } from '../../../src/manifest/finding';
import { importedCluster } from '../imported-cluster';
import { budget, claim, container, cronJob, deployment, hpa, job, namespace, object, scaled, statefulSet, withContainer } from '../manifests';

const quota = (hard: object, spec: object = {}, metadata: object = {}): any => object('v1', 'ResourceQuota', 'quota', { spec: { hard, ...spec } }, { ...metadata });
const ofClass = (operator: string, values?: string[]): object => ({ scopeSelector: { matchExpressions: [{ scopeName: 'PriorityClass', operator, ...values ? { values } : {} }] } });
const ofAttributes = (name: string): object => ({ scopeSelector: { matchExpressions: [{ scopeName: 'VolumeAttributesClass', operator: 'In', values: [name] }] } });
const priority = (name: string, value: number, more: object = {}): any => ({ apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name }, value, ...more });
const vpa = (bounds: object, more: object = {}): any => object('autoscaling.k8s.io/v1', 'VerticalPodAutoscaler', 'chat', {
  spec: { targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'chat' }, updatePolicy: { updateMode: 'Recreate' }, resourcePolicy: { containerPolicies: [{ containerName: '*', ...bounds }] }, ...more },
});
const limitRange = (item: object, name = 'limits', type = 'Container'): any => object('v1', 'LimitRange', name, { spec: { limits: [{ type, ...item }] } });
const gpus = (count: number, fields: object = {}): any => ({
  containers: [container({ resources: { requests: { cpu: '1', memory: '1Gi' }, limits: { 'memory': '1Gi', 'nvidia.com/gpu': count } } })],
  tolerations: [{ key: 'nvidia.com/gpu', operator: 'Exists' }],
  ...fields,
});
const rolling = (maxSurge: number | string, maxUnavailable: number | string): object => ({ strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge, maxUnavailable } } });
const cpu = (amount: string): any => ({ containers: [container({ resources: { requests: { cpu: amount, memory: '1Gi' }, limits: { memory: '1Gi' } } })] });
const sure = (amount: string, memory: string): any => ({ containers: [container({ resources: { requests: { cpu: amount, memory }, limits: { cpu: amount, memory } } })] });

/** Nodes that say what they offer. */
const node = { cpu: Cpu.units(8), memory: Size.gibibytes(32), allocatable: { cpu: Cpu.units(8), memory: Size.gibibytes(32) } };
const general = (maxNodes = 4, more: object = {}): NodePool => NodePool.cpu('general', { ...node, maxNodes, ...more });
const l4 = (maxNodes = 2, perNode = 1): NodePool => NodePool.gpu('l4', { ...node, accelerator: Accelerator.NVIDIA_L4, perNode, maxNodes });
const prod = (...pools: NodePool[]): Cluster => Cluster.of('prod', { pools });
/** A cluster of one node, as import-nodes reads it. */
const imported = (): Cluster => importedCluster('real', { 'disk-type': 'ssd' });
const other = (name: string, pod: any, spec: object = {}): any => ({ ...deployment(pod, { selector: { matchLabels: { app: name } }, ...spec }), metadata: { name, namespace: 'team-a' } });
const scaledJob = (pod: any = {}): any => object('keda.sh/v1alpha1', 'ScaledJob', 'queue', { spec: { jobTargetRef: { template: job({}, pod).spec.template }, triggers: [] } });
const jobSet = (replicas: number, pod: any = {}): any =>
  object('jobset.x-k8s.io/v1alpha2', 'JobSet', 'ranks', { spec: { replicatedJobs: [{ name: 'w', replicas, template: { spec: { template: job({}, pod).spec.template } } }] } });
const twoParts = (...parts: object[]): any =>
  object('jobset.x-k8s.io/v1alpha2', 'JobSet', 'ranks', { spec: { replicatedJobs: parts.map((one, i) => ({ name: 'ab'[i], template: { spec: { template: job().spec.template } }, ...one })) } });
const daemonSet = (more: object = {}): any => {
  const { selector, template } = deployment().spec;
  return object('apps/v1', 'DaemonSet', 'logs', { spec: { selector, template, ...more } });
};
const overWhenAnyIs = (jobSetOf: any): any => ({ ...jobSetOf, spec: { ...jobSetOf.spec, successPolicy: { operator: 'Any' } } });
const apart = { affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { app: 'chat' } } }] } } };
const spread = (more: object = {}): any => ({ topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'DoNotSchedule', labelSelector: { matchLabels: { app: 'chat' } }, ...more }] });

/** A Job whose pods are called as those of 'chat'. */
const labelled = (one: any): any => ({ ...one, spec: { ...one.spec, template: { ...one.spec.template, metadata: { labels: { app: 'chat' } } } } });

/** A Job that is a training, as its pods say. */
const training = (one: any): any => ({ ...one, spec: { ...one.spec, template: { ...one.spec.template, metadata: { annotations: { 'cdk8s-ml.dev/disruption': 'fail' } } } } });

/** Quotas, limit ranges and pools, and what does not fit them. */
export const capacity: Cases = {
  broken: [
    {
      rule: 'ML-CAP-001',
      name: 'a container without a limit under a quota on limits',
      objects: [deployment(), quota({ 'limits.cpu': '10' })],
      says: ["container 'server' of Deployment 'chat' states no limits.cpu, which quota 'quota' counts, so that the API server refuses its pods; set limits.cpu or give namespace 'team-a' a LimitRange with a default"],
    },
    {
      rule: 'ML-CAP-001',
      name: 'an init container without a request, once for two keys of one thing',
      objects: [deployment({ initContainers: [container({ name: 'load', resources: {} })] }), quota({ 'cpu': '10', 'requests.cpu': '10' })],
      says: ["init container 'load' of Deployment 'chat' states no requests.cpu, which quota 'quota' counts, so that the API server refuses its pods; set requests.cpu or give namespace 'team-a' a LimitRange with a default"],
    },
    {
      rule: 'ML-CAP-002',
      name: 'a rollout without room for one GPU more',
      objects: [deployment(gpus(1), { replicas: 2, ...rolling(1, 0) }), quota({ 'requests.nvidia.com/gpu': '2' })],
      says: ["rollout of 'chat' at its minimum needs 3 × nvidia.com/gpu (2 + 1 surge) and quota 'quota' grants 2; raise its requests.nvidia.com/gpu to 3 or set rollout: Rollout.replaceInPlace() (maxSurge 0, maxUnavailable 1)"],
    },
    {
      rule: 'ML-CAP-002',
      name: 'a rollout that its neighbours leave no room',
      objects: [deployment({}, { replicas: 1 }), other('rank', cpu('2'), { replicas: 2, ...rolling(0, 1) }), quota({ 'requests.cpu': '4500m' })],
      says: ["rollout of 'chat' at its minimum needs 5 of requests.cpu (1 × 500m + 1 × 500m surge, and 4 of Deployment 'rank' (2 × 2)) and quota 'quota' grants 4500m; raise its requests.cpu to 5 or set rollout: Rollout.replaceInPlace() (maxSurge 0, maxUnavailable 1)"],
    },
    {
      rule: 'ML-CAP-002',
      name: 'a rollout that hangs at more replicas than the minimum',
      severity: Severity.WARNING,
      objects: [deployment(gpus(1), { replicas: undefined, ...rolling(1, 0) }), hpa({ minReplicas: 2, maxReplicas: 4 }), quota({ 'requests.nvidia.com/gpu': '4' })],
      says: ["rollout of 'chat' hangs at 4 replicas: it needs 5 × nvidia.com/gpu (4 + 1 surge) and quota 'quota' grants 4; raise its requests.nvidia.com/gpu to 5 or set rollout: Rollout.replaceInPlace() (maxSurge 0, maxUnavailable 1)"],
    },
    {
      rule: 'ML-CAP-002',
      name: 'a rollout that may add less than it wants to',
      severity: Severity.WARNING,
      objects: [deployment({}, { replicas: 4, ...rolling(2, 1) }), quota({ pods: 5 })],
      says: ["rollout of 'chat' at its minimum may add 2 replicas, all of which need 6 × pods (4 + 2 surge) and quota 'quota' grants 5; raise its pods to 6 or lower maxSurge"],
    },
    {
      rule: 'ML-CAP-002',
      name: 'a rollout that may add less than it wants to, and a peak that is more than that',
      severity: Severity.WARNING,
      objects: [deployment({}, { replicas: 4, ...rolling(2, 1) }), cronJob(), quota({ pods: 5 })],
      says: ["rollout of 'chat' at its minimum may add 2 replicas, all of which need 6 × pods (4 + 2 surge) and quota 'quota' grants 5; raise its pods to 6 or lower maxSurge",
        "what stands in namespace 'team-a' needs 7 × pods at its peak (6 of Deployment 'chat', at least 1 of CronJob 'score') and quota 'quota' grants 5; raise its pods to 7 or lower the maxima"],
    },
    {
      rule: 'ML-CAP-002',
      name: 'a maximum that is too much by several keys, once',
      objects: [deployment(sure('2', '4Gi'), { replicas: 3 }), quota({ 'requests.cpu': '4', 'limits.cpu': '4', 'requests.memory': '8Gi', 'limits.memory': '11Gi', 'pods': 2 })],
      says: ["Deployment 'chat' alone needs more at its maximum (3 replicas) than quota 'quota' grants: requests.cpu and limits.cpu 6 (3 × 2) > 4, requests.memory 12Gi (3 × 4Gi) > 8Gi, limits.memory 12Gi (3 × 4Gi) > 11Gi, pods 3 > 2; raise its requests.cpu and limits.cpu to 6, requests.memory and limits.memory to 12Gi, pods to 3 or lower its maximum to 2"],
    },
    {
      rule: 'ML-CAP-002',
      name: 'a JobSet that is too much by several keys, once',
      objects: [jobSet(3, gpus(1)), quota({ 'requests.nvidia.com/gpu': 2, 'pods': 2 })],
      says: ["JobSet 'ranks' alone needs more at its maximum than quota 'quota' grants: requests.nvidia.com/gpu and pods 3 > 2; raise its requests.nvidia.com/gpu and pods to 3 or ask for less"],
    },
    {
      rule: 'ML-CAP-002',
      name: 'a rollout without room by several keys, once',
      objects: [deployment(sure('2', '4Gi'), { replicas: 2, ...rolling(1, 0) }), other('rank', sure('1', '1Gi'), { replicas: 1, ...rolling(0, 1) }), quota({ 'requests.cpu': '5', 'limits.cpu': '6', 'pods': 3 })],
      says: ["rollout of 'chat' at its minimum needs more than quota 'quota' grants: requests.cpu 7 (2 × 2 + 1 × 2 surge, and 1 of Deployment 'rank') > 5, limits.cpu 7 (2 × 2 + 1 × 2 surge, and 1 of Deployment 'rank') > 6, pods 4 (2 + 1 surge, and 1 of Deployment 'rank') > 3; raise its requests.cpu and limits.cpu to 7, pods to 4 or set rollout: Rollout.replaceInPlace() (maxSurge 0, maxUnavailable 1)"],
    },
    {
      rule: 'ML-CAP-002',
      name: 'a rollout that hangs at several numbers of replicas, the smallest of them first',
      severity: Severity.WARNING,
      objects: [
        deployment(sure('2', '4Gi'), { replicas: undefined, ...rolling(1, 0) }), hpa({ minReplicas: 2, maxReplicas: 4 }), other('rank', sure('2', '1Gi'), { replicas: 1, ...rolling(0, 1) }),
        quota({ 'requests.memory': '18Gi', 'requests.cpu': '8' }),
      ],
      says: ["rollout of 'chat' hangs at 3 replicas, where it needs more than quota 'quota' grants: requests.cpu 10 (3 × 2 + 1 × 2 surge, and 2 of Deployment 'rank') > 8, requests.memory 21Gi (4 × 4Gi + 1 × 4Gi surge, and 1Gi of Deployment 'rank') > 18Gi at 4 replicas; raise its requests.cpu to 10, requests.memory to 21Gi or set rollout: Rollout.replaceInPlace() (maxSurge 0, maxUnavailable 1)"],
    },
    {
      rule: 'ML-CAP-002',
      name: 'workloads that do not fit together by several keys, once',
      objects: [deployment(sure('2', '4Gi'), { replicas: 1, ...rolling(0, 1) }), other('rank', sure('2', '4Gi'), { replicas: 1, ...rolling(0, 1) }), quota({ 'requests.cpu': '3', 'requests.memory': '7Gi' })],
      says: ["what stands in namespace 'team-a' needs more at the least than quota 'quota' grants: requests.cpu 4 (2 of Deployment 'chat', 2 of Deployment 'rank') > 3, requests.memory 8Gi (4Gi of Deployment 'chat', 4Gi of Deployment 'rank') > 7Gi; raise its requests.cpu to 4, requests.memory to 8Gi or lower what is asked for"],
    },
    {
      rule: 'ML-CAP-002',
      name: 'workloads that do not fit together at their minimum',
      objects: [deployment({}, { replicas: 3 }), other('rank', {}, { replicas: 3 }), quota({ 'requests.memory': '2560Mi' })],
      says: ["what stands in namespace 'team-a' needs 3Gi of requests.memory at the least (1536Mi of Deployment 'chat' (3 × 512Mi), 1536Mi of Deployment 'rank' (3 × 512Mi)) and quota 'quota' grants 2560Mi; raise its requests.memory to 3Gi or lower what is asked for"],
    },
    {
      rule: 'ML-CAP-002',
      name: 'a maximum that can never be reached, of an autoscaler',
      objects: [scaled(), hpa({ maxReplicas: 10 }), quota({ pods: 8 })],
      says: [
        "Deployment 'chat' alone needs 10 × pods at its maximum (10: 2 to 10 by HorizontalPodAutoscaler 'chat') and quota 'quota' grants 8; raise its pods to 10 or lower its maximum to 8",
      ],
    },
    {
      rule: 'ML-CAP-002',
      name: 'room for some pods of a Job, a CronJob and a ScaledJob, which get done by fewer',
      severity: Severity.WARNING,
      objects: [
        job({ parallelism: 9, completions: 20 }), cronJob({ jobTemplate: { spec: { parallelism: 9, template: job().spec.template } } }), scaledJob(), quota({ pods: 8 }),
      ],
      says: [
        "Job 'train' alone needs 9 × pods at its maximum and quota 'quota' grants 8; raise its pods to 9 or lower its parallelism",
        "CronJob 'score' alone needs 9 × pods at its maximum (at least 1 run, concurrencyPolicy Allow has no upper bound) and quota 'quota' grants 8; raise its pods to 9 or lower its parallelism",
        "ScaledJob 'queue' alone needs 100 × pods at its maximum (100: up to 100 jobs) and quota 'quota' grants 8; raise its pods to 100 or lower its maximum to 8",
      ],
    },
    {
      rule: 'ML-CAP-002',
      name: 'room for no pod of a Job, and for not all pods of a JobSet or a training, which wait for each other',
      objects: [
        job({ parallelism: 2 }, gpus(3)), jobSet(3, gpus(1)), training(job({ parallelism: 3, completions: 3 }, gpus(1), 'ranked')), quota({ 'requests.nvidia.com/gpu': 2 }),
      ],
      says: [
        "Job 'train' alone needs 6 × nvidia.com/gpu at its maximum and quota 'quota' grants 2; raise its requests.nvidia.com/gpu to 6 or lower its parallelism",
        "JobSet 'ranks' alone needs 3 × nvidia.com/gpu at its maximum and quota 'quota' grants 2; raise its requests.nvidia.com/gpu to 3 or ask for less",
        "Job 'ranked' alone needs 3 × nvidia.com/gpu at its maximum and quota 'quota' grants 2; raise its requests.nvidia.com/gpu to 3 or ask for less",
      ],
    },
    {
      rule: 'ML-CAP-002',
      name: 'a peak that was asked to be guaranteed',
      objects: [deployment({}, { replicas: 2, ...rolling(0, 1) }), cronJob(), cronJob({}, 'rank'), quota({ pods: 3 }, {}, { annotations: { 'cdk8s-ml.dev/capacity': 'guaranteed' } })],
      says: ["what stands in namespace 'team-a' needs 4 × pods at its peak (2 of Deployment 'chat', at least 1 of CronJob 'score', at least 1 of CronJob 'rank') and quota 'quota' grants 3; raise its pods to 4 or lower the maxima"],
    },
    {
      rule: 'ML-CAP-002',
      name: 'claims of a StatefulSet beyond the storage of their class',
      objects: [statefulSet({ replicas: 3, volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: { storageClassName: 'fast', resources: { requests: { storage: '100Gi' } } } }] }), quota({ 'fast.storageclass.storage.k8s.io/requests.storage': '250Gi' })],
      says: ["StatefulSet 'store' alone needs 300Gi of fast.storageclass.storage.k8s.io/requests.storage at its maximum (3 × 100Gi: 3 replicas) and quota 'quota' grants 250Gi; raise its fast.storageclass.storage.k8s.io/requests.storage to 300Gi or lower its maximum to 2"],
    },
    {
      rule: 'ML-CAP-002',
      name: 'more objects than are counted, the one that every namespace has among them',
      objects: [namespace(), object('v1', 'ConfigMap', 'one', { data: {} }), quota({ 'configmaps': 1, 'count/secrets': 0 })],
      says: ["what stands in namespace 'team-a' needs 2 × configmaps at the least (2 of the objects themselves) and quota 'quota' grants 1; raise its configmaps to 2 or lower what is asked for"],
    },
    {
      rule: 'ML-CAP-002',
      name: 'more objects than are counted in a namespace that somebody else makes',
      objects: [object('v1', 'ConfigMap', 'one', { data: {} }), object('v1', 'ServiceAccount', 'one'), quota({ 'configmaps': 1, 'count/serviceaccounts': 2 })],
      says: ["what stands in namespace 'team-a' needs 2 × configmaps at the least (2 of the objects themselves) and quota 'quota' grants 1; raise its configmaps to 2 or lower what is asked for"],
    },
    {
      rule: 'ML-CAP-002',
      name: 'no ReplicaSet for the next revision, in whatever way it rolls',
      objects: [deployment({}, { replicas: 2, ...rolling(0, 1) }), quota({ 'count/replicasets.apps': '1' })],
      says: ["rollout of 'chat' at its minimum needs 2 × replicasets.apps (1 + 1 surge) and quota 'quota' grants 1; raise its count/replicasets.apps to 2: each revision has one, and the new one is made before an old one goes"],
    },
    {
      rule: 'ML-CAP-002',
      name: 'a Job whose pods that are over leave no room for the next',
      objects: [job({ parallelism: 2, completions: 10 }), job({ parallelism: 6, completions: 6 }, {}, 'wide'), quota({ 'count/pods': '4' })],
      says: [
        "Job 'train' comes to 10 pods until it is done, and what is over counts too: count/pods of quota 'quota' grants 4; raise it to 10, or grant 'pods' instead, which counts what is not over, or lower its completions",
        "Job 'wide' comes to 6 pods until it is done, and what is over counts too: count/pods of quota 'quota' grants 4; raise it to 6, or grant 'pods' instead, which counts what is not over, or lower its completions",
      ],
    },
    {
      rule: 'ML-CAP-002',
      name: 'a CronJob without room for a run beside those that it keeps, by Jobs and by pods',
      objects: [cronJob(), quota({ 'count/jobs.batch': '3', 'count/pods': '3' })],
      says: [
        "CronJob 'score' comes to 4 pods with 3 runs that it keeps, and what is over counts too: count/pods of quota 'quota' grants 3; raise it to 4, or grant 'pods' instead, which counts what is not over, or lower its successfulJobsHistoryLimit",
        "CronJob 'score' comes to 4 Jobs with 3 runs that it keeps, and what is over counts too: count/jobs.batch of quota 'quota' grants 3; raise it to 4, or lower its successfulJobsHistoryLimit",
      ],
    },
    {
      rule: 'ML-CAP-002',
      name: 'a claim without a class by the key of the default one',
      objects: [claim(), quota({ 'fast.storageclass.storage.k8s.io/requests.storage': '10Gi' })],
      cluster: Cluster.of('prod', { storageClasses: [{ name: 'slow' }, { name: 'fast', isDefault: true }] }),
      says: ["what stands in namespace 'team-a' needs 20Gi of fast.storageclass.storage.k8s.io/requests.storage at the least (20Gi of the objects themselves) and quota 'quota' grants 10Gi; raise its fast.storageclass.storage.k8s.io/requests.storage to 20Gi or lower what is asked for"],
    },
    {
      rule: 'ML-CAP-002',
      name: 'claims of the VolumeAttributesClass that a quota is on, and those of a StatefulSet',
      objects: [
        claim({ volumeAttributesClassName: 'gold' }),
        statefulSet({ replicas: 2, volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: { volumeAttributesClassName: 'gold', resources: { requests: { storage: '1Gi' } } } }] }),
        quota({ 'requests.storage': '21Gi' }, ofAttributes('gold')),
      ],
      says: ["what stands in namespace 'team-a' needs 22Gi of requests.storage at the least (20Gi of the objects themselves, 2Gi of StatefulSet 'store' (2 × 1Gi)) and quota 'quota' grants 21Gi; raise its requests.storage to 22Gi or lower what is asked for"],
    },
    {
      rule: 'ML-CAP-002',
      name: 'less than a scaler has at its minimum, and less than there are nodes',
      objects: [deployment(), hpa({ minReplicas: 3, maxReplicas: 6 }), daemonSet(), quota({ pods: '2' })],
      cluster: prod(general(3)),
      says: [
        "Deployment 'chat' alone needs 6 × pods at its maximum (6: 3 to 6 by HorizontalPodAutoscaler 'chat') and quota 'quota' grants 2; raise its pods to 6 or lower its minimum and maximum to 2",
        "DaemonSet 'logs' alone needs 3 × pods at its maximum (3: one on each of 0 to 3 nodes) and quota 'quota' grants 2; raise its pods to 3 or let it run on fewer nodes",
      ],
    },
    {
      rule: 'ML-CAP-002',
      name: 'a DaemonSet whose new pod comes before the old one goes',
      objects: [daemonSet({ updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } } }), quota({ pods: '2' })],
      cluster: prod(general(2, { minNodes: 2 })),
      says: ["rollout of 'logs' at its minimum needs 3 × pods (2 + 1 surge) and quota 'quota' grants 2; raise its pods to 3 or set maxSurge 0 and maxUnavailable 1"],
    },
    {
      rule: 'ML-CAP-002',
      name: 'a DaemonSet that may add more pods than there is room for',
      objects: [daemonSet({ updateStrategy: { rollingUpdate: { maxSurge: '100%', maxUnavailable: 0 } } }), quota({ pods: '3' })],
      cluster: prod(general(2, { minNodes: 2 })),
      severity: Severity.WARNING,
      says: ["rollout of 'logs' at its minimum may add 2 pods, all of which need 4 × pods (2 + 2 surge) and quota 'quota' grants 3; raise its pods to 4 or lower maxSurge"],
    },
    {
      rule: 'ML-CAP-002',
      name: 'a ScaledJob without room for a Job beside those that KEDA keeps, 100 where nobody says',
      objects: [scaledJob(), quota({ 'count/jobs.batch': '100', 'count/pods': '100' })],
      says: [
        "ScaledJob 'queue' comes to 101 pods with 100 runs that it keeps, and what is over counts too: count/pods of quota 'quota' grants 100; raise it to 101, or grant 'pods' instead, which counts what is not over, or lower its successfulJobsHistoryLimit",
        "ScaledJob 'queue' comes to 101 Jobs with 100 runs that it keeps, and what is over counts too: count/jobs.batch of quota 'quota' grants 100; raise it to 101, or lower its successfulJobsHistoryLimit",
      ],
    },
    {
      rule: 'ML-CAP-002',
      name: 'a JobSet whose pods that are over leave no room for the next',
      objects: [twoParts({ replicas: 2 }, { dependsOn: [{ name: 'a', status: 'Complete' }] }), quota({ 'count/pods': '2' })],
      says: ["JobSet 'ranks' comes to 3 pods until it is done, and what is over counts too: count/pods of quota 'quota' grants 2; raise it to 3, or grant 'pods' instead, which counts what is not over, or lower its replicas and completions"],
    },
    {
      rule: 'ML-CAP-002',
      name: 'what runs at once said once where as much is kept',
      objects: [twoParts({ replicas: 2 }, {}), quota({ 'count/pods': '2' })],
      says: ["JobSet 'ranks' alone needs 3 × pods at its maximum and quota 'quota' grants 2; raise its count/pods to 3 or ask for less"],
    },
    {
      rule: 'ML-CAP-002',
      name: 'pods that get the priority that a quota is on by default, the lowest of two',
      objects: [priority('higher', 9, { globalDefault: true }), priority('high', 5, { globalDefault: true }), deployment({}, { replicas: 1 }), quota({ pods: '0' }, ofClass('In', ['high']))],
      says: ["Deployment 'chat' alone needs 1 × pods at its maximum and quota 'quota' grants 0; raise its pods to 1 or ask for less"],
    },
    {
      rule: 'ML-CAP-002',
      name: 'no Job for the run of a CronJob beside another Job',
      objects: [job(), cronJob({ successfulJobsHistoryLimit: 0 }), quota({ 'count/jobs.batch': '1' })],
      severity: Severity.WARNING,
      says: ["what stands in namespace 'team-a' needs 2 × jobs.batch at its peak (1 of the objects themselves, at least 1 of CronJob 'score') and quota 'quota' grants 1; raise its count/jobs.batch to 2 or lower the maxima"],
    },
    {
      rule: 'ML-CAP-002',
      name: 'not as many Jobs as a JobSet makes, one for each replica of each of its parts',
      objects: [twoParts({ replicas: 2 }, { dependsOn: [{ name: 'a', status: 'Complete' }] }), quota({ 'count/jobs.batch': '2' })],
      says: ["JobSet 'ranks' alone needs 3 × jobs.batch at its maximum and quota 'quota' grants 2; raise its count/jobs.batch to 3 or ask for less"],
    },
    {
      rule: 'ML-CAP-003',
      name: 'a limit above the maximum',
      objects: [deployment(), limitRange({ max: { memory: '256Mi' } })],
      says: ["container 'server' of Deployment 'chat' has limits.memory 512Mi, which is above max.memory 256Mi of LimitRange 'limits'; lower the limit or raise the maximum"],
    },
    {
      rule: 'ML-CAP-001',
      name: 'all that a container does not state, once',
      objects: [withContainer({ resources: {} }), quota({ 'limits.cpu': '10', 'limits.memory': '10Gi', 'requests.memory': '10Gi' })],
      says: ["container 'server' of Deployment 'chat' states no limits.cpu and no limits.memory and no requests.memory, which quota 'quota' counts, so that the API server refuses its pods; set limits.cpu and limits.memory and requests.memory or give namespace 'team-a' a LimitRange with defaults"],
    },
    {
      rule: 'ML-CAP-001',
      name: 'a container of which none is wanted yet',
      objects: [deployment({}, { replicas: 0 }), quota({ 'limits.cpu': '10' })],
      severity: Severity.WARNING,
      says: ["container 'server' of Deployment 'chat' states no limits.cpu, which quota 'quota' counts, so that the API server refuses its pods; set limits.cpu or give namespace 'team-a' a LimitRange with a default"],
    },
    {
      rule: 'ML-CAP-003',
      name: 'a limit above the maximum, of pods of which none is wanted yet',
      objects: [deployment({}, { replicas: 0 }), limitRange({ max: { memory: '256Mi' } })],
      severity: Severity.WARNING,
      says: ["container 'server' of Deployment 'chat' has limits.memory 512Mi, which is above max.memory 256Mi of LimitRange 'limits'; lower the limit or raise the maximum"],
    },
    {
      rule: 'ML-CAP-003',
      name: 'a default limit below the request',
      objects: [deployment(cpu('2')), limitRange({ default: { cpu: '1' } })],
      says: ["container 'server' of Deployment 'chat' requests cpu 2, and LimitRange 'limits' gives it the limit 1, which is less; state limits.cpu"],
    },
    {
      rule: 'ML-CAP-003',
      name: 'pods without a limit, a ratio, a minimum',
      objects: [
        deployment(), limitRange({ max: { cpu: '4' } }, 'pods', 'Pod'), limitRange({ maxLimitRequestRatio: { memory: '2' }, min: { cpu: '1' } }, 'containers'),
        withContainer({ resources: { requests: { cpu: '1', memory: '256Mi' }, limits: { cpu: '1', memory: '1Gi' } } }),
      ].map((one, i) => (i === 3 ? { ...one, metadata: { ...one.metadata, name: 'rank' } } : one)),
      says: [
        "container 'server' of Deployment 'chat' has requests.cpu 500m, which is below min.cpu 1 of LimitRange 'containers'; raise the request or lower the minimum",
        "pod of Deployment 'chat' has no limits.cpu, and max.cpu 4 of LimitRange 'pods' is for every Pod; state limits.cpu",
        "container 'server' of Deployment 'rank' has limits.memory 1Gi for requests.memory 256Mi, which is more than maxLimitRequestRatio.memory 2 of LimitRange 'containers'; raise the request or lower the limit",
      ],
    },
    {
      rule: 'ML-CAP-003',
      name: 'a container that breaks a LimitRange by two bounds, once, and its pod that breaks another one',
      objects: [deployment(sure('2', '4Gi')), limitRange({ max: { cpu: '1', memory: '3Gi' } }), limitRange({ max: { cpu: '1', memory: '1Gi' } }, 'pods', 'Pod')],
      says: [
        "container 'server' of Deployment 'chat' has limits.cpu 2, which is above max.cpu 1, and has limits.memory 4Gi, which is above max.memory 3Gi of LimitRange 'limits'; lower the limit or raise the maximum",
        "pod of Deployment 'chat' has limits.cpu 2, which is above max.cpu 1, and has limits.memory 4Gi, which is above max.memory 1Gi of LimitRange 'pods'; lower the limit or raise the maximum",
      ],
    },
    {
      rule: 'ML-CAP-003',
      name: 'claims outside the bounds',
      objects: [claim(), statefulSet({ volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: { resources: { requests: { storage: '1Gi' } } } }] }), limitRange({ min: { storage: '5Gi' }, max: { storage: '10Gi' } }, 'limits', 'PersistentVolumeClaim')],
      says: [
        "PersistentVolumeClaim 'models' asks for storage 20Gi, which is above max.storage 10Gi of LimitRange 'limits'; ask for less or raise the maximum",
        "claim 'data' of StatefulSet 'store' asks for storage 1Gi, which is below min.storage 5Gi of LimitRange 'limits'; ask for more or lower the minimum",
      ],
    },
    {
      rule: 'ML-CAP-004',
      name: 'a pod that is too large, and whose GPU pool it does not tolerate',
      cluster: prod(general(2), l4()),
      objects: [withContainer({ resources: { requests: { memory: '70Gi' }, limits: { memory: '70Gi' } } })],
      says: ["no pool of cluster 'prod' takes the pods of Deployment 'chat': general (memory 70Gi is more than the 32Gi of a node), l4 (taint nvidia.com/gpu:NoSchedule is not tolerated); ask for less, select or tolerate another pool, or declare what its nodes have"],
    },
    {
      rule: 'ML-CAP-004',
      name: 'a pod that is too large by several resources, with all of them',
      cluster: prod(general(2)),
      objects: [deployment(sure('9', '70Gi'))],
      says: ["no pool of cluster 'prod' takes the pods of Deployment 'chat': general (cpu 9 is more than the 8 of a node, memory 70Gi is more than the 32Gi of a node); ask for less, select or tolerate another pool, or declare what its nodes have"],
    },
    {
      rule: 'ML-CAP-004',
      name: 'a pod without accelerators where all nodes are kept for those with some',
      cluster: prod(l4()),
      objects: [job()],
      says: ["no pool of cluster 'prod' takes the pods of Job 'train': l4 (taint nvidia.com/gpu:NoSchedule is not tolerated); all its nodes are kept for pods with accelerators, so declare a pool without (NodePool.cpu(…)), or let these pods in by name (placement: Placement.of({ pools: [cluster.pool('l4')], gpus: 1 }))"],
    },
    {
      rule: 'ML-CAP-004',
      name: 'a pod with accelerators that does not tolerate what keeps others off them',
      cluster: prod(NodePool.gpu('l4', { ...node, accelerator: Accelerator.NVIDIA_L4, perNode: 1, maxNodes: 2, taints: [{ key: 'team', value: 'nlp' }] })),
      objects: [deployment(gpus(1))],
      says: ["no pool of cluster 'prod' takes the pods of Deployment 'chat': l4 (taint team=nlp:NoSchedule is not tolerated); ask for less, select or tolerate another pool, or declare what its nodes have"],
    },
    {
      rule: 'ML-CAP-004',
      name: 'a pod beside a DaemonSet and what is kept',
      cluster: prod(general(2, { daemonSets: { cpu: Cpu.units(1) } })),
      objects: [
        deployment(cpu('7')),
        object('apps/v1', 'DaemonSet', 'logs', { spec: { selector: { matchLabels: { app: 'logs' } }, template: { metadata: { labels: { app: 'logs' } }, spec: cpu('500m') } } }),
      ],
      says: ["no pool of cluster 'prod' takes the pods of Deployment 'chat': general (cpu 7 is more than the 6500m of a node (8 allocatable − 1 kept − 500m of DaemonSet 'logs')); ask for less, select or tolerate another pool, or declare what its nodes have"],
    },
    {
      rule: 'ML-CAP-004',
      name: 'a label that only another pool declares',
      severity: Severity.WARNING,
      cluster: prod(general(2), NodePool.cpu('slow', { ...node, maxNodes: 2, labels: { disk: 'hdd' } })),
      objects: [deployment({ nodeSelector: { disk: 'ssd' } })],
      says: ["no pool of cluster 'prod' is known to take the pods of Deployment 'chat': general (nodeSelector disk=ssd, which it does not declare), slow (nodeSelector disk=ssd, and its nodes have hdd); tolerate its taint, select another pool, or declare the label on the pool that has it"],
    },
    {
      rule: 'ML-CAP-004',
      name: 'a label that no pool declares',
      severity: Severity.WARNING,
      cluster: prod(general(2), l4()),
      objects: [deployment({ nodeSelector: { 'cloud.google.com/gke-acelerator': 'nvidia-l4' } })],
      says: ["no pool of cluster 'prod' declares label cloud.google.com/gke-acelerator, without which none is known to take the pods of Deployment 'chat': general (nodeSelector cloud.google.com/gke-acelerator=nvidia-l4, which it does not declare), l4 (taint nvidia.com/gpu:NoSchedule is not tolerated); write cloud.google.com/gke-accelerator if that is meant, declare it on the pool that has it, or select another pool"],
    },
    {
      rule: 'ML-CAP-004',
      name: 'a label that no imported node has',
      cluster: imported(),
      objects: [deployment({ nodeSelector: { disktype: 'ssd' } })],
      says: ["no pool of cluster 'real' as imported takes the pods of Deployment 'chat': small (nodeSelector disktype=ssd, which its nodes do not have); write disk-type if that is meant, ask for less, select or tolerate another pool, or declare what its nodes have"],
    },
    {
      rule: 'ML-CAP-004',
      name: 'a resource that no pool declares',
      severity: Severity.WARNING,
      cluster: prod(general(2), l4()),
      objects: [withContainer({ resources: { limits: { 'example.com/fpga': 1 } } })],
      says: ["no pool of cluster 'prod' declares example.com/fpga, without which none is known to take the pods of Deployment 'chat': general (it does not declare example.com/fpga), l4 (taint nvidia.com/gpu:NoSchedule is not tolerated); declare it (resources: { 'example.com/fpga': '1' }) on the pool that has it, or select another pool"],
    },
    {
      rule: 'ML-CAP-004',
      name: 'huge pages that no pool declares',
      objects: [deployment({ containers: [container({ resources: { requests: { cpu: '1' }, limits: { 'hugepages-2Mi': '64Mi' } } })] })],
      cluster: prod(general()),
      severity: Severity.WARNING,
      says: ["no pool of cluster 'prod' declares hugepages-2Mi, without which none is known to take the pods of Deployment 'chat': general (it does not declare hugepages-2Mi); declare it (resources: { 'hugepages-2Mi': '1Gi' }) on the pool that has it, or select another pool"],
    },
    {
      rule: 'ML-CAP-004',
      name: 'a resource that is declared, and not enough of it',
      cluster: prod(general(2, { resources: { 'rdma/hca': '2' } })),
      objects: [withContainer({ resources: { limits: { 'rdma/hca': 3 } } })],
      says: ["no pool of cluster 'prod' takes the pods of Deployment 'chat': general (rdma/hca 3 is more than the 2 of a node); ask for less, select or tolerate another pool, or declare what its nodes have"],
    },
    {
      rule: 'ML-CAP-004',
      name: 'a resource that no imported node has',
      cluster: imported(),
      objects: [withContainer({ resources: { limits: { 'example.com/fpga': 1 } } })],
      says: ["no pool of cluster 'real' as imported takes the pods of Deployment 'chat': small (its nodes have no example.com/fpga); ask for less, select or tolerate another pool, or declare what its nodes have"],
    },
    {
      rule: 'ML-CAP-004',
      name: 'huge pages of which an imported node has none',
      cluster: imported(),
      objects: [withContainer({ resources: { requests: { 'cpu': '1', 'memory': '1Gi', 'hugepages-2Mi': '100Mi' }, limits: { 'memory': '1Gi', 'hugepages-2Mi': '100Mi' } } })],
      says: ["no pool of cluster 'real' as imported takes the pods of Deployment 'chat': small (hugepages-2Mi 100Mi is more than the 0 of a node); ask for less, select or tolerate another pool, or declare what its nodes have"],
    },
    {
      rule: 'ML-CAP-004',
      name: 'a GPU without the toleration, which some servers add',
      severity: Severity.WARNING,
      cluster: prod(general(), l4()),
      objects: [deployment(gpus(1, { tolerations: [] }))],
      says: ["no pool of cluster 'prod' is known to take the pods of Deployment 'chat': general (its nodes have no nvidia.com/gpu), l4 (taint nvidia.com/gpu:NoSchedule is not tolerated, unless the server adds that); tolerate its taint, select another pool, or declare the label on the pool that has it"],
    },
    {
      rule: 'ML-CAP-005',
      name: 'room for some pods of a Job, a CronJob and a ScaledJob, which get done by fewer',
      severity: Severity.WARNING,
      cluster: prod(l4(2)),
      objects: [
        job({ parallelism: 3, completions: 6 }, gpus(1)), cronJob({ jobTemplate: { spec: { parallelism: 3, template: job({}, gpus(1)).spec.template } } }), scaledJob(gpus(1)),
      ],
      says: [
        "Job 'train' alone has no room on cluster 'prod' at its maximum: it needs 3 nvidia.com/gpu (3 pods × 1 of Job 'train'), and the nodes that may take them have 2 (2 × 1 of l4); raise maxNodes, ask for less or lower its parallelism",
        "CronJob 'score' alone has no room on cluster 'prod' at its maximum: it needs 3 nvidia.com/gpu (3 pods × 1 of CronJob 'score'), and the nodes that may take them have 2 (2 × 1 of l4); raise maxNodes, ask for less or lower its parallelism",
        "ScaledJob 'queue' alone has no room on cluster 'prod' at its maximum (up to 100 jobs): it needs 100 nvidia.com/gpu (100 pods × 1 of ScaledJob 'queue'), and the nodes that may take them have 2 (2 × 1 of l4); raise maxNodes, ask for less or lower its maximum",
      ],
    },
    {
      rule: 'ML-CAP-004',
      name: 'a VerticalPodAutoscaler that lets no pod be small enough for a node',
      cluster: prod(general(1)),
      objects: [deployment(), vpa({ minAllowed: { cpu: '9' }, maxAllowed: { cpu: '10' } })],
      says: ["no pool of cluster 'prod' takes the pods of Deployment 'chat' at the minAllowed of VerticalPodAutoscaler 'chat': general (cpu 9 is more than the 8 of a node); lower its minAllowed"],
    },
    {
      rule: 'ML-CAP-004',
      name: 'a VerticalPodAutoscaler that may raise pods above every node',
      severity: Severity.WARNING,
      cluster: prod(general(1)),
      objects: [deployment(), vpa({ minAllowed: { cpu: '8' }, maxAllowed: { memory: '64Gi' } })],
      says: ["no pool of cluster 'prod' takes the pods of Deployment 'chat' at the maxAllowed of VerticalPodAutoscaler 'chat': general (memory 64Gi is more than the 32Gi of a node); lower its maxAllowed"],
    },
    {
      rule: 'ML-CAP-005',
      name: 'room for not all pods of a JobSet, which wait for each other',
      cluster: prod(l4(2)),
      objects: [jobSet(3, gpus(1))],
      says: ["JobSet 'ranks' alone has no room on cluster 'prod' at its maximum: it needs 3 nvidia.com/gpu (3 pods × 1 of JobSet 'ranks'), and the nodes that may take them have 2 (2 × 1 of l4); raise maxNodes or ask for less"],
    },
    {
      rule: 'ML-CAP-005',
      name: 'room for not all pods of a Job that is a training, whose ranks wait for each other, with the accelerators that are short and not the cpu',
      cluster: prod(l4(2)),
      objects: [training(job({ parallelism: 20, completions: 20 }, gpus(1)))],
      says: ["Job 'train' alone has no room on cluster 'prod' at its maximum: it needs 20 nvidia.com/gpu (20 pods × 1 of Job 'train'), and the nodes that may take them have 2 (2 × 1 of l4); raise maxNodes or ask for less"],
    },
    {
      rule: 'ML-CAP-005',
      name: 'a rollout that may add less than it wants to, and no other peak than that',
      severity: Severity.WARNING,
      cluster: prod(l4(3)),
      objects: [deployment(gpus(1), { replicas: 2, ...rolling(2, 1) })],
      says: ["rollout of 'chat' at its minimum may add 2 replicas, not all of which have room on cluster 'prod': it needs 4 nvidia.com/gpu (4 pods × 1 of Deployment 'chat'), and the nodes that may take them have 3 (3 × 1 of l4); raise maxNodes or lower maxSurge"],
    },
    {
      rule: 'ML-CAP-007',
      name: 'a Job whose pods keep apart and take turns on the nodes',
      severity: Severity.WARNING,
      cluster: prod(general(2)),
      objects: [labelled(job({ parallelism: 3 }, apart))],
      says: ["Job 'train' needs 3 pods at its maximum, and required anti-affinity by kubernetes.io/hostname, which has 2 of them, lets 2 be; prefer it instead of requiring it, or raise maxNodes"],
    },
    {
      rule: 'ML-CAP-005',
      name: 'more than the nodes that were imported',
      cluster: imported(),
      objects: [deployment(cpu('5'), { replicas: 2, ...rolling(0, 1) })],
      says: ["Deployment 'chat' alone has no room on cluster 'real' as imported at its maximum (2 replicas): it needs 10 cpu (2 pods × 5 of Deployment 'chat'), and the nodes that may take them have 8 (1 × 8 of small); raise maxNodes, ask for less or lower its maximum"],
    },
    {
      rule: 'ML-CAP-005',
      name: 'a rollout without a GPU to go on with',
      cluster: prod(general(), l4()),
      objects: [deployment(gpus(1), { replicas: 2, ...rolling(1, 0) })],
      says: ["rollout of 'chat' at its minimum has no room on cluster 'prod': it needs 3 nvidia.com/gpu (3 pods × 1 of Deployment 'chat'), and the nodes that may take them have 2 (2 × 1 of l4); raise maxNodes or set rollout: Rollout.replaceInPlace() (maxSurge 0, maxUnavailable 1)"],
    },
    {
      rule: 'ML-CAP-005',
      name: 'a rollout that hangs when it is scaled up',
      severity: Severity.WARNING,
      cluster: prod(general(), l4(4)),
      objects: [deployment(gpus(1), { replicas: undefined, ...rolling(1, 0) }), hpa({ minReplicas: 2, maxReplicas: 4 })],
      says: ["rollout of 'chat' hangs at 4 replicas on cluster 'prod': it needs 5 nvidia.com/gpu (5 pods × 1 of Deployment 'chat'), and the nodes that may take them have 4 (4 × 1 of l4); raise maxNodes or set rollout: Rollout.replaceInPlace() (maxSurge 0, maxUnavailable 1)"],
    },
    {
      rule: 'ML-CAP-005',
      name: 'pods of which a node holds one, though there are GPUs enough in the sum',
      cluster: prod(l4(2, 8)),
      objects: [deployment(gpus(5), { replicas: 3, ...rolling(0, 1) })],
      says: ["Deployment 'chat' alone has no room on cluster 'prod' at its maximum (3 replicas): it needs 3 times 5 of nvidia.com/gpu (3 pods of Deployment 'chat'), and the nodes that may take them have 2 (2 × ⌊8 ÷ 5⌋ of l4); raise maxNodes, ask for less or lower its maximum"],
    },
    {
      rule: 'ML-CAP-005',
      name: 'workloads that do not fit together',
      cluster: prod(general(1)),
      objects: [deployment(cpu('3'), { replicas: 2, ...rolling(0, 1) }), other('rank', cpu('3'), { replicas: 1, ...rolling(0, 1) })],
      says: ["what is meant for cluster 'prod' has no room at the least: it needs 9 cpu (3 pods × 3 of Deployment 'chat' and 1 like it), and the nodes that may take them have 8 (1 × 8 of general); raise maxNodes or ask for less"],
    },
    {
      rule: 'ML-CAP-006',
      name: 'small pods that strand a large one',
      cluster: Cluster.of('prod', { pools: [NodePool.gpu('a100', { ...node, accelerator: Accelerator.NVIDIA_A100_80GB, perNode: 4, maxNodes: 2 })] }),
      severity: Severity.WARNING,
      objects: [deployment(gpus(4), { replicas: 1, ...rolling(0, 1) }), other('rank', gpus(2), { replicas: 2, ...rolling(0, 1) })],
      says: ["Deployment 'chat' may be left without a node of cluster 'prod' at the least: others can stand so that each of the 2 nodes that may take it lacks room for cpu 1, memory 1Gi, nvidia.com/gpu 4 (pools: a100); give it a pool of its own, or raise maxNodes"],
    },
    {
      rule: 'ML-CAP-007',
      name: 'pods that keep apart on as many nodes',
      cluster: prod(general(2)),
      objects: [deployment(apart, { replicas: 2, ...rolling(1, 0) })],
      says: ["rollout of 'chat' at its minimum needs 3 pods at once (2 + 1 surge), and required anti-affinity by kubernetes.io/hostname, which has 2 of them, lets 2 be; prefer it instead of requiring it, set maxUnavailable 1, or raise maxNodes"],
    },
    {
      // placement-290 of the agreement suite with seed 7
      rule: 'ML-CAP-007',
      name: 'a rollout that adds fewer pods than it may where they keep apart on as many nodes',
      severity: Severity.WARNING,
      cluster: prod(general(2)),
      objects: [deployment(apart, { replicas: 2, ...rolling(1, 1) })],
      says: ["rollout of 'chat' at its maximum may add 1 replica to 2, not all of which can start: required anti-affinity by kubernetes.io/hostname, which has 2 of them, lets 2 be; lower maxSurge, prefer it instead of requiring it, or raise maxNodes"],
    },
    {
      rule: 'ML-CAP-007',
      name: 'a spread over nodes of which one is tainted',
      cluster: prod(general(2, { minNodes: 2 }), NodePool.gpu('l4', { ...node, accelerator: Accelerator.NVIDIA_L4, perNode: 1, maxNodes: 1, minNodes: 1 })),
      objects: [deployment(spread(), { replicas: 3 })],
      says: ["Deployment 'chat' needs 3 pods at its maximum, and spread by kubernetes.io/hostname with DoNotSchedule and maxSkew 1, where one of them holds 0, lets 2 be; prefer it instead of requiring it, or raise maxNodes"],
    },
    {
      rule: 'ML-CAP-008',
      name: 'replicas on a pool of one node',
      cluster: prod(l4(1, 8)),
      objects: [deployment(gpus(1))],
      says: ["Deployment 'chat' has 3 replicas, and all of them can only run on the one node that cluster 'prod' has for them (pool l4); raise maxNodes or let them run on another pool too"],
    },
    {
      rule: 'ML-CAP-008',
      name: 'a disruption budget on a pool of one node',
      cluster: prod(l4(1, 8)),
      objects: [deployment(gpus(1), { replicas: 1 }), budget({ maxUnavailable: 1 })],
      says: ["Deployment 'chat' has a PodDisruptionBudget, and all of them can only run on the one node that cluster 'prod' has for them (pool l4); raise maxNodes or let them run on another pool too"],
    },
    {
      rule: 'ML-CAP-009',
      name: 'two defaults',
      objects: [limitRange({ default: { memory: '1Gi' } }), limitRange({ max: { memory: '2Gi' } }, 'second')],
      says: ["LimitRange 'second' gives containers another default of memory than LimitRange 'limits', and which of them counts is not determined; give defaults in one of them only"],
    },
    {
      rule: 'ML-CAP-010',
      name: 'pods on the pools of a cluster that nothing around them has',
      objects: [deployment(), object('v1', 'Service', 'chat', { spec: {} })],
      placedOn: prod(general()),
      says: ["Deployment 'chat' is placed on pools of cluster 'prod', and neither its chart nor its app has a cluster, so that nothing is judged against one; give cluster to its MlChart or to the MlApp"],
    },
  ],
  nearMisses: [
    { rule: 'ML-CAP-010', name: 'pods of no cluster at all', objects: [deployment()] },
    { rule: 'ML-CAP-001', name: 'a limit, which is a request too', objects: [withContainer({ resources: { limits: { cpu: '1', memory: '1Gi' } } }), quota({ 'requests.cpu': '10', 'requests.memory': '10Gi', 'limits.cpu': '10' })] },
    { rule: 'ML-CAP-001', name: 'a default of a LimitRange', objects: [deployment(), quota({ 'limits.cpu': '10' }), limitRange({ max: { cpu: '2' } })] },
    { rule: 'ML-CAP-001', name: 'a pod that states it as a whole', objects: [withContainer({ resources: {} }, { resources: { requests: { cpu: '1' } } }), quota({ 'requests.cpu': '10', 'limits.memory': '10Gi' })] },
    { rule: 'ML-CAP-001', name: 'resources that need not be stated', objects: [deployment(), quota({ 'requests.ephemeral-storage': '10Gi', 'requests.nvidia.com/gpu': '1' })] },
    { rule: 'ML-CAP-001', name: 'a quota of other pods', objects: [deployment(), quota({ 'limits.cpu': '10' }, { scopes: ['Terminating'] })] },
    { rule: 'ML-CAP-002', name: 'room for one more', objects: [deployment(gpus(1), { replicas: 2, ...rolling(1, 0) }), quota({ 'requests.nvidia.com/gpu': '3', 'pods': '3' })] },
    { rule: 'ML-CAP-002', name: 'a rollout in place that fills the quota', objects: [deployment(gpus(1), { replicas: 2, ...rolling(0, 1) }), quota({ 'requests.nvidia.com/gpu': '2' })] },
    { rule: 'ML-CAP-002', name: 'pods of another priority', objects: [deployment({}, { replicas: 3 }), quota({ pods: '1' }, { scopeSelector: { matchExpressions: [{ scopeName: 'PriorityClass', operator: 'In', values: ['low'] }] } })] },
    { rule: 'ML-CAP-002', name: 'an owned ReplicaSet, which is counted once', objects: [deployment({}, { replicas: 3, ...rolling(0, 1) }), { ...other('chat-5d4', {}, { replicas: 3 }), kind: 'ReplicaSet', metadata: { name: 'chat-5d4', namespace: 'team-a', ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'chat', uid: 'x', controller: true }] } }, quota({ pods: '3' })] },
    { rule: 'ML-CAP-002', name: 'the same namespace of nobody', objects: [deployment({}, { replicas: 3 }), { ...quota({ pods: '1' }), metadata: { name: 'quota', namespace: 'team-b' } }] },
    { rule: 'ML-CAP-002', name: 'a ReplicaSet for the next revision', objects: [deployment({}, { replicas: 2 }), quota({ 'count/replicasets.apps': '2', 'count/deployments.apps': '1' })] },
    {
      rule: 'ML-CAP-002',
      name: 'what every namespace has, written down once more',
      objects: [namespace(), object('v1', 'ConfigMap', 'kube-root-ca.crt', { data: {} }), object('v1', 'ServiceAccount', 'default'), quota({ 'configmaps': 1, 'count/configmaps': 1, 'count/serviceaccounts': 1 })],
    },
    { rule: 'ML-CAP-002', name: 'no ConfigMap where none may be, in a namespace that is there', objects: [deployment(), quota({ configmaps: 0 })] },
    {
      rule: 'ML-CAP-002',
      name: 'what every namespace has, among what others use',
      objects: [object('v1', 'ConfigMap', 'one', { data: {} })],
      externals: [{
        kind: 'ResourceQuota',
        name: 'quota',
        namespace: 'team-a',
        path: 'q',
        used: { configmaps: '1' },
        manifest: { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'quota', namespace: 'team-a' }, spec: { hard: { configmaps: '2' } } },
      } as KnownObject],
    },
    { rule: 'ML-CAP-002', name: 'a Job for each replica of a JobSet', objects: [twoParts({ replicas: 2 }, {}), quota({ 'count/jobs.batch': '3' })] },
    { rule: 'ML-CAP-002', name: 'pods with a priority of their own, and a quota on those without any', objects: [priority('high', 5, { globalDefault: true }), priority('low', 1), deployment({ priorityClassName: 'low' }), quota({ pods: '0' }, ofClass('In', ['high'])), { ...quota({ pods: '0' }, ofClass('DoesNotExist')), metadata: { name: 'second', namespace: 'team-a' } }] },
    { rule: 'ML-CAP-002', name: 'a priority that nothing gets by default', objects: [priority('high', 5), deployment(), quota({ pods: '0' }, ofClass('Exists'))] },
    { rule: 'ML-CAP-002', name: 'room for what is over and kept', objects: [job({ parallelism: 2, completions: 3 }), quota({ 'count/pods': '3', 'count/jobs.batch': '1' })] },
    { rule: 'ML-CAP-002', name: 'a JobSet that is over when one of its Jobs is', objects: [overWhenAnyIs(twoParts({ template: { spec: { ...job().spec, parallelism: 1, completions: 3 } } })), quota({ 'count/pods': '1' })] },
    { rule: 'ML-CAP-002', name: 'a ScaledJob whose Jobs are deleted after their end', objects: [object('keda.sh/v1alpha1', 'ScaledJob', 'queue', { spec: { maxReplicaCount: 4, jobTargetRef: { ttlSecondsAfterFinished: 60, template: job().spec.template }, triggers: [] } }), quota({ 'count/jobs.batch': '4' })] },
    { rule: 'ML-CAP-002', name: 'a DaemonSet whose old pod goes first', objects: [daemonSet(), quota({ pods: '2' })], cluster: prod(general(2, { minNodes: 2 })) },
    { rule: 'ML-CAP-002', name: 'a claim of no class beside a default one', objects: [claim({ storageClassName: '' }), quota({ 'fast.storageclass.storage.k8s.io/requests.storage': '10Gi' })], cluster: Cluster.of('prod', { storageClasses: [{ name: 'fast', isDefault: true }] }) },
    { rule: 'ML-CAP-002', name: 'a quota below nothing, which the API server refuses', objects: [deployment(), quota({ pods: '-2' })] },
    { rule: 'ML-CAP-002', name: 'claims of another VolumeAttributesClass than that of the quota, and of none', objects: [claim({ volumeAttributesClassName: 'silver' }), { ...claim(), metadata: { name: 'plain', namespace: 'team-a' } }, quota({ 'requests.storage': '1Gi' }, ofAttributes('gold'))] },
    { rule: 'ML-CAP-002', name: 'a CronJob with room for all that it keeps', objects: [cronJob(), quota({ 'count/jobs.batch': '4', 'count/pods': '4' })] },
    { rule: 'ML-CAP-002', name: 'a CronJob whose Jobs are deleted after their end, and a quota on pods that run', objects: [cronJob({ jobTemplate: { spec: { ...job().spec, ttlSecondsAfterFinished: 60 } } }), job({ parallelism: 1, completions: 10 }), quota({ 'pods': '2', 'count/jobs.batch': '2' })] },
    { rule: 'ML-CAP-002', name: 'a Job that may be done before all its pods are, and one of a quota with scopes, which counts no Jobs', objects: [job({ parallelism: 2, completions: 10, completionMode: 'Indexed', successPolicy: { rules: [{ succeededCount: 1 }] } }), cronJob(), quota({ 'count/pods': '3' }, { scopes: ['Terminating'] }), { ...quota({ 'count/pods': '4', 'count/jobs.batch': '0' }, { scopes: ['NotTerminating'] }), metadata: { name: 'second', namespace: 'team-a' } }] },
    { rule: 'ML-CAP-003', name: 'exactly at the bounds', objects: [deployment(), limitRange({ max: { memory: '0.5Gi' }, min: { memory: '536870912', cpu: '0.5' } })] },
    { rule: 'ML-CAP-003', name: 'a ratio that is kept to the last byte', objects: [withContainer({ resources: { requests: { memory: '256Mi' }, limits: { memory: '512Mi' } } }), limitRange({ maxLimitRequestRatio: { memory: '2' } })] },
    { rule: 'ML-CAP-004', name: 'a node that is just large enough', cluster: prod(general(1)), objects: [withContainer({ resources: { requests: { cpu: '8', memory: '32Gi' } } })] },
    { rule: 'ML-CAP-004', name: 'a label that many nodes have', cluster: prod(general(1)), objects: [deployment({ nodeSelector: { 'node.kubernetes.io/instance-type': 'm5.large' } })] },
    { rule: 'ML-CAP-004', name: 'a resource that is declared', cluster: prod(general(1, { resources: { 'vpc.amazonaws.com/efa': '1' } })), objects: [withContainer({ resources: { limits: { 'vpc.amazonaws.com/efa': 1 } } })] },
    { rule: 'ML-CAP-004', name: 'bounds of a VerticalPodAutoscaler that a node holds, and one that only recommends', cluster: prod(general(1)), objects: [deployment(), vpa({ minAllowed: { cpu: '8' }, maxAllowed: { cpu: '8', memory: '32Gi' } }), { ...vpa({ minAllowed: { cpu: '9' } }, { updatePolicy: { updateMode: 'Off' } }), metadata: { name: 'second', namespace: 'team-a' } }] },
    { rule: 'ML-CAP-004', name: 'a minimum of what is not controlled, and of a container that is left alone', cluster: prod(general(1)), objects: [deployment(), vpa({ minAllowed: { cpu: '9' }, controlledResources: ['memory'] }), { ...vpa({ minAllowed: { cpu: '9' }, mode: 'Off' }), metadata: { name: 'second', namespace: 'team-a' } }] },
    { rule: 'ML-CAP-004', name: 'no replicas', cluster: prod(general(1)), objects: [deployment(cpu('9'), { replicas: 0 })] },
    { rule: 'ML-CAP-005', name: 'one GPU more', cluster: prod(general(), l4(3)), objects: [deployment(gpus(1), { replicas: 2, ...rolling(1, 0) })] },
    { rule: 'ML-CAP-005', name: 'Jobs that run one after the other', cluster: prod(l4(2)), objects: [job({ parallelism: 2 }, gpus(1)), job({ parallelism: 2, suspend: true }, gpus(1), 'later')] },
    { rule: 'ML-CAP-006', name: 'pods of one size', cluster: prod(l4(2, 4)), objects: [deployment(gpus(2), { replicas: 4, ...rolling(0, 1) })] },
    { rule: 'ML-CAP-007', name: 'pods that keep apart with a node to spare', cluster: prod(general(3)), objects: [deployment(apart, { replicas: 2, ...rolling(1, 0) })] },
    { rule: 'ML-CAP-007', name: 'a spread that honours taints', cluster: prod(general(2, { minNodes: 2 }), l4()), objects: [deployment(spread({ nodeTaintsPolicy: 'Honor' }), { replicas: 3 })] },
    { rule: 'ML-CAP-008', name: 'one replica', cluster: prod(l4(1, 8)), objects: [deployment(gpus(1), { replicas: 1 })] },
    { rule: 'ML-CAP-008', name: 'two pools of one node', cluster: prod(general(1), NodePool.cpu('more', { ...node, maxNodes: 1 })), objects: [deployment()] },
    { rule: 'ML-CAP-009', name: 'equal defaults', objects: [limitRange({ default: { memory: '1Gi' } }), limitRange({ default: { memory: '1024Mi' } }, 'second')] },
  ],
};
