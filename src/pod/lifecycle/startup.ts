import { Duration } from 'cdk8s';
import { Probe } from './probe';
import { secondsOf } from '../../border/amounts';

const PERIOD = Duration.seconds(5);
const NUMBERS = Probe.timed({ period: PERIOD, timeout: PERIOD });
/** A start may take half as long again as the one that was measured: another node, a cold page cache, a busy disk. */
const MARGIN = 1.5;

/**
 * The start-up probe of a container: `failureThreshold × periodSeconds` is at least 1.5 times what happens after the container's start.
 *
 * It asks the readiness question, so it succeeds when the model is loaded; liveness and readiness begin after it. The first question can come
 * at once, so that n failures may take only n − 1 periods: three of them, and the margin above that, still cover the load.
 *
 * @param own the user's own numbers or question
 * @param question what is asked where `own` asks nothing
 */
export function startupProbe(own: Probe, question: Probe, loadTime: Duration): Probe {
  const asked = own._or(NUMBERS._or(question));
  const failureThreshold = Math.max(3, Math.ceil(MARGIN * secondsOf(loadTime) / asked._period));
  return asked._or(Probe.timed({ failureThreshold }));
}

/** The time that a load may take: half as long again as the one that was measured, in whole seconds. */
export function loadAllowance(loadTime: Duration): Duration {
  return Duration.seconds(Math.ceil(MARGIN * secondsOf(loadTime)));
}

/** Seconds for which a container that is not ready yet is left alone, at the latest. */
export function startupAllowance(startup: Probe, readiness: Probe, loadTime: Duration): number {
  return startup._isNone ? Math.max(MARGIN * secondsOf(loadTime), readiness._allowance) : startup._allowance;
}

/**
 * Seconds to pull and unpack an image of so many bytes: 18 s for each GiB, the rate by which KAITO sizes its time-outs.
 * @see https://github.com/kaito-project/kaito
 */
export function imagePullSeconds(bytes: number): number {
  return Math.ceil(18 * bytes / 1024 ** 3);
}

/** What passes until a new pod serves. */
export interface PodBudgetTerms {
  /** Until a node is there that takes it. */
  readonly provisioning: number;
  /** Until its image is pulled. */
  readonly imagePull: number;
  /** Until its model is fetched. */
  readonly artifact?: number;
  /** Until its container has started up, at the latest. */
  readonly startup: number;
}

/** Seconds until a new pod serves, at the latest. */
export function podBudget(terms: PodBudgetTerms): number {
  return terms.provisioning + terms.imagePull + (terms.artifact ?? 0) + terms.startup;
}

/**
 * `progressDeadlineSeconds`: the pod's budget, with the old pod's grace period where nothing may surge; never below the default of Kubernetes.
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#progress-deadline-seconds
 */
export function progressDeadline(budget: number, waitsForOldPod: boolean, gracePeriod: number, minReady: number): number {
  return Math.max(600, Math.ceil(budget + minReady + (waitsForOldPod ? gracePeriod : 0)) + 1);
}
