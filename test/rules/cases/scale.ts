import { Cases } from './case';
import { Severity } from '../../../src/manifest/finding';
import { budget, container, deployment, hpa, namespace, object, scaled, statefulSet, template } from '../manifests';

const resource = (name: string, target: object = { type: 'Utilization', averageUtilization: 80 }): object => ({ type: 'Resource', resource: { name, target } });
const scaledObject = (spec: object = {}, metadata: object = {}): any => object('keda.sh/v1alpha1', 'ScaledObject', 'chat', { spec: { scaleTargetRef: { name: 'chat' }, triggers: [{ type: 'prometheus', metadata: {} }], ...spec } }, { ...metadata });
const vpa = (spec: object = {}): any => object('autoscaling.k8s.io/v1', 'VerticalPodAutoscaler', 'chat', { spec: { targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'chat' }, ...spec } });
const target = (ref: object): any => hpa({ scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'chat', ...ref } });
const gpu = { containers: [container({ resources: { requests: { cpu: 1 }, limits: { 'nvidia.com/gpu': 1 } } })] };
const replicas = (count: number): any => deployment({}, { replicas: count });

/** Scalers, and the disruption of what they scale. */
export const scale: Cases = {
  broken: [
    {
      rule: 'ML-SCALE-001',
      name: 'a slip in the name',
      objects: [namespace(), scaled(), target({ name: 'chta' })],
      says: [
        "HorizontalPodAutoscaler 'chat' scales Deployment 'chta', which is not among the manifests of namespace 'team-a'; mend the name (is it 'chat'?) or declare it with External.declare",
      ],
    },
    {
      rule: 'ML-SCALE-001',
      name: 'a target that somebody else may make',
      objects: [target({ name: 'other' })],
      severity: Severity.WARNING,
      says: [
        "HorizontalPodAutoscaler 'chat' scales Deployment 'other', which is not among the manifests of namespace 'team-a'; mend the name or declare it with External.declare",
      ],
    },
    {
      rule: 'ML-SCALE-001',
      name: 'a group that has no such kind',
      objects: [scaled(), target({ apiVersion: 'v1' })],
      says: [
        'HorizontalPodAutoscaler \'chat\' scales Deployment \'chat\' of apiVersion "v1", which has no such kind; write scaleTargetRef.apiVersion apps/v1',
      ],
    },
    {
      rule: 'ML-SCALE-001',
      name: 'a kind without a scale',
      objects: [target({ kind: 'DaemonSet' }), scaledObject({ scaleTargetRef: { apiVersion: 'batch/v1', kind: 'Job', name: 'train' } })],
      says: [
        "HorizontalPodAutoscaler 'chat' scales DaemonSet 'chat', and a DaemonSet has no number of replicas; scale a Deployment or a StatefulSet",
        "ScaledObject 'chat' scales Job 'train', and a Job has no number of replicas; scale a Deployment or a StatefulSet",
      ],
    },
    {
      rule: 'ML-SCALE-001',
      name: 'a ScaledObject and a VerticalPodAutoscaler without targets',
      objects: [scaledObject(), vpa()],
      severity: Severity.WARNING,
      says: [
        "ScaledObject 'chat' scales Deployment 'chat', which is not among the manifests of namespace 'team-a'; mend the name or declare it with External.declare",
        "VerticalPodAutoscaler 'chat' scales Deployment 'chat', which is not among the manifests of namespace 'team-a'; mend the name or declare it with External.declare",
      ],
    },
    {
      rule: 'ML-SCALE-002',
      name: 'two autoscalers',
      objects: [scaled(), hpa(), hpa({ metrics: [resource('memory')] }, 'chat-memory')],
      says: [
        "HorizontalPodAutoscaler 'chat-memory' scales Deployment 'chat', which HorizontalPodAutoscaler 'chat' scales too; put all metrics into one of them",
      ],
    },
    {
      rule: 'ML-SCALE-002',
      name: 'an autoscaler beside a ScaledObject',
      objects: [scaled(), hpa(), scaledObject()],
      says: [
        "ScaledObject 'chat' scales Deployment 'chat', which HorizontalPodAutoscaler 'chat' scales too; put all metrics into one of them",
      ],
    },
    {
      rule: 'ML-SCALE-002',
      name: 'a VerticalPodAutoscaler that changes what is measured',
      objects: [scaled(), hpa(), vpa()],
      severity: Severity.WARNING,
      says: [
        'VerticalPodAutoscaler \'chat\' changes requests.cpu of Deployment \'chat\' (updateMode Auto), against which HorizontalPodAutoscaler \'chat\' measures; write updateMode: "Off", or leave cpu out of controlledResources',
      ],
    },
    {
      rule: 'ML-SCALE-003',
      name: 'replicas under an autoscaler',
      objects: [deployment(), hpa()],
      says: [
        "Deployment 'chat' states replicas 3, and HorizontalPodAutoscaler 'chat' scales it from 2 to 10; leave replicas out, every apply sets it back",
      ],
    },
    {
      rule: 'ML-SCALE-003',
      name: 'replicas under a ScaledObject',
      objects: [deployment(), scaledObject()],
      says: [
        "Deployment 'chat' states replicas 3, and ScaledObject 'chat' scales it from 0 to 100; leave replicas out, every apply sets it back",
      ],
    },
    {
      rule: 'ML-SCALE-004',
      name: 'a sidecar without a request, where no LimitRange can give one',
      objects: [namespace(), scaled({ containers: [container(), container({ name: 'proxy', resources: undefined })] }), hpa()],
      says: [
        "HorizontalPodAutoscaler 'chat' scales by cpu utilization, and container 'proxy' of Deployment 'chat' requests no cpu; give it requests.cpu",
      ],
    },
    {
      rule: 'ML-SCALE-004',
      name: 'no request of memory, where a LimitRange may give one',
      objects: [scaled({ containers: [container({ resources: { requests: { cpu: 1 } } })] }), hpa({ metrics: [resource('memory')] })],
      severity: Severity.WARNING,
      says: [
        "HorizontalPodAutoscaler 'chat' scales by memory utilization, and container 'server' of Deployment 'chat' requests no memory; give it requests.memory",
      ],
    },
    {
      rule: 'ML-SCALE-004',
      name: 'a container that is not there',
      objects: [scaled(), hpa({ metrics: [{ type: 'ContainerResource', containerResource: { name: 'cpu', container: 'servr', target: { type: 'Utilization', averageUtilization: 70 } } }] })],
      severity: Severity.WARNING,
      says: [
        "HorizontalPodAutoscaler 'chat' scales by cpu of container 'servr', which Deployment 'chat' does not have; name one of server",
      ],
    },
    {
      rule: 'ML-SCALE-004',
      name: "KEDA's cpu trigger without requests",
      objects: [scaled({ containers: [container({ resources: {} })] }), scaledObject({ triggers: [{ type: 'cpu', metricType: 'Utilization', metadata: { value: '60' } }] })],
      severity: Severity.WARNING,
      says: [
        "ScaledObject 'chat' scales by cpu utilization, and container 'server' of Deployment 'chat' requests no cpu; give it requests.cpu",
      ],
    },
    {
      rule: 'ML-SCALE-005',
      name: 'CPU scaling of a GPU server',
      objects: [scaled(gpu), hpa()],
      says: [
        "HorizontalPodAutoscaler 'chat' scales by cpu, and Deployment 'chat' computes on nvidia.com/gpu; scale on its queue or on requests in flight",
      ],
    },
    {
      rule: 'ML-SCALE-006',
      name: 'memory',
      objects: [scaled(), hpa({ metrics: [resource('cpu'), resource('memory')], maxReplicas: 20 })],
      says: [
        "HorizontalPodAutoscaler 'chat' scales by memory, which a server seldom gives back, so that it would stay at 20 replicas; scale on requests in flight or cpu",
      ],
    },
    {
      rule: 'ML-PDB-001',
      name: 'a slip in the selector, and none',
      objects: [deployment(), budget({ selector: { matchLabels: { app: 'chta' } }, maxUnavailable: 1 }), { ...budget({ selector: undefined, maxUnavailable: 1 }), metadata: { name: 'none', namespace: 'team-a' } }],
      says: [
        "PodDisruptionBudget 'chat' selects no pod of namespace 'team-a' (selector app=chta); make its selector equal to labels of a pod template",
        "PodDisruptionBudget 'none' has no selector, and so selects no pod; give it one",
      ],
    },
    {
      rule: 'ML-PDB-002',
      name: 'as many as there are',
      objects: [replicas(2), budget({ minAvailable: 2 })],
      says: [
        "PodDisruptionBudget 'chat' allows no eviction (minAvailable 2 of 2 replicas), so no node with one of its pods can be drained; set maxUnavailable: 1",
      ],
    },
    {
      rule: 'ML-PDB-002',
      name: 'none may be missing',
      objects: [replicas(4), budget({ maxUnavailable: '0%' })],
      says: [
        "PodDisruptionBudget 'chat' allows no eviction (maxUnavailable 0% of 4 replicas), so no node with one of its pods can be drained; set maxUnavailable: 1",
      ],
    },
    {
      rule: 'ML-PDB-002',
      name: '90 % of 3, which is 3',
      objects: [replicas(3), budget({ minAvailable: '90%' })],
      says: [
        "PodDisruptionBudget 'chat' allows no eviction (minAvailable 90% of 3 replicas), so no node with one of its pods can be drained; set maxUnavailable: 1",
      ],
    },
    {
      rule: 'ML-PDB-002',
      name: 'the floor of an autoscaler',
      objects: [scaled(), hpa({ minReplicas: 2, maxReplicas: 10 }), budget({ minAvailable: 2 })],
      says: [
        "PodDisruptionBudget 'chat' allows no eviction at 2 replicas (minAvailable 2 of 2 to 10 replicas by HorizontalPodAutoscaler 'chat'), so no node with one of its pods can be drained; set maxUnavailable: 1",
      ],
    },
    {
      rule: 'ML-PDB-003',
      name: 'all may be missing',
      objects: [replicas(3), budget({ maxUnavailable: 3 })],
      says: [
        "PodDisruptionBudget 'chat' protects nothing: with maxUnavailable 3, all of 3 replicas may go at once; set maxUnavailable: 1",
      ],
    },
    {
      rule: 'ML-PDB-003',
      name: 'the one there is may be missing',
      objects: [replicas(1), budget({ maxUnavailable: 1 })],
      says: [
        "PodDisruptionBudget 'chat' protects nothing: with maxUnavailable 1, its only replica may go; have two replicas, or take the budget away",
      ],
    },
    {
      rule: 'ML-PDB-003',
      name: 'nothing has to be there, at the most replicas either',
      objects: [scaled(), hpa(), budget({ minAvailable: '0%' })],
      says: [
        "PodDisruptionBudget 'chat' protects nothing: with minAvailable 0%, all of 2 to 10 replicas by HorizontalPodAutoscaler 'chat' may go at once; set maxUnavailable: 1",
      ],
    },
    {
      rule: 'ML-PDB-003',
      name: 'all may be missing at the floor',
      objects: [scaled(), hpa({ minReplicas: 2, maxReplicas: 10 }), budget({ maxUnavailable: 5 })],
      says: [
        "PodDisruptionBudget 'chat' protects nothing at 2 replicas: with maxUnavailable 5, all of the fewest of 2 to 10 replicas by HorizontalPodAutoscaler 'chat' may go at once; set maxUnavailable: 1",
      ],
    },
    {
      rule: 'ML-PDB-004',
      name: 'a budget of its own and one for everything',
      objects: [deployment(), statefulSet(), budget({ maxUnavailable: 1 }), { ...budget({ selector: {}, maxUnavailable: 1 }), metadata: { name: 'all', namespace: 'team-a' } }],
      says: [
        "PodDisruptionBudget 'all' selects the pods of Deployment 'chat', which PodDisruptionBudget 'chat' selects too, so none of them can be evicted and no node with one drained; keep one of the budgets",
      ],
    },
    {
      rule: 'ML-PDB-005',
      name: 'two workloads of one label',
      objects: [deployment({}, { template: template({}, { app: 'chat', tier: 'web' }) }), statefulSet({ template: template({}, { app: 'store', tier: 'web' }) }), budget({ selector: { matchLabels: { tier: 'web' } }, maxUnavailable: 1 })],
      says: [
        "PodDisruptionBudget 'chat' selects the pods of Deployment 'chat' and of StatefulSet 'store' (selector tier=web) and counts them together; give each a budget of its own",
      ],
    },
  ],
  nearMisses: [
    { rule: 'ML-SCALE-001', name: 'targets that are there, declared, or of unknown kinds', externals: [{ kind: 'StatefulSet', name: 'store' }], objects: [namespace(), scaled(), hpa(), target({ kind: 'StatefulSet', name: 'store' }), target({ apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', name: 'r' }), target({ apiVersion: 'apps.kruise.io/v1beta1', kind: 'StatefulSet', name: 'k' })] },
    { rule: 'ML-SCALE-002', name: 'a ScaledObject that takes an autoscaler over, one that it made, a VerticalPodAutoscaler that only recommends', objects: [scaled(), hpa(), scaledObject({ advanced: { horizontalPodAutoscalerConfig: { name: 'chat' } } }, { annotations: { 'scaledobject.keda.sh/transfer-hpa-ownership': 'true' } }), vpa({ updatePolicy: { updateMode: 'Off' } }), { ...hpa({}, 'keda-hpa-chat'), metadata: { name: 'keda-hpa-chat', namespace: 'team-a', ownerReferences: [{ apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledObject', name: 'chat', uid: '1' }] } }] },
    { rule: 'ML-SCALE-002', name: 'a VerticalPodAutoscaler of memory under an autoscaler by CPU', objects: [scaled(), hpa(), vpa({ resourcePolicy: { containerPolicies: [{ containerName: '*', controlledResources: ['memory'] }] } })] },
    { rule: 'ML-SCALE-003', name: 'no replicas', objects: [scaled(), hpa()] },
    { rule: 'ML-SCALE-004', name: 'limits for requests, an init container without, a value instead of a share', objects: [namespace(), scaled({ initContainers: [container({ name: 'init', resources: undefined })], containers: [container({ resources: { limits: { cpu: 1 } } })] }), hpa({ metrics: [resource('cpu'), resource('memory', { type: 'AverageValue', averageValue: '1Gi' })] })] },
    { rule: 'ML-SCALE-004', name: 'the request of one container, the defaults of a LimitRange, the requests of the pod', objects: [namespace(), scaled({ containers: [container(), container({ name: 'proxy', resources: undefined })] }), hpa({ metrics: [{ type: 'ContainerResource', containerResource: { name: 'cpu', container: 'server', target: { type: 'Utilization', averageUtilization: 70 } } }] }), object('v1', 'LimitRange', 'limits', { spec: { limits: [{ type: 'Container', defaultRequest: { memory: '1Gi' } }] } })] },
    { rule: 'ML-SCALE-004', name: 'the requests of the pod as a whole', objects: [namespace(), scaled({ resources: { requests: { cpu: 2 } }, containers: [container({ resources: undefined })] }), hpa()] },
    { rule: 'ML-SCALE-005', name: 'CPU scaling without an accelerator, a network device, a GPU scaled by its queue', objects: [scaled({ containers: [container({ resources: { requests: { cpu: 1 }, limits: { 'vpc.amazonaws.com/efa': 1 } } })] }), hpa(), object('apps/v1', 'Deployment', 'gpu', { spec: { selector: { matchLabels: { app: 'gpu' } }, template: template(gpu, { app: 'gpu' }) } }), hpa({ scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'gpu' }, metrics: [{ type: 'Pods', pods: { metric: { name: 'queue' }, target: { type: 'AverageValue', averageValue: '5' } } }] }, 'gpu')] },
    { rule: 'ML-SCALE-006', name: 'CPU', objects: [scaled(), hpa()] },
    { rule: 'ML-PDB-001', name: 'all pods of the namespace', objects: [deployment(), budget({ selector: {}, maxUnavailable: 1 })] },
    { rule: 'ML-PDB-002', name: 'one fewer than there are; a share that leaves one; workloads whose number nobody knows', objects: [replicas(3), budget({ minAvailable: '66%' }), { ...budget({ selector: { matchLabels: { app: 'agent' } }, minAvailable: 5 }), metadata: { name: 'agent', namespace: 'team-a' } }, object('apps/v1', 'DaemonSet', 'agent', { spec: { selector: { matchLabels: { app: 'agent' } }, template: template({}, { app: 'agent' }) } })] },
    { rule: 'ML-PDB-002', name: 'maxUnavailable 1 of 1', objects: [replicas(1), budget({ maxUnavailable: 1 })] },
    { rule: 'ML-PDB-003', name: 'one of several at the most replicas', objects: [scaled(), hpa({ minReplicas: 1, maxReplicas: 2 }), budget({ maxUnavailable: 1 })] },
    { rule: 'ML-PDB-003', name: 'one of two at the floor; the only one of a floor of one, which no budget can both keep and let go', objects: [scaled(), hpa({ minReplicas: 2, maxReplicas: 10 }), budget({ maxUnavailable: '50%' }), statefulSet({ replicas: undefined }), hpa({ scaleTargetRef: { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'store' }, minReplicas: 1 }, 'store'), { ...budget({ selector: { matchLabels: { app: 'store' } }, maxUnavailable: 1 }), metadata: { name: 'store', namespace: 'team-a' } }] },
    { rule: 'ML-PDB-004', name: 'the same selector in two namespaces; pods told apart by a label of run time; one budget twice', objects: [deployment(), budget({ maxUnavailable: 1 }), budget({ maxUnavailable: 1 }), deployment({}, {}, { namespace: 'team-b' }), { ...budget({ maxUnavailable: 1 }), metadata: { name: 'b', namespace: 'team-b' } }, statefulSet({ replicas: 2 }), ...['store-0', 'store-1'].map((name) => ({ ...budget({ selector: { matchLabels: { 'statefulset.kubernetes.io/pod-name': name } }, maxUnavailable: 1 }), metadata: { name, namespace: 'team-a' } }))] },
    { rule: 'ML-PDB-005', name: 'one workload; all pods of a namespace', objects: [deployment(), statefulSet(), budget({ maxUnavailable: 1 }), { ...budget({ selector: {}, maxUnavailable: 1 }), metadata: { name: 'all', namespace: 'team-a' } }] },
    { rule: 'ML-PDB-003', name: 'nothing to protect', objects: [replicas(0), budget({ maxUnavailable: 1 })] },
  ],
};
