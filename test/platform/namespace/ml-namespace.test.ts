import { ApiObject, App, Chart, JsonPatch, Size, Testing, Yaml } from 'cdk8s';
import { Construct } from 'constructs';
import { Cpu } from '../../../src/border/cpu';
import { Cluster } from '../../../src/cluster/cluster';
import { KubernetesVersion } from '../../../src/cluster/kubernetes-version';
import { ManifestObject } from '../../../src/manifest/manifest-object';
import { MlChart } from '../../../src/platform/ml-chart';
import { Limits } from '../../../src/platform/namespace/limits';
import { MlNamespace, MlNamespaceProps } from '../../../src/platform/namespace/ml-namespace';
import { PodSecurityLevel } from '../../../src/platform/namespace/pod-security-level';
import { Quota } from '../../../src/platform/namespace/quota';
import { QuotaScope } from '../../../src/platform/namespace/quota-scope';
import { TeamAccess } from '../../../src/platform/namespace/team-access';
import { metadataAt, scopeOf } from '../../../src/platform/scope';
import { objects, one, problemsOf, teamA } from '../rendered';

const OWNED = { 'cdk8s-ml.dev/owner': 'nlp', 'cdk8s-ml.dev/cost-center': 'cc-17', 'owner': 'nlp' };

const ALL: MlNamespaceProps = {
  owner: 'nlp',
  costCenter: 'cc-17',
  purpose: 'assistants',
  name: 'nlp-prod',
  labels: { 'istio-injection': 'enabled' },
  annotations: { 'example.com/contact': 'NLP team, room 5' },
  commonLabels: { environment: 'prod' },
  podSecurity: PodSecurityLevel.BASELINE,
  quota: Quota.of({ pods: 80 }),
  additionalQuotas: [Quota.of({ scope: QuotaScope.priorityClasses('batch'), pods: 10 })],
  limits: Limits.of({ max: { cpu: Cpu.units(16), memory: Size.gibibytes(64) } }),
  defaultDeny: true,
  teams: [TeamAccess.viewer('oidc:science'), TeamAccess.operator('oidc:nlp')],
};

/** An object that a construct below the namespace would make. */
function workloadIn(scope: Construct, name = 'chat'): ApiObject {
  return new ManifestObject(scope, name, { apiVersion: 'v1', kind: 'ConfigMap', metadata: metadataAt(scope, { name }), data: {} });
}

