import * as fc from 'fast-check';
import { container, deployment, hpa, namespace, object, policy, service, template, withContainer } from './manifests';
import { Cluster } from '../../src/cluster/cluster';
import { KubernetesVersion } from '../../src/cluster/kubernetes-version';
import { Severity } from '../../src/manifest/finding';
import { JudgedObject } from '../../src/manifest/judged';
import { judge } from '../../src/rules/judge';

const judged = (...manifests: any[]): JudgedObject[] => manifests.map((manifest, i) => ({ manifest, path: `app/chart/${i}` }));

/** One service with all that belongs to it, as a program makes it by the thousand. */
function everything(name: string, space: string): any[] {
  const labels = { 'app.kubernetes.io/name': name, 'app.kubernetes.io/part-of': 'shop' };
  const selector = { matchLabels: labels };
  const metadata = { name, namespace: space, labels };
  const pod = template({ serviceAccountName: name, containers: [container({ envFrom: [{ configMapRef: { name } }] })] }, labels);
  return [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata },
    { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { A: 'b' } },
    { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec: { selector, template: pod } },
    { apiVersion: 'v1', kind: 'Service', metadata, spec: { selector: labels, ports: [{ port: 80, targetPort: 'http' }] } },
    { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata, spec: { ...hpa().spec, scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name } } },
    { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata, spec: { selector, maxUnavailable: 1 } },
    { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata, spec: { ...policy().spec, podSelector: selector, egress: [{ ports: [{ port: 53 }] }] } },
    { apiVersion: 'monitoring.coreos.com/v1', kind: 'PodMonitor', metadata, spec: { selector, podMetricsEndpoints: [{ port: 'http' }] } },
  ];
}

/** How often a property of any of the manifests is read. */
function readsOf(manifests: any[]): number {
  let reads = 0;
  const counting = (value: any): any => (typeof value !== 'object' || value === null ? value : new Proxy(value, {
    get: (target, key) => {
      reads++;
      return counting(target[key]);
    },
    has: (target, key) => {
      reads++;
      return key in target;
    },
    ownKeys: (target) => {
      const keys = Reflect.ownKeys(target);
      reads += keys.length;
      return keys;
    },
  }));
  expect(judge(judged(...manifests.map(counting)), [])).toEqual([]);
  return reads;
}

describe('the judge', () => {
  test('says nothing of manifests with nothing wrong', () => {
    expect(judge(judged(...everything('chat', 'team-a'), ...everything('search', 'team-b')), [])).toEqual([]);
  });

  test('names rule, severity, path, object and message of what it finds', () => {
    expect(judge(judged(withContainer({ image: 'nginx' })), [])).toEqual([{
      rule: 'ML-IMG-001',
      severity: Severity.WARNING,
      path: 'app/chart/0',
      object: 'Deployment/team-a/chat',
      message: "container 'server' of Deployment 'chat' runs image 'nginx', which names neither tag nor digest; pin it by a release's tag or a digest",
    }]);
  });

  test('goes by the order of the objects, then by rule', () => {
    const bad = { ports: [{ containerPort: 0 }], image: 'nginx', resources: { limits: { cpu: 'x' } } };
    const found = judge(judged(service({ ports: [] }), withContainer(bad), object('apps/v1', 'Deployment', 'other', { spec: { ...withContainer(bad).spec } }, { namespace: 'team-b' })), []);
    expect(found.map(({ object: name, rule }) => `${name} ${rule}`)).toEqual([
      'Service/team-a/chat ML-API-017',
      'Deployment/team-a/chat ML-API-002', 'Deployment/team-a/chat ML-API-004', 'Deployment/team-a/chat ML-IMG-001',
      'Deployment/team-b/other ML-API-002', 'Deployment/team-b/other ML-API-004', 'Deployment/team-b/other ML-IMG-001',
    ]);
  });

  test('finds the same whatever the order of keys', () => {
    const reversed = (value: any): any => (Array.isArray(value) ? value.map(reversed) : typeof value === 'object' && value !== null
      ? Object.fromEntries(Object.entries(value).reverse().map(([k, v]) => [k, reversed(v)])) : value);
    const objects = [withContainer({ image: 'nginx', resources: { requests: { cpu: 2 }, limits: { cpu: 1 } } }), service({ selector: { app: 'x' } })];
    expect(judge(judged(...objects.map(reversed)), [])).toEqual(judge(judged(...objects), []));
  });

  test('returns a waived finding with the reason', () => {
    const waiver = { 'cdk8s-ml.dev/waive.ML-IMG-001': ' the vendor has no other tag ' };
    const manifest = { ...withContainer({ image: 'nginx' }), metadata: { name: 'chat', namespace: 'team-a', annotations: waiver } };
    const [finding, ...others] = judge(judged(manifest), []);
    expect(finding).toMatchObject({ rule: 'ML-IMG-001', waivedBecause: 'the vendor has no other tag' });
    expect(others).toEqual([]);
  });

  test('holds the name of a Service against the cluster that it is meant for', () => {
    const manifest = service({ ports: [{ port: 80 }], selector: undefined }, { name: '1st' });
    const forVersion = (version: KubernetesVersion): string[] => judge([{ manifest, path: 'a', cluster: Cluster.of('c', { version }) }], []).map(({ rule }) => rule);
    expect(forVersion(KubernetesVersion.V1_35)).toEqual(['ML-API-001']);
    expect(forVersion(KubernetesVersion.V1_36)).toEqual([]);
    expect(judge(judged(manifest), [])).toEqual([]);
  });

  test('calls an object that the server names by the beginning of its name', () => {
    const manifest = { apiVersion: 'batch/v1', kind: 'Job', metadata: { generateName: 'run-', namespace: 'team-a' }, spec: { template: template({ containers: [] }) } };
    expect(judge(judged(manifest), []).map((finding) => finding.object)).toEqual(['Job/team-a/run-*', 'Job/team-a/run-*']);
  });

  test('is not closed to the pods of a declared external workload', () => {
    const objects = judged(namespace({ 'pod-security.kubernetes.io/enforce': 'privileged' }), deployment(), service({ selector: { app: 'other' } }));
    expect(judge(objects, [])[0].severity).toBe(Severity.ERROR);
    expect(judge(objects, [{ kind: 'Deployment', name: 'other', namespace: 'team-a' }])[0].severity).toBe(Severity.WARNING);
    expect(judge(objects, [{ kind: 'StatefulSet', name: 'other' }])[0].severity).toBe(Severity.WARNING);
    expect(judge(objects, [{ kind: 'Deployment', name: 'other', namespace: 'team-b' }])[0].severity).toBe(Severity.ERROR);
  });

  test('reads each manifest so often and no more, however many there are', () => {
    const reads = (count: number): number => readsOf(Array.from({ length: count }, (_, i) => everything(`service-${i}`, `team-${i % 3}`)).flat());
    const [few, many] = [reads(20), reads(160)];
    expect(many / few).toBeLessThan(8.5);
    expect(few / 20).toBeLessThan(1500);
  });
});

