import { TriggerAuth } from './trigger-auth';
import { Problems } from '../border/problems';

/** Records a problem if a Secret has one of two parameters without the other: KEDA refuses that, or takes no notice of it. */
export function checkPair(problems: Problems, property: string, auth: TriggerAuth | undefined, first: string, second: string): void {
  const given = auth?._parameters ?? [];
  if (given.includes(first) !== given.includes(second)) {
    const [has, lacks] = given.includes(first) ? [first, second] : [second, first];
    problems.say(`'${property}.auth' has '${has}' without '${lacks}', with which it belongs together; add it, or leave both out`);
  }
}

/** Records a problem if a Secret says how TLS is to be done and nothing says that it is: the password would cross the network as it is. */
export function checkTls(problems: Problems, property: string, tls: boolean, auth: TriggerAuth | undefined): void {
  const given = auth?._parameters ?? [];
  const of = ['ca', 'cert'].filter((parameter) => given.includes(parameter));
  if (of.length > 0 && !tls && !given.includes('tls')) {
    problems.say(`'${property}.auth' has ${of.map((parameter) => `'${parameter}'`).join(' and ')}, and without TLS KEDA takes no notice of it; give tls: true`);
  }
}
