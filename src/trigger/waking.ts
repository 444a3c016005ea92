import { Trigger } from './trigger';
import { WakeOptions } from './wake-options';
import { checkSeconds, checkWhole, secondsOf } from '../border/amounts';
import { Problems } from '../border/problems';

/** Between how many replicas a workload is, and how it is woken. */
export interface Waking extends WakeOptions {
  readonly min: number;
  readonly max: number;
}

/** A trigger, and the property that it stands in. */
export interface NamedTrigger {
  readonly property: string;
  readonly trigger: Trigger;
}

/** True if there may be no replica at all. */
export function mayRest({ min, restsWhenIdle }: Waking): boolean {
  return min === 0 || restsWhenIdle === true;
}

/** Records what is wrong with the way in which triggers wake a workload, beside the triggers themselves. */
export function checkWaking(problems: Problems, property: string, waking: Waking, triggers: readonly NamedTrigger[]): void {
  const { min, max } = waking;
  checkWhole(problems, `${property}.fallbackReplicas`, waking.fallbackReplicas, 1, Math.max(1, max), 'leave it out to keep as many as there are');
  checkSeconds(problems, `${property}.cooldown`, waking.cooldown, 1);
  checkSeconds(problems, `${property}.pollingInterval`, waking.pollingInterval, 1);
  if (waking.restsWhenIdle && min === 0) {
    problems.say(`'${property}.restsWhenIdle' is given and '${property}.min' is 0, which is the same; leave restsWhenIdle out`);
  }
  for (const key of ['cooldown', 'pollingInterval'] as const) {
    if (waking[key] && !mayRest(waking)) {
      problems.say(`'${property}.${key}' is only looked at where there may be no replica; leave it out, or give min: 0`);
    }
  }
  triggers.forEach((named) => checkMost(problems, `${property}.max`, max, named));
}

/** No more consumers than partitions, no more replicas by the clock than there may be. */
export function checkMost(problems: Problems, property: string, max: number, { property: own, trigger: { _facts } }: NamedTrigger): void {
  if (_facts.consumers !== undefined && max > _facts.consumers) {
    problems.add(property, `at most the ${_facts.consumers} partitions of the topic in ${own}`, max, 'lower it; the others would get no message');
  }
  const replicas = Number(_facts.metadata.desiredReplicas);
  if (_facts.type === 'cron' && replicas > max) {
    problems.add(`${own}.desiredReplicas`, `at most the ${max} replicas of ${property}`, replicas, 'lower it');
  }
}

/**
 * The part of a ScaledObject's spec that says how it is woken. KEDA warns of a cooldown and of a polling interval that it would not look at, and takes the pods of
 * a queue that it cannot ask for those of an empty one where the fallback is 0.
 *
 * @param budget seconds until a new pod works: the last one stays for as long as it would take to get it back, and for KEDA's own 5 minutes at least
 * @see https://github.com/kedacore/keda/blob/v2.20.2/apis/keda/v1alpha1/scaledobject_webhook.go
 * @see https://github.com/kedacore/keda/blob/v2.20.2/pkg/scaling/executor/scale_scaledobjects.go
 */
export function wakingSpec(waking: Waking, budget: number): object {
  const fallback = waking.fallbackReplicas ?? waking.min;
  return {
    ...(mayRest(waking) ? { cooldownPeriod: waking.cooldown ? secondsOf(waking.cooldown) : cooldownOf(budget) } : {}),
    ...(fallback > 0 ? { fallback: fallbackTo(fallback) } : {}),
    ...(waking.restsWhenIdle ? { idleReplicaCount: 0 } : {}),
    ...(waking.pollingInterval ? { pollingInterval: secondsOf(waking.pollingInterval) } : {}),
  };
}

/** The last pod goes when nothing was asked for as long as it would take to get it back, KEDA's own 5 minutes at least. */
export function cooldownOf(budget: number): number {
  return Math.max(300, Math.ceil(budget));
}

/** What holds when a trigger has failed three times. */
export function fallbackTo(replicas: number): object {
  return { behavior: 'currentReplicasIfHigher', failureThreshold: 3, replicas };
}
