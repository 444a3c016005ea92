import { Testing } from 'cdk8s';
import { TeamAccess } from '../../../src/platform/namespace/team-access';
import { OPERATOR_RULES, RoleRule, VIEWER_RULES } from '../../../src/platform/namespace/team-roles';
import { objects, one, teamA } from '../rendered';

const BY_GROUP = (name: string) => ({ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name });

/** Whether rules grant a verb on a resource. */
function grants(rules: readonly RoleRule[], verb: string, group: string, resource: string): boolean {
  return rules.some((rule) => rule.apiGroups.includes(group) && rule.resources.includes(resource) && rule.verbs.includes(verb));
}

describe('TeamAccess', () => {
  test('a viewer', () => {
    const chart = Testing.chart();
    teamA(chart, { teams: [TeamAccess.viewer('oidc:science')] });
    expect(objects(chart).filter(({ kind }) => kind === 'Role').map(({ metadata }) => metadata.name)).toEqual(['team-viewer']);
    expect(one(chart, 'Role').rules).toEqual(VIEWER_RULES);
    expect(one(chart, 'RoleBinding')).toMatchObject({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      metadata: { name: 'team-viewer', namespace: 'team-a', labels: { owner: 'nlp' } },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'team-viewer' },
      subjects: [BY_GROUP('oidc:science')],
    });
  });

  test('an operator is bound to the viewer\'s role as well', () => {
    const chart = Testing.chart();
    teamA(chart, { teams: [TeamAccess.operator('oidc:nlp')] });
    expect(one(chart, 'RoleBinding', 'team-viewer').subjects).toEqual([BY_GROUP('oidc:nlp')]);
    expect(one(chart, 'RoleBinding', 'team-operator')).toMatchObject({ roleRef: { kind: 'Role', name: 'team-operator' }, subjects: [BY_GROUP('oidc:nlp')] });
    expect(one(chart, 'Role', 'team-operator').rules).toEqual(OPERATOR_RULES);
  });

  test('groups share the roles', () => {
    const chart = Testing.chart();
    teamA(chart, { teams: [TeamAccess.viewer('a'), TeamAccess.operator('b'), TeamAccess.viewer('c')] });
    expect(objects(chart).filter(({ kind }) => kind === 'Role')).toHaveLength(2);
    expect(one(chart, 'RoleBinding', 'team-viewer').subjects).toEqual([BY_GROUP('a'), BY_GROUP('b'), BY_GROUP('c')]);
    expect(one(chart, 'RoleBinding', 'team-operator').subjects).toEqual([BY_GROUP('b')]);
  });

  test('a viewer only reads', () => {
    expect([...new Set(VIEWER_RULES.flatMap(({ verbs }) => verbs))]).toEqual(['get', 'list', 'watch']);
    for (const [group, resource] of [['', 'pods'], ['', 'pods/log'], ['', 'services'], ['', 'events'], ['', 'configmaps'], ['', 'resourcequotas'],
      ['apps', 'deployments'], ['autoscaling', 'horizontalpodautoscalers'], ['networking.k8s.io', 'networkpolicies']]) {
      expect([resource, grants(VIEWER_RULES, 'get', group, resource)]).toEqual([resource, true]);
    }
  });

  test('an operator restarts, rolls back, scales and suspends', () => {
    expect(grants(OPERATOR_RULES, 'delete', '', 'pods')).toBe(true);
    expect(grants(OPERATOR_RULES, 'patch', 'apps', 'deployments')).toBe(true);
    expect(grants(OPERATOR_RULES, 'patch', 'apps', 'deployments/scale')).toBe(true);
    expect(grants(OPERATOR_RULES, 'update', 'apps', 'deployments/scale')).toBe(true);
    expect(grants(OPERATOR_RULES, 'patch', 'autoscaling', 'horizontalpodautoscalers')).toBe(true);
    expect(grants(OPERATOR_RULES, 'patch', 'batch', 'cronjobs')).toBe(true);
  });

  test('nobody gets more than that', () => {
    const rules = [...VIEWER_RULES, ...OPERATOR_RULES];
    expect(rules.flatMap(({ apiGroups, resources, verbs }) => [...apiGroups, ...resources, ...verbs]).filter((word) => word.includes('*'))).toEqual([]);
    expect([...new Set(rules.flatMap(({ verbs }) => verbs))].sort()).toEqual(['delete', 'get', 'list', 'patch', 'update', 'watch']);
    const resources = new Set(rules.flatMap((rule) => rule.resources));
    for (const forbidden of ['secrets', 'pods/exec', 'pods/attach', 'pods/portforward', 'pods/ephemeralcontainers', 'pods/proxy', 'services/proxy', 'serviceaccounts/token', 'roles', 'rolebindings']) {
      expect([forbidden, resources.has(forbidden)]).toEqual([forbidden, false]);
    }
    expect(OPERATOR_RULES.filter((rule) => rule.verbs.includes('delete')).flatMap((rule) => rule.resources).sort()).toEqual(['jobs', 'pods']);
  });
});

test('routes and ScaledObjects are seen by viewers, and the latter patched by operators', () => {
  const of = (rules: readonly RoleRule[], group: string) => rules.filter(({ apiGroups }) => apiGroups.includes(group)).map(({ resources, verbs }) => ({ resources, verbs }));
  expect(of(VIEWER_RULES, 'gateway.networking.k8s.io')).toEqual([{ resources: ['grpcroutes', 'httproutes'], verbs: ['get', 'list', 'watch'] }]);
  expect(of(VIEWER_RULES, 'keda.sh')).toEqual([{ resources: ['scaledobjects'], verbs: ['get', 'list', 'watch'] }]);
  expect(of(OPERATOR_RULES, 'keda.sh')).toEqual([{ resources: ['scaledobjects'], verbs: ['patch'] }]);
});
