import { Duration } from 'cdk8s';
import { Probe } from './probe';
import { secondsOf } from '../border/amounts';

const PERIOD = 5;
/** A start may take half as long again as the one that was measured: another node, a cold page cache, a busy disk. */
const MARGIN = 1.5;

/**
 * The start-up probe of a container: `failureThreshold × periodSeconds` is at least 1.5 times what happens after the container's start.
 *
 * It asks the readiness question, so it succeeds when the model is loaded; liveness and readiness begin after it.
 */
export function startupProbe(question: Probe, loadTime: Duration): Probe {
  const failures = Math.max(3, Math.ceil(MARGIN * secondsOf(loadTime) / PERIOD));
  return Probe.timed({ period: Duration.seconds(PERIOD), timeout: Duration.seconds(PERIOD), failureThreshold: failures })._or(question);
}

/** What passes until a new pod serves. */
export interface PodBudgetTerms {
  /** Until a node is there that takes it. */
  readonly provisioning: number;
  /** Until its image is pulled. */
  readonly imagePull: number;
  /** Until its container has started up, at the latest. */
  readonly startup: number;
}

/** Seconds until a new pod serves, at the latest. */
export function podBudget(terms: PodBudgetTerms): number {
  return terms.provisioning + terms.imagePull + terms.startup;
}

/**
 * `progressDeadlineSeconds`: the pod's budget, with the old pod's grace period where nothing may surge; never below the default of Kubernetes.
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#progress-deadline-seconds
 */
export function progressDeadline(budget: number, waitsForOldPod: boolean, gracePeriod: number, minReady: number): number {
  return Math.max(600, Math.ceil(budget + minReady + (waitsForOldPod ? gracePeriod : 0)) + 1);
}
