import { edits, long, Row, values } from './row';

const HPA = 'HorizontalPodAutoscaler';
const PATH = 'spec.rules[0].http.paths[0]';
const CIDR = 'spec.egress[0].to[0].ipBlock';

/** What stands around workloads: scaling, budgets, networks, quotas, storage, configuration. */
export const OTHERS: readonly Row[] = [
  values('ML-API-007', 'Service', 'spec.selector.app', ['a b', 1], ['A.b', '']),
  values('ML-API-007', 'PodDisruptionBudget', 'spec.selector.matchLabels.app', ['a b'], ['other']),
  values('ML-API-007', 'NetworkPolicy', 'spec.podSelector.matchLabels.app', [long(64)], [long(63)]),

  values('ML-API-011', HPA, 'spec.minReplicas', [11, 0, -1], [10, 1, undefined]),
  values('ML-API-011', HPA, 'spec.maxReplicas', [0, 1, undefined], [2]),
  values('ML-API-011', HPA, 'spec.behavior.scaleDown.stabilizationWindowSeconds', [3601, -1], [3600, 0]),
  values('ML-API-011', HPA, 'spec.behavior.scaleUp.policies[0].periodSeconds', [0, 1801], [1, 1800]),
  values('ML-API-011', HPA, 'spec.behavior.scaleUp.policies[0].value', [0], [1]),
  values('ML-API-011', HPA, 'spec.behavior.scaleUp.selectPolicy', ['max'], ['Disabled', undefined]),
  values('ML-API-011', HPA, 'spec.metrics[0].resource.target.averageUtilization', [0, -1], [1, 1000]),
  values('ML-API-011', HPA, 'spec.metrics[0].type', ['Pods', 'resource'], ['Resource']),
  values('ML-API-011', HPA, 'spec.metrics[2].pods.target.averageValue', ['0', '-1', 'x'], ['500m']),
  values('ML-API-011', HPA, 'spec.scaleTargetRef.name', ['', undefined], ['other']),
  values('ML-API-011', HPA, 'spec.scaleTargetRef.kind', [undefined], ['Anything']),

  values('ML-API-012', 'PodDisruptionBudget', 'spec.maxUnavailable', ['101%', -1, '1', 1.5, '25'], [0, '100%', '0%', undefined]),
  edits('ML-API-012', 'PodDisruptionBudget', [{ 'spec.minAvailable': 1 }], [{ 'spec.minAvailable': 1, 'spec.maxUnavailable': undefined }]),
  values('ML-API-012', 'PodDisruptionBudget', 'spec.unhealthyPodEvictionPolicy', ['Always'], ['IfHealthyBudget', undefined]),

  values('ML-API-013', 'NetworkPolicy', 'spec.ingress[0].ports[1].endPort', [8999], [9000]),
  values('ML-API-013', 'NetworkPolicy', 'spec.ingress[0].ports[0]',
    [{ port: 'http', endPort: 90 }, { port: 0 }, { port: 'HTTP' }, { port: 80, protocol: 'tcp' }, { endPort: 90 }],
    [{}, { port: 80 }]),
  values('ML-API-013', 'NetworkPolicy', `${CIDR}.cidr`, ['10.0.0.0', '10.0.0.0/33', 'x', ''], ['0.0.0.0/0']),
  values('ML-API-013', 'NetworkPolicy', `${CIDR}.except`, [['192.168.0.0/16'], ['10.0.0.0/8'], ['x']], [['10.0.0.0/9'], []]),
  values('ML-API-013', 'NetworkPolicy', 'spec.ingress[0].from[0]', [{}, { ipBlock: { cidr: '10.0.0.0/8' }, podSelector: {} }], [{ podSelector: {} }]),
  values('ML-API-013', 'NetworkPolicy', 'spec.policyTypes', [['ingress']], [['Ingress'], undefined]),

  values('ML-API-014', 'LimitRange', 'spec.limits[0].min.cpu', ['101m', '5'], ['100m']),
  values('ML-API-014', 'LimitRange', 'spec.limits[0].default.memory', ['9Gi', '64Mi'], ['8Gi', '128Mi']),
  values('ML-API-014', 'LimitRange', 'spec.limits[0].max.cpu', ['100m', '1GiB'], ['200m']),
  values('ML-API-014', 'LimitRange', 'spec.limits[1].type', ['Container', 'Foo', 'a b/Foo', '', undefined], ['example.com/Thing']),
  values('ML-API-014', 'LimitRange', 'spec.limits[0].maxLimitRequestRatio.cpu', ['0.5', '401', 'x'], ['1', '400', undefined]),
  values('ML-API-020', 'LimitRange', 'spec.limits', [{ a: 'b' }, 'x', [5]], [[], null]),
  values('ML-API-020', 'LimitRange', 'spec.limits[1].max', [3, ['cpu']], [{}, null]),
  values('ML-API-020', 'ResourceQuota', 'spec.hard', [[1], 'x'], [{}, null]),
  values('ML-API-020', 'ResourceQuota', 'spec.scopes', [3, 'BestEffort', [5]], [[], null]),
  edits('ML-API-014', 'ResourceQuota',
    [{ 'spec.hard': { cpu: '1' }, 'spec.scopes': ['BestEffort'] }, { 'spec.hard': { pods: '1' }, 'spec.scopes': ['Terminating', 'NotTerminating'] }, { 'spec.scopes': ['Bogus'] }],
    [{ 'spec.hard': { cpu: '1' }, 'spec.scopes': ['NotBestEffort'] }, { 'spec.hard': { pods: '1' }, 'spec.scopes': ['Terminating', 'BestEffort'] }]),
  values('ML-API-014', 'ResourceQuota', 'spec.hard.configmaps', ['1.5'], ['1', '1000m']),
  values('ML-API-014', 'LimitRange', 'spec.limits[1].default', [{ cpu: '1' }], [{}]),
  values('ML-API-014', 'LimitRange', 'spec.limits[2]', [{ type: 'PersistentVolumeClaim' }], [{ type: 'PersistentVolumeClaim', min: { storage: '1Gi' } }]),
  values('ML-API-014', 'ResourceQuota', 'spec.hard.pods', ['-1', 'many'], ['0', 5]),
  values('ML-API-014', 'ResourceQuota', 'spec.hard."count/deployments.apps"', ['1.5'], ['1']),
  values('ML-API-014', 'ResourceQuota', 'spec.hard."requests.cpu"', ['1.5GiB'], ['1.5']),

  values('ML-API-014', 'ResourceQuota', 'spec.hard', [{ gpus: '1' }, { 'requests.gpu': '1' }, { deployments: '1' }, { CPU: '1' }],
    [{ 'hugepages-2Mi': '1Gi' }, { 'requests.storage': '1Gi' }, { 'count/secrets': '1' }, { 'requests.example.com/fpga': '1' }, { configmaps: '9', resourcequotas: '1' }]),

  values('ML-API-015', 'PersistentVolumeClaim', 'spec.accessModes', [[], undefined, ['RWO'], ['ReadWriteOncePod', 'ReadWriteOnce']], [['ReadWriteOncePod'], ['ReadWriteMany']]),
  values('ML-API-015', 'PersistentVolumeClaim', 'spec.resources', [undefined, {}], [{ requests: { storage: '1' } }]),
  values('ML-API-015', 'PersistentVolumeClaim', 'spec.resources.requests.storage', ['0', '-1Gi', '1GiB'], ['1', '1.5Gi']),

  values('ML-API-017', 'Service', 'spec.ports[0].port', [0, 70000, '80'], [1, 65535]),
  values('ML-API-017', 'Service', 'spec.ports[0].targetPort', ['HTTP', 70000, '80', long(16)], ['a-1', 80, undefined]),
  values('ML-API-017', 'Service', 'spec.ports[0].protocol', ['tcp'], ['UDP', undefined]),
  values('ML-API-017', 'Service', 'spec.ports[0].name', [undefined, 'metrics', 'Http', 'a.b'], ['a--b', long(63)]),
  edits('ML-API-017', 'Service', [{ 'spec.ports[1].port': 80 }], [{ 'spec.ports[1].port': 80, 'spec.ports[1].protocol': 'UDP' }]),
  values('ML-API-017', 'Service', 'spec.ports', [[], undefined], [[{ port: 80 }]]),
  edits('ML-API-017', 'Service', [
    { 'spec.type': 'Internal' },
    { 'spec.type': 'ExternalName' },
    { 'spec.ports[0].nodePort': 30080 },
  ], [
    { 'spec.type': 'ExternalName', 'spec.externalName': 'example.com' },
    { 'spec.type': 'NodePort', 'spec.ports[0].nodePort': 30080 },
    { 'spec.ports': [], 'spec.clusterIP': 'None' },
  ]),

  values('ML-API-017', 'Service', 'spec.sessionAffinity', ['clientIP', 'Cookie'], ['ClientIP', 'None', undefined]),
  values('ML-API-017', 'Service', 'spec.ports[0].appProtocol', ['HTTP 2', 'a/b/c'], ['kubernetes.io/h2c', 'H_2', undefined]),
  edits('ML-API-017', 'Service', [
    { 'spec.loadBalancerSourceRanges': ['10.0.0.0/8'] },
    { 'spec.type': 'LoadBalancer', 'spec.loadBalancerSourceRanges': ['10.0.0.0'] },
    { 'spec.type': 'LoadBalancer', 'spec.loadBalancerSourceRanges': ['10.0.0.0/8', '10.0.0.0/33'] },
    { 'spec.externalTrafficPolicy': 'Local' },
    { 'spec.type': 'NodePort', 'spec.externalTrafficPolicy': 'local' },
    { 'spec.internalTrafficPolicy': 'Node' },
  ], [
    { 'spec.type': 'LoadBalancer', 'spec.loadBalancerSourceRanges': ['10.0.0.0/8', ' 203.0.113.7/32 ', 'fd00::/8'], 'spec.externalTrafficPolicy': 'Local' },
    { 'spec.type': 'NodePort', 'spec.externalTrafficPolicy': 'Cluster' },
    { 'spec.externalIPs': ['203.0.113.7'], 'spec.externalTrafficPolicy': 'Local' },
    { 'spec.internalTrafficPolicy': 'Local' },
  ]),

  values('ML-API-018', 'ConfigMap', 'data."a.key"', [30, true, { a: 1 }, long(1_048_577)], ['30', 'a\nb', '', long(1_048_000)]),
  edits('ML-API-018', 'ConfigMap', [{ 'data."a b"': 'x' }, { 'data.blob': 'x' }], [{ 'data."A_b.c-1"': 'x' }]),
  values('ML-API-018', 'ConfigMap', 'binaryData.blob', ['$$$'], ['', 'YQ==']),
  values('ML-API-018', 'Secret', 'data.token', ['no base64!', 5], ['', 'YQ==']),
  values('ML-API-019', 'Ingress', 'spec.rules[0].host', ['Chat.example.com', '10.0.0.1', 'chat.example.com:80', 'https://chat', '*', '*.*.com', 'a..b'], ['*.example.com', 'chat', '', undefined]),
  values('ML-API-019', 'Ingress', `${PATH}.path`, ['chat', '', undefined, '/a//b', '/a/../b', '/a/..', '/a%2fb', '/./a'], ['/', '/a.b', '/a/', '/...']),
  values('ML-API-019', 'Ingress', `${PATH}.pathType`, [undefined, 'prefix', ''], ['Exact', 'ImplementationSpecific']),
  edits('ML-API-019', 'Ingress', [
    { [`${PATH}.pathType`]: 'ImplementationSpecific', [`${PATH}.path`]: 'chat' },
    { 'spec.rules': [], 'spec.defaultBackend': undefined },
  ], [
    { [`${PATH}.pathType`]: 'ImplementationSpecific', [`${PATH}.path`]: '/a//b(/|$)(.*)' },
    { [`${PATH}.pathType`]: 'ImplementationSpecific', [`${PATH}.path`]: undefined },
    { 'spec.rules': [] },
  ]),

  edits('ML-API-018', 'Secret', [{ 'stringData."a/b"': 'x' }], [{ 'stringData.token': 'anything: $' }]),
];
