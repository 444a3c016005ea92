import { ApiObject, Size } from 'cdk8s';
import { Cluster, Cpu, MlApp, MlChart, MlNamespace, Quota, Limits, Capacity, NodePool, ExistingNamespaceProps } from '../../src';
import { externalsOf } from '../../src/manifest/external';
import { judge } from '../../src/rules/judge';
import { deployment } from '../rules/manifests';

const prod = Cluster.of('prod', { pools: [NodePool.cpu('general', { cpu: Cpu.units(16), memory: Size.gibibytes(64), maxNodes: 9 })] });

function findings(props: ExistingNamespaceProps, objects: readonly any[] = [deployment()]): string[] {
  const app = new MlApp();
  const chart = new MlChart(app, 'chart', { cluster: prod });
  const team = MlNamespace.fromExisting(chart, 'team-a', props);
  const made = objects.map((manifest, i) => new ApiObject(team, `o${i}`, manifest));
  return judge(made.map((object) => ({ manifest: object.toJson(), path: object.node.path, cluster: prod })), externalsOf(app))
    .filter(({ rule }) => rule.startsWith('ML-CAP')).map(({ rule, severity, path, message }) => `${rule} ${severity} [${path}] ${message}`);
}

describe('a namespace that somebody else makes', () => {
  test('is judged by the quota that is known of it', () => {
    expect(findings({ quota: Quota.of({ pods: 2 }) })).toEqual([
      "ML-CAP-002 error [chart/team-a/o0] Deployment 'chat' alone needs 3 × pods at its maximum (3: 3 replicas) and quota 'quota' grants 2; raise its pods to 3 or lower its maximum to 2",
    ]);
  });

  test('leaves what others do not use', () => {
    expect(findings({ quota: Quota.of({ pods: 10 }), used: Quota.of({ pods: 7 }) })).toEqual([
      "ML-CAP-002 error [chart/team-a/o0] rollout of 'chat' at its minimum needs 4 × pods (3 + 1 surge) and quota 'quota' grants 3 (10 − 7 that others use); "
      + 'raise its pods to 11 or set rollout: Rollout.replaceInPlace() (maxSurge 0, maxUnavailable 1)',
    ]);
    expect(findings({ quota: Quota.of({ pods: 10 }), used: Quota.of({ pods: 6 }) })).toEqual([]);
  });

  test('says what is about all of it at its own construct', () => {
    const other = { ...deployment({}, { selector: { matchLabels: { app: 'rank' } } }), metadata: { name: 'rank', namespace: 'team-a' } };
    expect(findings({ quota: Quota.of({ pods: 5 }) }, [deployment(), other])).toEqual([
      "ML-CAP-002 error [chart/team-a] what stands in namespace 'team-a' needs 6 × pods at the least (3 of Deployment 'chat', 3 of Deployment 'rank') and quota 'quota' grants 5; raise its pods to 6 or lower what is asked for",
    ]);
  });

  test('has limits that its pods keep to', () => {
    expect(findings({ limits: Limits.of({ max: { memory: Size.mebibytes(256) } }) })).toEqual([
      "ML-CAP-003 error [chart/team-a/o0] container 'server' of Deployment 'chat' has limits.memory 512Mi, which is above max.memory 256Mi of LimitRange 'limits'; lower the limit or raise the maximum",
    ]);
  });

  test('may ask that even its peak fits', () => {
    const quota = Quota.of({ pods: 4 });
    const replicas = deployment({}, { replicas: 3, strategy: { rollingUpdate: { maxSurge: 2, maxUnavailable: 1 } } });
    expect(findings({ quota }, [replicas]).map((text) => text.slice(0, 18))).toEqual(['ML-CAP-002 warning']);
    expect(findings({ quota, capacity: Capacity.GUARANTEED }, [replicas]).map((text) => text.slice(0, 16))).toEqual(['ML-CAP-002 error']);
  });

  test('is another one in another cluster', () => {
    const app = new MlApp();
    const chart = new MlChart(app, 'chart', { cluster: prod });
    MlNamespace.fromExisting(chart, 'team-a', { quota: Quota.of({ pods: 2 }) });
    const elsewhere = Cluster.of('stage', { pools: prod.pools });
    expect(judge([{ manifest: deployment(), path: 'x', cluster: elsewhere }], externalsOf(app)).filter(({ rule }) => rule.startsWith('ML-CAP'))).toEqual([]);
  });
});

test('a namespace of its own says that its peak is guaranteed', () => {
  const chart = new MlChart(new MlApp(), 'chart');
  const team = new MlNamespace(chart, 'team-a', { owner: 'nlp', costCenter: 'cc-17', capacity: Capacity.GUARANTEED });
  expect(team.apiObject.toJson().metadata.annotations['cdk8s-ml.dev/capacity']).toBe('guaranteed');
  const plain = new MlNamespace(chart, 'team-b', { owner: 'nlp', costCenter: 'cc-17' });
  expect(plain.apiObject.toJson().metadata.annotations?.['cdk8s-ml.dev/capacity']).toBeUndefined();
});
