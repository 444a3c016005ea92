import { Identity } from './identity';
import { Problems } from '../../border/problems';
import { INamedObject } from '../../manifest/named-object';

/** Records that a ServiceAccount which somebody else makes would have to stand for an identity. */
export function checkAccountIdentity(problems: Problems, serviceAccount: INamedObject | undefined, identity: Identity | undefined): void {
  if (serviceAccount && identity) {
    problems.say("'serviceAccount' exists and 'identity' would have to annotate it; annotate it where it is made, or leave one of them out");
  }
}