describe('the judge takes anything', () => {
  const anything = fc.anything({ withNullPrototype: true, maxDepth: 4 });
  const word = fc.constantFrom(
    'name', 'namespace', 'labels', 'annotations', 'spec', 'template', 'metadata', 'containers', 'initContainers', 'image', 'ports', 'env', 'envFrom', 'valueFrom', 'resources', 'requests',
    'limits', 'cpu', 'memory', 'selector', 'matchLabels', 'matchExpressions', 'podSelector', 'ingress', 'egress', 'from', 'to', 'volumes', 'volumeMounts', 'configMap', 'secret',
    'livenessProbe', 'httpGet', 'port', 'lifecycle', 'preStop', 'exec', 'command', 'strategy', 'rollingUpdate', 'maxSurge', 'metrics', 'scaleTargetRef', 'kind', 'apiVersion', 'jobTemplate',
    'schedule', 'securityContext', 'tolerations', 'topologySpreadConstraints', 'data', 'hard', 'minAvailable', 'maxUnavailable', 'replicas', 'rules', 'backendRefs', 'podFailurePolicy', 'app',
  );
  const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
    tree: fc.oneof({ depthSize: 'small' }, fc.constantFrom<unknown>('a', 'Always', 0, 1, -1, 0.5, '50%', true, null, undefined, '', '10.0.0.0/8', '1Gi', 'chat'),
      fc.array(tie('tree'), { maxLength: 3 }), fc.dictionary(word, tie('tree'), { maxKeys: 6 })),
  }));
  const kinds = fc.constantFrom(
    'v1/Pod', 'v1/Service', 'v1/ConfigMap', 'v1/Secret', 'v1/Namespace', 'v1/LimitRange', 'v1/ResourceQuota', 'v1/PersistentVolumeClaim', 'v1/List', 'apps/v1/Deployment', 'apps/v1/StatefulSet',
    'apps/v1/DaemonSet', 'apps/v1/ReplicaSet', 'batch/v1/Job', 'batch/v1/CronJob', 'autoscaling/v2/HorizontalPodAutoscaler', 'autoscaling.k8s.io/v1/VerticalPodAutoscaler',
    'keda.sh/v1alpha1/ScaledObject', 'policy/v1/PodDisruptionBudget', 'networking.k8s.io/v1/NetworkPolicy', 'networking.k8s.io/v1/Ingress', 'gateway.networking.k8s.io/v1/HTTPRoute',
    'monitoring.coreos.com/v1/PodMonitor', 'monitoring.coreos.com/v1/ServiceMonitor', 'cert-manager.io/v1/Certificate', 'secrets-store.csi.x-k8s.io/v1/SecretProviderClass',
  );
  const manifest = fc.tuple(kinds, fc.dictionary(word, tree), fc.option(tree), fc.option(tree)).map(([kind, fields, metadata, spec]) => ({
    ...fields, apiVersion: kind.slice(0, kind.lastIndexOf('/')), kind: kind.slice(kind.lastIndexOf('/') + 1), metadata, spec,
  }));
  /** A manifest of which one field, anywhere, is something else. */
  const damaged = fc.tuple(fc.constantFrom(...everything('chat', 'team-a'), deployment(), service()), fc.array(fc.nat(), { minLength: 1, maxLength: 8 }), tree).map(([whole, way, instead]) => damage(whole, way, instead));

  function damage(value: any, [step, ...way]: number[], instead: unknown): any {
    const keys = typeof value === 'object' && value !== null ? Object.keys(value) : [];
    if (step === undefined || keys.length === 0) {
      return instead;
    }
    const key = keys[step % keys.length];
    const copy = Array.isArray(value) ? [...value] : { ...value };
    copy[key as any] = damage(value[key], way, instead);
    return copy;
  }

  test.each([
    ['any value at all', fc.array(anything, { maxLength: 5 })],
    ['known kinds with any fields', fc.array(manifest, { maxLength: 6 })],
    ['good manifests with a field that is something else', fc.array(damaged, { maxLength: 6 })],
  ])('%s', (_, arbitrary: fc.Arbitrary<unknown[]>) => {
    fc.assert(fc.property(arbitrary, (manifests) => {
      for (const { message, path, rule } of judge(judged(...manifests), [])) {
        expect([typeof message, typeof path, typeof rule]).toEqual(['string', 'string', 'string']);
        expect(message).toMatch(/; /);
      }
    }), { numRuns: 1500 });
  });
});