describe('MlNamespace', () => {
  test('minimal props', () => {
    const chart = Testing.chart();
    const team = teamA(chart);
    expect(objects(chart)).toEqual([
      {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: {
          name: 'team-a',
          labels: {
            ...OWNED,
            'pod-security.kubernetes.io/enforce': 'restricted',
            'pod-security.kubernetes.io/enforce-version': 'v1.35',
            'pod-security.kubernetes.io/warn': 'restricted',
            'pod-security.kubernetes.io/warn-version': 'v1.35',
            'pod-security.kubernetes.io/audit': 'restricted',
            'pod-security.kubernetes.io/audit-version': 'v1.35',
          },
        },
      },
      {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'NetworkPolicy',
        metadata: { name: 'default-deny', namespace: 'team-a', labels: OWNED },
        spec: {
          podSelector: {},
          policyTypes: ['Ingress', 'Egress'],
          egress: [{
            ports: [{ port: 53, protocol: 'UDP' }, { port: 53, protocol: 'TCP' }],
            to: [{
              namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
              podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
            }],
          }],
        },
      },
    ]);
    expect(team.quota).toBeUndefined();
    expect(team.quotas).toEqual([]);
    expect(team.limits).toBeUndefined();
    expect(team.limitRange).toBeUndefined();
    expect(team.resourceQuotas).toEqual([]);
    expect(team.accessObjects).toEqual([]);
    expect(team.podSecurity).toBe(PodSecurityLevel.RESTRICTED);
    expect(team.used).toBeUndefined();
  });

  test('all props', () => {
    const chart = new MlChart(Testing.app(), 'chart', { cluster: Cluster.of('prod', { version: KubernetesVersion.V1_36 }) });
    const team = new MlNamespace(chart, 'nlp', ALL);
    expect(objects(chart).map(({ kind, metadata }) => `${kind} ${metadata.namespace ?? '-'} ${metadata.name}`)).toEqual([
      'Namespace - nlp-prod',
      'ResourceQuota nlp-prod quota',
      'ResourceQuota nlp-prod quota-batch',
      'LimitRange nlp-prod limits',
      'NetworkPolicy nlp-prod default-deny',
      'Role nlp-prod team-viewer',
      'RoleBinding nlp-prod team-viewer',
      'Role nlp-prod team-operator',
      'RoleBinding nlp-prod team-operator',
    ]);
    const common = { ...OWNED, 'cdk8s-ml.dev/purpose': 'assistants', 'environment': 'prod' };
    expect(one(chart, 'Namespace').metadata).toEqual({
      name: 'nlp-prod',
      annotations: { 'example.com/contact': 'NLP team, room 5' },
      labels: {
        ...common,
        'istio-injection': 'enabled',
        'pod-security.kubernetes.io/enforce': 'baseline',
        'pod-security.kubernetes.io/enforce-version': 'v1.36',
        'pod-security.kubernetes.io/warn': 'restricted',
        'pod-security.kubernetes.io/warn-version': 'v1.36',
        'pod-security.kubernetes.io/audit': 'restricted',
        'pod-security.kubernetes.io/audit-version': 'v1.36',
      },
    });
    for (const { metadata } of objects(chart).slice(1)) {
      expect(metadata.labels).toEqual(common);
      expect(metadata).not.toHaveProperty('annotations');
    }
    expect([team.name, team.podSecurity, team.quota, team.limits]).toEqual(['nlp-prod', PodSecurityLevel.BASELINE, ALL.quota, ALL.limits]);
    expect(team.quotas).toEqual([ALL.quota, ALL.additionalQuotas![0]]);
  });

  test('every object is a typed property', () => {
    const chart = Testing.chart();
    const team = new MlNamespace(chart, 'nlp', ALL);
    const reached = [team.apiObject, ...team.resourceQuotas, team.limitRange, team.defaultDenyPolicy, ...team.accessObjects];
    expect(reached.map((object) => object?.name)).toEqual(objects(chart).map(({ metadata }) => metadata.name));
  });

  test('lists handed out are copies', () => {
    const team = new MlNamespace(Testing.chart(), 'nlp', ALL);
    team.quotas.pop();
    team.resourceQuotas.pop();
    team.accessObjects.pop();
    expect([team.quotas.length, team.resourceQuotas.length, team.accessObjects.length]).toEqual([2, 2, 4]);
  });

  test('lists handed in are copied', () => {
    const additionalQuotas = [Quota.of({ name: 'other', pods: 1 })];
    const team = teamA(Testing.chart(), { additionalQuotas });
    additionalQuotas.pop();
    expect(team.quotas).toHaveLength(1);
  });

  test('a network left open', () => {
    const chart = Testing.chart();
    const team = teamA(chart, { defaultDeny: false });
    expect(objects(chart).map(({ kind }) => kind)).toEqual(['Namespace']);
    expect(team.defaultDenyPolicy).toBeUndefined();
    expect(scopeOf(team).networkPolicies).toBe(false);
  });

  test('DNS that no pod answers is allowed by address', () => {
    const chart = new MlChart(Testing.app(), 'chart', { cluster: Cluster.of('gke', { dnsCidrs: ['169.254.20.10/32', '10.96.0.10/32'] }) });
    teamA(chart);
    expect(one(chart, 'NetworkPolicy').spec.egress).toEqual([{
      ports: [{ port: 53, protocol: 'UDP' }, { port: 53, protocol: 'TCP' }],
      to: [{ ipBlock: { cidr: '169.254.20.10/32' } }, { ipBlock: { cidr: '10.96.0.10/32' } }],
    }]);
  });

  test('what cannot be a label is an annotation', () => {
    const chart = Testing.chart();
    const team = teamA(chart, { owner: 'NLP <nlp@example.com>', purpose: 'x'.repeat(64) });
    const labels = { 'cdk8s-ml.dev/cost-center': 'cc-17' };
    const annotations = { 'cdk8s-ml.dev/owner': 'NLP <nlp@example.com>', 'cdk8s-ml.dev/purpose': 'x'.repeat(64) };
    expect(one(chart, 'Namespace').metadata).toMatchObject({ annotations, labels });
    expect(Object.keys(one(chart, 'Namespace').metadata.labels).filter((key) => !key.startsWith('pod-security'))).toEqual(['cdk8s-ml.dev/cost-center']);
    expect(one(chart, 'NetworkPolicy').metadata).toMatchObject({ annotations, labels });
    expect(scopeOf(team)).toMatchObject({ annotations, labels });
  });

  test('an object below stands in the namespace and carries the common labels, not those of the Namespace alone', () => {
    const chart = Testing.chart();
    const team = new MlNamespace(chart, 'nlp', ALL);
    workloadIn(new Construct(team, 'group'));
    expect(one(chart, 'ConfigMap').metadata).toEqual({
      name: 'chat', namespace: 'nlp-prod', labels: { ...OWNED, 'cdk8s-ml.dev/purpose': 'assistants', 'environment': 'prod' },
    });
    expect(scopeOf(team).networkPolicies).toBe(true);
  });

  test('the chart\'s labels reach its objects too', () => {
    const chart = new Chart(new App(), 'chart', { labels: { stage: 'prod' } });
    teamA(chart);
    expect(objects(chart).map(({ metadata }) => metadata.labels.stage)).toEqual(['prod', 'prod']);
  });

  test('the Namespace stands in no namespace, even in a chart that has one', () => {
    const chart = new MlChart(Testing.app(), 'chart', { namespace: 'elsewhere' });
    const team = teamA(chart);
    expect(one(chart, 'Namespace').metadata).not.toHaveProperty('namespace');
    expect(one(chart, 'NetworkPolicy').metadata.namespace).toBe('team-a');
    expect(workloadIn(team).metadata.namespace).toBe('team-a');
  });

  test('two in one chart keep to themselves', () => {
    const chart = Testing.chart();
    const a = new MlNamespace(chart, 'team-a', { owner: 'a', costCenter: '1', quota: Quota.of({ pods: 1 }) });
    const b = new MlNamespace(chart, 'team-b', { owner: 'b', costCenter: '2', quota: Quota.of({ pods: 2 }) });
    workloadIn(a);
    workloadIn(b);
    expect(objects(chart).filter(({ kind }) => kind !== 'Namespace').map(({ kind, metadata, spec }) => [kind, metadata.namespace, metadata.labels.owner, spec?.hard?.pods])).toEqual([
      ['ResourceQuota', 'team-a', 'a', '1'],
      ['NetworkPolicy', 'team-a', 'a', undefined],
      ['ConfigMap', 'team-a', 'a', undefined],
      ['ResourceQuota', 'team-b', 'b', '2'],
      ['NetworkPolicy', 'team-b', 'b', undefined],
      ['ConfigMap', 'team-b', 'b', undefined],
    ]);
  });

  test('synth twice gives the same bytes', () => {
    const chart = Testing.chart();
    new MlNamespace(chart, 'nlp', ALL);
    const first = Yaml.stringify(...objects(chart));
    expect(Yaml.stringify(...objects(chart))).toBe(first);
    const again = Testing.chart();
    new MlNamespace(again, 'nlp', ALL);
    expect(Yaml.stringify(...objects(again))).toBe(first);
  });

  test('the escape hatch: a patch of the Namespace and of any other object survives', () => {
    const chart = Testing.chart();
    const team = new MlNamespace(chart, 'nlp', ALL);
    ApiObject.of(team).addJsonPatch(JsonPatch.add('/metadata/labels/extra', 'x'), JsonPatch.add('/spec', { finalizers: ['kubernetes'] }));
    team.defaultDenyPolicy!.addJsonPatch(JsonPatch.add('/spec/egress/0/ports/-', { port: 5353, protocol: 'UDP' }));
    team.resourceQuotas[0].addJsonPatch(JsonPatch.replace('/spec/hard/pods', '81'));
    expect(one(chart, 'Namespace')).toMatchObject({ metadata: { labels: { extra: 'x' } }, spec: { finalizers: ['kubernetes'] } });
    expect(one(chart, 'NetworkPolicy').spec.egress[0].ports).toHaveLength(3);
    expect(one(chart, 'ResourceQuota', 'quota').spec.hard.pods).toBe('81');
  });

  test.each([
    ['upper case', { name: 'Team-A' }, '\'name\' must be a DNS label (at most 63 of a-z, 0-9 and \'-\', starting and ending with a letter or digit), got "Team-A"; choose another name'],
    ['an empty name', { name: '' }, '\'name\' must be a DNS label (at most 63 of a-z, 0-9 and \'-\', starting and ending with a letter or digit), got ""; choose another name'],
    ['a name of 64', { name: 'a'.repeat(64) }, `'name' must be a DNS label (at most 63 of a-z, 0-9 and '-', starting and ending with a letter or digit), got "${'a'.repeat(64)}"; choose another name`],
    ['the default namespace', { name: 'default' }, '\'name\' must be a namespace of its own (not "default", not "kube-..."), got "default"; choose another name, for example the team\'s'],
    ['a namespace of Kubernetes', { name: 'kube-system' }, '\'name\' must be a namespace of its own (not "default", not "kube-..."), got "kube-system"; choose another name, for example the team\'s'],
    ['no owner', { owner: undefined }, '\'owner\' must be a text, got nothing; it has no default'],
    ['an empty cost centre', { costCenter: '' }, '\'costCenter\' must be a text, got ""; say who or what it is, for example "nlp"'],
    ['a blank purpose', { purpose: ' ' }, '\'purpose\' must be a text, got " "; say who or what it is, for example "nlp"'],
    ['a label value with a space', { labels: { team: 'the nlp' } }, '\'labels.team\' must be a label value (at most 63 letters, digits, \'-\', \'_\' and \'.\'), got "the nlp"; shorten it, or make it an annotation'],
    ['a label key with a space', { commonLabels: { 'the team': 'nlp' } }, '\'commonLabels.the team\' must be under a legal label key, got "the team"; use letters, digits, \'-\', \'_\' and \'.\', with a DNS prefix if any'],
    ['a Pod Security label', { labels: { 'pod-security.kubernetes.io/enforce': 'baseline' } }, '\'labels.pod-security.kubernetes.io/enforce\' cannot be given; give \'podSecurity\' instead'],
    ['the label of the name', { commonLabels: { 'kubernetes.io/metadata.name': 'x' } }, '\'commonLabels.kubernetes.io/metadata.name\' cannot be given; the API server sets it to the name'],
    ['the label of the owner', { labels: { 'cdk8s-ml.dev/cost-center': 'x' } }, '\'labels.cdk8s-ml.dev/cost-center\' cannot be given; give \'costCenter\' instead'],
    ['an annotation key that is none', { annotations: { '-x': 'y' } }, '\'annotations.-x\' must be under a legal annotation key, got "-x"; use letters, digits, \'-\', \'_\' and \'.\', with a DNS prefix if any'],
    ['an annotation that is no text', { annotations: { x: 5 as any } }, '\'annotations.x\' must be a text, got 5; write "5"'],
    ['two quotas of one name', { quota: Quota.of({ pods: 1 }), additionalQuotas: [Quota.of({ gpus: 1 })] }, '\'additionalQuotas[0].name\' must be another than that of quota, got "quota"; give one of them another name'],
    ['a wrong additional quota', { additionalQuotas: [Quota.of({ pods: -1 })] }, '\'additionalQuotas[0].pods\' must be a whole number of at least 0, got -1; give a whole number in that range'],
    ['a group without name', { teams: [TeamAccess.viewer('')] }, '\'teams[0].group\' must be the name of a group, got ""; write it as the cluster\'s authentication names it, for example "oidc:nlp"'],
    ['everybody as a team', { teams: [TeamAccess.operator('system:authenticated')] }, '\'teams[0].group\' must be a group of people, got "system:authenticated"; everybody is in it; name the team\'s group'],
    ['a group twice', { teams: [TeamAccess.viewer('a'), TeamAccess.operator('a')] }, '\'teams[1].group\' must be another than that of teams[0], got "a"; name a group once; an operator may all that a viewer may'],
  ] as [string, Partial<MlNamespaceProps>, string][])('refuses %s', (_, props, message) => {
    expect(problemsOf(() => teamA(Testing.chart(), props))).toEqual([`[test/team-a] ${message}`]);
  });

  test('an id that cannot be a name is refused, unless there is a name', () => {
    const make = (name?: string) => () => new MlNamespace(Testing.chart(), 'Team_A', { owner: 'a', costCenter: '1', name });
    expect(problemsOf(make())).toEqual([
      '[test/Team_A] \'id\' must be a DNS label (at most 63 of a-z, 0-9 and \'-\', starting and ending with a letter or digit), got "Team_A"; choose another id, or give \'name\'',
    ]);
    expect(problemsOf(make('3d-vision'))).toEqual([]);
  });

  test('everything wrong is said at once', () => {
    const make = () => teamA(Testing.chart(), {
      name: 'default', owner: '', quota: Quota.of({ pods: NaN, gpus: 0.5 }), limits: Limits.of({}), teams: [TeamAccess.viewer(' ')],
    });
    expect(make).toThrow(/^6 problems:\n/);
    expect(problemsOf(make).map((line) => /^\[test\/team-a\] '(.+?)'/.exec(line)?.[1])).toEqual(['name', 'owner', 'quota.pods', 'quota.gpus', 'limits', 'teams[0].group']);
  });
});
