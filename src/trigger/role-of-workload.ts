import { NamedTrigger } from './waking';
import { Problems } from '../border/problems';
import { INamedObject } from '../manifest/named-object';
import { Identity } from '../pod/identity/identity';

/** Who a workload is. */
export interface WorkloadAccount {
  readonly identity?: Identity;
  readonly serviceAccount?: INamedObject;
}

/**
 * Records triggers for which KEDA would come by the role of a workload that has none: it reads the role from an annotation of the workload's ServiceAccount. What a
 * ServiceAccount of somebody else's is annotated with nobody here knows.
 *
 * @see https://keda.sh/docs/latest/authentication-providers/aws/
 * @see https://github.com/kedacore/keda/blob/v2.20.2/pkg/scaling/resolver/scale_resolvers.go
 */
export function checkRoleOfWorkload(problems: Problems, triggers: readonly NamedTrigger[], { identity, serviceAccount }: WorkloadAccount): void {
  if (serviceAccount || identity?._annotations['eks.amazonaws.com/role-arn'] !== undefined) {
    return;
  }
  for (const { property, trigger: { _facts: { auth } } } of triggers) {
    if (auth?._ofWorkload) {
      problems.say(`'${property}.auth' is the role of the workload on AWS, and the workload has none; give it identity: Identity.aws('arn:aws:iam::123456789012:role/queue-reader'), `
        + 'or a serviceAccount that is annotated with its role');
    }
  }
}
