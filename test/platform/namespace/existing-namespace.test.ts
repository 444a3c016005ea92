import { Size, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { Cpu } from '../../../src/border/cpu';
import { MlChart } from '../../../src/platform/ml-chart';
import { Limits } from '../../../src/platform/namespace/limits';
import { MlNamespace } from '../../../src/platform/namespace/ml-namespace';
import { MlNamespaceBase } from '../../../src/platform/namespace/ml-namespace-base';
import { PodSecurityLevel } from '../../../src/platform/namespace/pod-security-level';
import { Quota } from '../../../src/platform/namespace/quota';
import { declareScope, metadataAt, scopeOf } from '../../../src/platform/scope';
import { objects, problemsOf, teamA } from '../rendered';

describe('MlNamespace.fromExisting', () => {
  test('minimal props: a name, and nothing rendered', () => {
    const chart = Testing.chart();
    const team = MlNamespace.fromExisting(chart, 'shared');
    expect(objects(chart)).toEqual([]);
    expect(team.name).toBe('shared');
    expect(team.quotas).toEqual([]);
    expect([team.quota, team.used, team.limits, team.podSecurity]).toEqual([undefined, undefined, undefined, undefined]);
    expect(metadataAt(new Construct(team, 'chat'), { name: 'chat' })).toEqual({ name: 'chat', namespace: 'shared', labels: {}, annotations: {} });
  });

  test('all props', () => {
    const chart = Testing.chart();
    const quota = Quota.of({ requestsCpu: Cpu.units(40), pods: 80 });
    const gold = Quota.of({ name: 'gold', gpus: 8 });
    const used = Quota.of({ requestsCpu: Cpu.units(12), pods: 30 });
    const limits = Limits.of({ max: { memory: Size.gibibytes(64) } });
    const team = MlNamespace.fromExisting(chart, 'shared', {
      name: 'ml-shared',
      owner: 'nlp',
      costCenter: 'cc-17',
      purpose: 'All kinds of things',
      commonLabels: { environment: 'prod' },
      podSecurity: PodSecurityLevel.RESTRICTED,
      quota,
      additionalQuotas: [gold],
      used,
      limits,
      defaultDeny: true,
    });
    expect(objects(chart)).toEqual([]);
    expect([team.name, team.podSecurity, team.quota, team.used, team.limits]).toEqual(['ml-shared', PodSecurityLevel.RESTRICTED, quota, used, limits]);
    expect(team.quotas).toEqual([quota, gold]);
    expect(scopeOf(new Construct(team, 'chat'))).toEqual({
      namespace: 'ml-shared',
      labels: { 'owner': 'nlp', 'cdk8s-ml.dev/owner': 'nlp', 'cdk8s-ml.dev/cost-center': 'cc-17', 'environment': 'prod' },
      annotations: { 'cdk8s-ml.dev/purpose': 'All kinds of things' },
      networkPolicies: true,
    });
  });

  test('whether its network is closed is left to the scopes above unless it is said', () => {
    const chart = new MlChart(Testing.app(), 'chart');
    declareScope(chart, { networkPolicies: true });
    expect(scopeOf(MlNamespace.fromExisting(chart, 'a')).networkPolicies).toBe(true);
    expect(scopeOf(MlNamespace.fromExisting(chart, 'b', { defaultDeny: false })).networkPolicies).toBe(false);
  });

  test('the default namespace exists', () => {
    expect(MlNamespace.fromExisting(Testing.chart(), 'here', { name: 'default' }).name).toBe('default');
  });

  test('others may use more requests than limits', () => {
    const used = Quota.of({ requestsCpu: Cpu.units(2), limitsCpu: Cpu.units(1) });
    expect(MlNamespace.fromExisting(Testing.chart(), 'shared', { used }).used).toBe(used);
  });

  test('everything wrong is said at once', () => {
    const make = () => MlNamespace.fromExisting(Testing.chart(), 'Shared', {
      owner: '', commonLabels: { a: 'b c' }, quota: Quota.of({ pods: -1 }), used: Quota.of({ gpus: NaN }), limits: Limits.of({}),
    });
    expect(problemsOf(make)).toEqual([
      '[test/Shared] \'id\' must be a DNS label (at most 63 of a-z, 0-9 and \'-\', starting and ending with a letter or digit), got "Shared"; choose another id, or give \'name\'',
      '[test/Shared] \'owner\' must be a text, got ""; say who or what it is, for example "nlp"',
      '[test/Shared] \'commonLabels.a\' must be a label value (at most 63 letters, digits, \'-\', \'_\' and \'.\'), got "b c"; shorten it, or make it an annotation',
      '[test/Shared] \'quota.pods\' must be a whole number of at least 0, got -1; give a whole number in that range',
      '[test/Shared] \'used.gpus\' must be a whole number of at least 0, got NaN; give a whole number in that range',
      '[test/Shared] \'limits\' must be at least one amount, got "none"; give for example defaultLimit and defaultRequest, or leave it out',
    ]);
  });
});

describe('MlNamespace.of', () => {
  test('finds the nearest from below, made or existing', () => {
    const chart = Testing.chart();
    const made = teamA(chart);
    const existing = MlNamespace.fromExisting(chart, 'shared');
    expect(MlNamespace.of(new Construct(new Construct(made, 'group'), 'chat'))).toBe(made);
    expect(MlNamespace.of(new Construct(existing, 'chat'))).toBe(existing);
    expect(MlNamespace.of(made)).toBe(made);
    expect(MlNamespaceBase.of(made)).toBe(made);
  });

  test('says what to do where there is none', () => {
    const chart = Testing.chart();
    expect(() => MlNamespace.of(new Construct(chart, 'chat'))).toThrow(new Error(
      '[test/chat] stands in no MlNamespace; make it below one (new MlNamespace(chart, \'team-a\', ...)), or below MlNamespace.fromExisting(chart, \'team-a\') where a platform team owns it',
    ));
    expect(MlNamespaceBase._find(chart)).toBeUndefined();
  });
});

describe('a namespace as a network peer', () => {
  test('its labels select it alone', () => {
    expect(teamA(Testing.chart()).selectorLabels).toEqual({ 'kubernetes.io/metadata.name': 'team-a' });
  });

  test('of a workload of this library', () => {
    expect(teamA(Testing.chart()).peer._render()).toEqual([{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'team-a' } } }]);
  });

  test('of a network policy of cdk8s-plus-28', () => {
    const chart = Testing.chart();
    const team = MlNamespace.fromExisting(chart, 'shared');
    new kplus.NetworkPolicy(chart, 'policy', { ingress: { rules: [{ peer: team, ports: [kplus.NetworkPolicyPort.tcp(80)] }] } });
    expect(objects(chart)[0].spec.ingress).toEqual([{
      from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'shared' } }, podSelector: {} }],
      ports: [{ port: 80, protocol: 'TCP' }],
    }]);
  });

  test('of the connections of a pod of cdk8s-plus-28, in both directions', () => {
    const chart = Testing.chart();
    const team = MlNamespace.fromExisting(chart, 'shared');
    const pod = new kplus.Pod(chart, 'pod', { metadata: { namespace: 'own' }, containers: [{ image: 'x:1' }] });
    pod.connections.allowTo(team);
    expect(objects(chart).filter(({ kind }) => kind === 'NetworkPolicy').map(({ metadata, spec }) => [metadata.namespace, spec.podSelector, spec.policyTypes])).toEqual([
      ['own', { matchLabels: { 'cdk8s.io/metadata.addr': expect.any(String) } }, ['Egress']],
      ['shared', {}, ['Ingress']],
    ]);
  });
});
