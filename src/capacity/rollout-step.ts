import { mapOf } from '../reading/shape';
import { Subject } from '../reading/subject';

/** How a workload replaces its pods: units (pods, or groups of them) above and below the wanted number while it rolls. */
export interface RolloutStep {
  /** Units that it may have above `replicas`. */
  surge(replicas: number): number;
  /** Units that it may go below `replicas`. */
  unavailable(replicas: number): number;
}

/** The API's numbers have 32 bits. */
const MOST = 2 ** 31 - 1;
/** One goes before its successor comes. */
const IN_PLACE: RolloutStep = { surge: () => 0, unavailable: (replicas) => Math.min(1, replicas) };
/** All go before any comes. */
const RECREATE: RolloutStep = { surge: () => 0, unavailable: (replicas) => replicas };

/**
 * How `workload` rolls; nothing for what does not roll (a Job, a Pod).
 *
 * Surge is rounded up and unavailable down, and where both come to nothing one may be unavailable: the controller's own rule. There are never
 * more new pods than wanted ones, however large the surge.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/controller/deployment/util/deployment_util.go (`ResolveFenceposts`, `NewRSNewReplicas`)
 * @see https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/controller/daemon/update.go (`rollingUpdate`)
 * @see https://github.com/kubernetes-sigs/lws/blob/main/pkg/controllers/leaderworkerset_controller.go (`rollingUpdateParameters`)
 */
export function rolloutStep({ kind, spec }: Subject): RolloutStep | undefined {
  switch (kind) {
    case 'apps/Deployment': {
      const strategy = mapOf(spec.strategy);
      if (strategy.type === 'Recreate') {
        return RECREATE;
      }
      const { maxSurge = '25%', maxUnavailable = '25%' } = mapOf(strategy.rollingUpdate);
      return fenced(maxSurge, maxUnavailable);
    }
    case 'leaderworkerset.x-k8s.io/LeaderWorkerSet': {
      const { maxSurge = 0, maxUnavailable = 1 } = mapOf(mapOf(spec.rolloutStrategy).rollingUpdateConfiguration);
      // it bursts by no more groups than it has
      return { surge: (n) => Math.min(n, scaled(maxSurge, n, Math.ceil)), unavailable: (n) => Math.min(n, scaled(maxUnavailable, n, Math.floor)) };
    }
    case 'apps/StatefulSet': return IN_PLACE;
    case 'apps/DaemonSet': {
      const { type, rollingUpdate } = mapOf(spec.updateStrategy);
      const { maxSurge = 0 } = type === 'OnDelete' ? {} : mapOf(rollingUpdate);
      const surge = (n: number) => Math.min(n, scaled(maxSurge, n, Math.ceil));
      // where pods may be added none may be missing: the API takes only one of the two
      return { surge, unavailable: (n) => (surge(n) > 0 ? 0 : Math.min(1, n)) };
    }
    default: return undefined;
  }
}

function fenced(maxSurge: unknown, maxUnavailable: unknown): RolloutStep {
  const surge = (n: number) => Math.min(n, scaled(maxSurge, n, Math.ceil));
  return {
    surge,
    unavailable: (n) => {
      const unavailable = scaled(maxUnavailable, n, Math.floor);
      return Math.min(n, unavailable === 0 && surge(n) === 0 ? 1 : unavailable);
    },
  };
}

/** A number, or a percentage of `total`. */
function scaled(amount: unknown, total: number, round: (x: number) => number): number {
  if (typeof amount === 'number') {
    return Number.isSafeInteger(amount) && amount > 0 ? Math.min(amount, MOST) : 0;
  }
  const match = typeof amount === 'string' ? /^(\d+)%$/.exec(amount) : null;
  return match ? Math.min(MOST, round(Number(match[1]) * total / 100)) : 0;
}
