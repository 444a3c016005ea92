import { UpstreamScaling } from './scaling-props';
import { Problems } from '../../border/problems';
import { Trigger } from '../../trigger/trigger';
import { checkWaking, NamedTrigger } from '../../trigger/waking';

/** What wakes a service that may have no pods. */
export interface Wake {
  readonly props: UpstreamScaling;
  /** The property that the triggers stand in; none where they are the scaling's own properties. */
  readonly property?: string;
  readonly triggers: readonly Trigger[];
}

/** Each trigger, and what a message calls its property. */
export function triggersOf(property: string, { property: own, triggers }: Wake): NamedTrigger[] {
  const base = own === undefined ? property : `${property}.${own}`;
  return triggers.map((trigger, i) => ({ trigger, property: own === 'triggers' ? `${base}[${i}]` : base }));
}

/** Records what is wrong with the bounds of what wakes a service. The triggers are checked where the cluster is known. */
export function checkUpstream(problems: Problems, property: string, wake: Wake): void {
  if (wake.triggers.length === 0) {
    problems.add(`${property}.triggers`, 'at least one trigger', [], 'give for example Trigger.redisList({ address: \'redis.queues:6379\', list: \'documents\' })');
  }
  checkWaking(problems, property, wake.props, triggersOf(property, wake));
}
