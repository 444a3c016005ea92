import { Cluster, KubernetesVersion } from '../../src';
import { judge } from '../../src/rules/judge';
import { deployment, object } from '../rules/manifests';

const claims = object('resource.k8s.io/v1', 'ResourceClaimTemplate', 'gpus', { spec: { spec: { devices: { requests: [{ name: 'a', exactly: { deviceClassName: 'gpu.example.com', count: 2 } }] } } } });
const chat = deployment({ resourceClaims: [{ name: 'gpus', resourceClaimTemplateName: 'gpus' }] }, { replicas: 3, strategy: { type: 'Recreate' } });
const deviceClass = (extendedResourceName?: string) => object('resource.k8s.io/v1', 'DeviceClass', 'gpu.example.com', { spec: { ...extendedResourceName && { extendedResourceName } } });
const quota = (key: string, amount: string) => object('v1', 'ResourceQuota', 'quota', { spec: { hard: { [key]: amount } } });

function findings(version: KubernetesVersion, ...objects: readonly any[]): string[] {
  const cluster = Cluster.of('prod', { version });
  return judge(objects.map((manifest, i) => ({ manifest, path: `o${i}`, cluster })), []).filter(({ rule }) => rule === 'ML-CAP-002').map(({ severity, message }) => `${severity} ${message}`);
}

const KEY = 'requests.example.com/gpu';
const OWN = 'requests.deviceclass.resource.kubernetes.io/gpu.example.com';
const short = (key: string) => [`error Deployment 'chat' alone needs 6 × ${key.replace('requests.', '')} at its maximum (3 × 2: 3 replicas) and quota 'quota' grants 5; raise its ${key} to 6 or lower its maximum to 2`];

test('devices that are claimed count under the extended resource that their class maps to them', () => {
  expect(findings(KubernetesVersion.V1_36, chat, claims, deviceClass('example.com/gpu'), quota(KEY, '5'))).toEqual(short(KEY));
  expect(findings(KubernetesVersion.V1_36, chat, claims, deviceClass('example.com/gpu'), quota(KEY, '6'))).toEqual([]);
});

test('under that of their class in any case', () => {
  expect(findings(KubernetesVersion.V1_36, chat, claims, quota(OWN, '5'))).toEqual(short(OWN));
});

test('under no other, and not where the server does not know them', () => {
  expect(findings(KubernetesVersion.V1_36, chat, claims, deviceClass(), quota(KEY, '0'))).toEqual([]);
  expect(findings(KubernetesVersion.V1_36, chat, claims, deviceClass('example.com/other'), quota(KEY, '0'))).toEqual([]);
  expect(findings(KubernetesVersion.V1_35, chat, claims, deviceClass('example.com/gpu'), quota(KEY, '0'))).toEqual([]);
  expect(findings(KubernetesVersion.V1_35, chat, claims, quota(OWN, '0'))).toEqual([]);
});

test('a claim by itself counts as well', () => {
  const claim = object('resource.k8s.io/v1', 'ResourceClaim', 'shared', { spec: { devices: { requests: [{ name: 'a', exactly: { deviceClassName: 'gpu.example.com' } }] } } });
  expect(findings(KubernetesVersion.V1_36, claim, deviceClass('example.com/gpu'), quota(KEY, '0'))).toHaveLength(1);
});
