import { UpstreamScaling } from './scaling-props';
import { checkSeconds, checkWhole, INT32 } from '../../border/amounts';
import { Problems } from '../../border/problems';
import { Trigger } from '../../trigger/trigger';

/** What wakes a service that may have no pods. */
export interface Wake {
  readonly props: UpstreamScaling;
  /** The property that the triggers stand in; none where they are the scaling's own properties. */
  readonly property?: string;
  readonly triggers: readonly Trigger[];
}

/** True if there may be no replica at all. */
export function mayRest({ min, restsWhenIdle }: UpstreamScaling): boolean {
  return min === 0 || restsWhenIdle === true;
}

/** The property of each trigger, as a message calls it. */
export function triggerProperties(property: string, wake: Wake): string[] {
  const own = wake.property === undefined ? property : `${property}.${wake.property}`;
  return wake.triggers.map((_, i) => wake.property === 'triggers' ? `${own}[${i}]` : own);
}

/** Records what is wrong with the bounds of what wakes a service. The triggers are checked where the cluster is known. */
export function checkUpstream(problems: Problems, property: string, wake: Wake): void {
  const { props, triggers } = wake;
  if (triggers.length === 0) {
    problems.add(`${property}.triggers`, 'at least one trigger', [], 'give for example Trigger.redisList({ address: \'redis.queues:6379\', list: \'documents\' })');
  }
  checkWhole(problems, `${property}.fallbackReplicas`, props.fallbackReplicas, 1, Math.max(1, props.max), 'leave it out to keep as many as there are');
  checkSeconds(problems, `${property}.cooldown`, props.cooldown, 1);
  checkSeconds(problems, `${property}.pollingInterval`, props.pollingInterval, 1, INT32);
  if (props.restsWhenIdle && props.min === 0) {
    problems.say(`'${property}.restsWhenIdle' is given and '${property}.min' is 0, which is the same; leave restsWhenIdle out`);
  }
  for (const key of ['cooldown', 'pollingInterval'] as const) {
    if (props[key] && !mayRest(props)) {
      problems.say(`'${property}.${key}' is only looked at where there may be no replica; leave it out, or give min: 0`);
    }
  }
  triggers.forEach(({ _facts }, i) => {
    if (_facts.consumers !== undefined && props.max > _facts.consumers) {
      problems.add(`${property}.max`, `at most the ${_facts.consumers} partitions of the topic in ${triggerProperties('scaling', wake)[i]}`, props.max, 'lower it; the others would get no message');
    }
    const replicas = Number(_facts.metadata.desiredReplicas);
    if (_facts.type === 'cron' && replicas > props.max) {
      problems.add(`${triggerProperties(property, wake)[i]}.replicas`, `at most the ${props.max} replicas of the scaling`, replicas, 'lower it');
    }
  });
}
