import { checkCall } from '../../border/check-kinds';
import { Problems } from '../../border/problems';

/** Groups that everybody is in, which is no team. */
const EVERYBODY = ['system:authenticated', 'system:unauthenticated', 'system:serviceaccounts'];

/**
 * What a group of people may do in a namespace.
 *
 * Each kind of access is one Role (`team-viewer`, `team-operator`) with one RoleBinding for all its groups; an operator's group is bound to
 * both. There is no wildcard, nobody reads Secrets, runs commands in a pod (`pods/exec`) or forwards a port past the network policies. Who
 * needs that gets a Role of their own beside these, for example with cdk8s-plus-28's `Role` and `RoleBinding`.
 *
 * RBAC has a limit that no Role can lift: who may change a workload's pod template (`operator`, for a restart) can have a pod of it mount
 * any Secret of the namespace. Keep Secrets that a team must not use in another namespace.
 *
 * @see https://kubernetes.io/docs/concepts/security/rbac-good-practices/
 * @example TeamAccess.operator('nlp-oncall')
 */
export class TeamAccess {
  /**
   * Sees what runs and why it does not: workloads, pods and their logs, events, services, autoscalers, configuration, quota.
   * @param group the group as the cluster's authentication names it, with its prefix (`oidc:nlp`)
   */
  public static viewer(group: string): TeamAccess {
    checkCall('TeamAccess.viewer', [group]);
    return new TeamAccess('viewer', group);
  }

  /**
   * Everything that a viewer may, and keeps it running: restarts, roll-backs, scaling, suspending schedules, deleting pods and jobs.
   * @param group the group as the cluster's authentication names it, with its prefix (`oidc:nlp-oncall`)
   */
  public static operator(group: string): TeamAccess {
    checkCall('TeamAccess.operator', [group]);
    return new TeamAccess('operator', group);
  }

  private constructor(
    /** @internal */ public readonly _role: 'viewer' | 'operator',
    /** The group, as the cluster's authentication names it. */
    public readonly group: string,
  ) {}

  /** Records what is wrong with it. @internal */
  public _check(problems: Problems, property: string): void {
    if (typeof this.group !== 'string' || this.group === '' || this.group.trim() !== this.group) {
      problems.add(`${property}.group`, 'the name of a group', this.group, 'write it as the cluster\'s authentication names it, for example "oidc:nlp"');
    } else if (EVERYBODY.includes(this.group)) {
      problems.add(`${property}.group`, 'a group of people', this.group, 'everybody is in it; name the team\'s group');
    }
  }
}
