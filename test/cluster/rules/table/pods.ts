import { edits, long, MAIN, POD, Row, values } from './row';

const K = 'Deployment';
const MEMORY = `${MAIN}.resources.requests.memory`;
const GPU = `${MAIN}.resources.limits."nvidia.com/gpu"`;
const SPREAD = `${POD}.topologySpreadConstraints[0]`;

/** What makes up a pod, wherever its template stands. */
export const PODS: readonly Row[] = [
  values('ML-API-002', K, MEMORY, ['1.5GiB', '256 Mi', '-1', 'much', '1e', ''], ['1.5Mi', '1e3', '100M', '.5Gi', '0', 1024, '1E-3', 'Mi']),
  values('ML-API-002', K, `${MAIN}.resources.requests.cpu`, ['501m', 1, '0.6'], ['500m', 0.5, '0.5', '500000u', undefined]),
  values('ML-API-002', K, GPU, ['2', '0.5', undefined], ['1', 1, '1000m']),
  edits('ML-API-002', K, [{ [`${MAIN}.resources.limits.gpu`]: '1' }], [{ [`${MAIN}.resources.limits."amd.com/gpu"`]: '1' }]),
  values('ML-API-002', K, `${POD}.resources`,
    [{ requests: { cpu: '249m' } }, { limits: { cpu: '499m' } }, { requests: { memory: '255Mi' } }],
    [{ requests: { cpu: '250m' } }, { limits: { cpu: '500m', memory: '1Gi' } }, { requests: { memory: '1Gi' } }, { requests: {} }, null]),
  values('ML-API-002', K, `${POD}.volumes[0].emptyDir.sizeLimit`, ['1GiB', '-1'], ['1G', '0']),

  values('ML-API-003', K, `${MAIN}.name`, ['Main', 'a.b', 'second', 'sidecar', long(64), undefined], ['1', 'a-b', long(63)]),
  values('ML-API-003', K, `${MAIN}.image`, ['', undefined], ['a', 'a:latest']),
  values('ML-API-003', K, `${MAIN}.imagePullPolicy`, ['always'], ['Always', '', undefined]),
  values('ML-API-003', K, `${MAIN}.env[0]`,
    [{ name: 'A', value: 8080 }, { name: 'A', value: true }, { name: 'A=B', value: 'x' }, { name: '', value: 'x' }],
    [{ name: 'A', value: '8080' }, { name: 'a.b c', value: '' }, { name: '1' }]),
  values('ML-API-003', K, `${MAIN}.env[1].value`, ['x'], ['', undefined]),
  values('ML-API-003', K, `${MAIN}.env[1].valueFrom`,
    [{}, { fieldRef: { fieldPath: 'metadata.name' }, secretKeyRef: { name: 'a', key: 'b' } }],
    [{ fieldRef: { fieldPath: 'metadata.name' } }]),
  values('ML-API-003', K, `${MAIN}.env[1].valueFrom.configMapKeyRef.key`, ['a b', '', '..'], ['A_b.c-1']),
  values('ML-API-003', K, `${MAIN}.envFrom[0]`, [{}, { configMapRef: { name: 'a' }, secretRef: { name: 'b' } }], [{ secretRef: { name: 'b', optional: true } }]),
  values('ML-API-003', K, `${POD}.containers`, [[], undefined], []),

  values('ML-API-004', K, `${MAIN}.ports[0].containerPort`, [0, 70000, -1, '8080', 80.5], [1, 65535]),
  values('ML-API-004', K, `${MAIN}.ports[0].name`, ['Http', 'http_1', 'a--b', '8080', long(16), '-a', 'grpc'], ['http-1', '1a', long(15)]),
  values('ML-API-004', K, `${MAIN}.ports[0].protocol`, ['tcp', 'HTTP'], ['UDP', 'SCTP', undefined]),
  edits('ML-API-004', K,
    [{ [`${POD}.hostNetwork`]: true, [`${MAIN}.ports[1].hostPort`]: 9091 }],
    [{ [`${POD}.hostNetwork`]: true, [`${MAIN}.ports`]: [{ name: 'http', containerPort: 8080, hostPort: 8080 }] }]),

  values('ML-API-005', K, `${MAIN}.livenessProbe.successThreshold`, [2], [1, 0, undefined]),
  values('ML-API-005', K, `${MAIN}.readinessProbe.successThreshold`, [-1], [1, 2]),
  values('ML-API-005', K, `${MAIN}.startupProbe.periodSeconds`, [-1, 1.5], [0, 1]),
  values('ML-API-005', K, `${MAIN}.livenessProbe`, [
    {},
    { httpGet: { path: '/', port: 0 } },
    { httpGet: { port: '8080' } },
    { tcpSocket: { port: 'a_b' } },
    { exec: { command: [] } },
    { tcpSocket: { port: 1 }, httpGet: { port: 1 } },
  ], [{ httpGet: { port: 8080 } }, { tcpSocket: { port: 'unknown' } }, { exec: { command: ['x'] } }]),
  values('ML-API-005', K, `${MAIN}.readinessProbe.grpc.port`, [0, 65536], [1]),
  values('ML-API-005', K, `${MAIN}.startupProbe.httpGet.scheme`, ['https'], ['HTTPS', undefined]),
  edits('ML-API-005', K,
    [{ [`${MAIN}.readinessProbe.terminationGracePeriodSeconds`]: 5 }],
    [{ [`${MAIN}.startupProbe.terminationGracePeriodSeconds`]: 5 }]),
  values('ML-API-005', K, `${MAIN}.lifecycle.preStop.sleep.seconds`, [61, -1], [60, 0]),
  edits('ML-API-005', K,
    [{ [`${POD}.initContainers[0].livenessProbe`]: { tcpSocket: { port: 80 } } }],
    [{ [`${POD}.initContainers[1].livenessProbe`]: { tcpSocket: { port: 80 } } }]),

  values('ML-API-006', K, `${MAIN}.volumeMounts[0].name`, ['unknown', ''], ['all']),
  values('ML-API-006', K, `${MAIN}.volumeMounts[0].mountPath`, ['/etc/config', ''], ['/etc/config/inner', 'relative']),
  values('ML-API-006', K, `${MAIN}.volumeMounts[0].subPath`, ['../up', 'a/../b', '/abs'], ['a..b/c', '']),
  values('ML-API-006', K, `${POD}.volumes[0]`,
    [{ name: 'config', emptyDir: {} }, { name: 'Scratch', emptyDir: {} }, { name: 'scratch', emptyDir: {}, secret: { secretName: 'a' } }],
    [{ name: 'scratch', emptyDir: {} }, { name: 'scratch' }]),
  values('ML-API-006', K, `${POD}.volumes[3].persistentVolumeClaim.claimName`, [''], ['a.b']),
  values('ML-API-006', K, `${POD}.volumes[2].secret.secretName`, [''], ['a.b']),

  values('ML-API-016', K, `${POD}.tolerations[0]`, [
    { key: 'a', operator: 'Exists', value: 'b' },
    { operator: 'Equal', value: 'b' },
    { key: 'a', operator: 'exists' },
    { key: 'a', effect: 'None' },
    { key: 'a', operator: 'Exists', effect: 'NoSchedule', tolerationSeconds: 5 },
  ], [{ operator: 'Exists' }, { key: 'a', value: 'b' }, { key: 'a' }]),
  values('ML-API-016', K, `${SPREAD}.maxSkew`, [0, -1], [1, 5]),
  values('ML-API-016', K, `${SPREAD}.topologyKey`, [''], ['zone']),
  values('ML-API-016', K, `${SPREAD}.whenUnsatisfiable`, ['Never', undefined], []),
  values('ML-API-016', K, `${SPREAD}.minDomains`, [0], [1, undefined]),
  values('ML-API-016', K, `${POD}.priorityClassName`, ['High Priority', 'High'], ['high', '', undefined]),
  values('ML-API-016', K, `${POD}.runtimeClassName`, ['gVisor', 'a_b'], ['gvisor', 'nvidia', undefined]),
  values('ML-API-016', K, `${POD}.hostAliases`, [[{ ip: '10.0.0', hostnames: ['a'] }], [{ ip: 'db', hostnames: ['a'] }], [{ ip: '10.0.0.7', hostnames: ['DB.local'] }]],
    [[{ ip: '10.0.0.7', hostnames: ['db.local', 'db'] }], [{ ip: 'fd00::1' }]]),
  values('ML-API-016', K, `${POD}.nodeSelector.pool`, ['a b', 1], ['A.b', '']),

  values('ML-API-020', 'Deployment', `${POD}.tolerations`, [5, 'x', { key: 'a' }, ['x']], [[], null, undefined]),
  values('ML-API-020', 'Deployment', `${POD}.nodeSelector`, [[1], 'x', 5], [{}, null]),
  values('ML-API-020', 'Deployment', `${MAIN}.resources`, ['{}', 5, []], [{}, null]),
  values('ML-API-020', 'Deployment', `${MAIN}.args`, ['x', [1], { a: 1 }], [['1'], [], null]),
  values('ML-API-020', 'Deployment', `${POD}.hostNetwork`, ['true', 1], [false, null]),
  values('ML-API-020', 'Deployment', 'spec.strategy', ['{type: Recreate}', 5, []], [{}, null]),
  values('ML-API-020', 'Job', 'spec.suspend', ['true', 0], [false, null]),
];
