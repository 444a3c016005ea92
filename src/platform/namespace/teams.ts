import { Construct } from 'constructs';
import { metadataAt } from '../scope';
import { TeamAccess } from './team-access';
import { OPERATOR_RULES, RoleRule, VIEWER_RULES } from './team-roles';
import { Problems } from '../../border/problems';
import { ManifestObject } from '../../manifest/manifest-object';

const RBAC = 'rbac.authorization.k8s.io';

/** Records what is wrong with the access of several groups, each for itself and together. */
export function checkTeams(problems: Problems, property: string, teams: readonly TeamAccess[]): void {
  teams.forEach((team, i) => {
    team._check(problems, `${property}[${i}]`);
    const first = teams.findIndex((other) => other.group === team.group);
    if (first !== i) {
      problems.add(`${property}[${i}].group`, `another than that of ${property}[${first}]`, team.group, 'name a group once; an operator may all that a viewer may');
    }
  });
}

/** The Roles and RoleBindings of these groups, as children of `scope`. Operators are bound to the viewers' Role too. */
export function renderTeams(scope: Construct, teams: readonly TeamAccess[]): ManifestObject[] {
  return [
    ...renderRole(scope, 'Viewer', VIEWER_RULES, teams),
    ...renderRole(scope, 'Operator', OPERATOR_RULES, teams.filter((team) => team._role === 'operator')),
  ];
}

function renderRole(scope: Construct, id: string, rules: readonly RoleRule[], teams: readonly TeamAccess[]): ManifestObject[] {
  if (teams.length === 0) {
    return [];
  }
  const name = `team-${id.toLowerCase()}`;
  const metadata = metadataAt(scope, { name });
  return [
    new ManifestObject(scope, `${id}Role`, { apiVersion: `${RBAC}/v1`, kind: 'Role', metadata, rules }),
    new ManifestObject(scope, `${id}RoleBinding`, {
      apiVersion: `${RBAC}/v1`,
      kind: 'RoleBinding',
      metadata,
      roleRef: { apiGroup: RBAC, kind: 'Role', name },
      subjects: teams.map((team) => ({ apiGroup: RBAC, kind: 'Group', name: team.group })),
    }),
  ];
}
