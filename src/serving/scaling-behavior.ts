import type { HPAScalingRules } from 'kubernetes-types/autoscaling/v2';
import { ScalingStep } from './scaling-step';
import { checkSeconds, checkWhole, secondsOf } from '../border/amounts';
import { Problems } from '../border/problems';

/** The API's own bounds. @see https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/apis/autoscaling/validation/validation.go */
const LONGEST_STABILIZATION = 3600;
const LONGEST_PERIOD = 1800;

/** Records what is wrong with a step. */
export function checkStep(problems: Problems, property: string, step: ScalingStep): void {
  checkSeconds(problems, `${property}.stabilization`, step.stabilization, 0, LONGEST_STABILIZATION);
  checkSeconds(problems, `${property}.period`, step.period, 1, LONGEST_PERIOD);
  checkWhole(problems, `${property}.percent`, step.percent, 1);
  checkWhole(problems, `${property}.pods`, step.pods, 1);
}

/** Growth: at once, and at most doubled within the time in which a queue metric cannot yet see the pods that are loading. */
export function scaleUpRules(step: ScalingStep, budget: number, utilizationOnly: boolean): HPAScalingRules {
  const period = step.period ? secondsOf(step.period) : utilizationOnly ? 15 : Math.min(LONGEST_PERIOD, Math.max(15, Math.ceil(budget)));
  return { policies: policies(step, 100, period), selectPolicy: 'Max', stabilizationWindowSeconds: step.stabilization ? secondsOf(step.stabilization) : 0 };
}

/** Shrinking: only what was not needed for as long as it would take to get it back. */
export function scaleDownRules(step: ScalingStep, budget: number): HPAScalingRules {
  const window = step.stabilization ? secondsOf(step.stabilization) : Math.min(LONGEST_STABILIZATION, Math.max(300, Math.ceil(budget)));
  return { policies: policies(step, 50, step.period ? secondsOf(step.period) : 60), selectPolicy: 'Max', stabilizationWindowSeconds: window };
}

function policies(step: ScalingStep, percent: number, periodSeconds: number): HPAScalingRules['policies'] {
  const found = [];
  if (step.percent !== undefined || step.pods === undefined) {
    found.push({ periodSeconds, type: 'Percent', value: step.percent ?? percent });
  }
  if (step.pods !== undefined) {
    found.push({ periodSeconds, type: 'Pods', value: step.pods });
  }
  return found;
}
