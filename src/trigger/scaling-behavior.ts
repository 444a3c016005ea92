import type { HorizontalPodAutoscalerBehavior, HPAScalingRules } from 'kubernetes-types/autoscaling/v2';
import { PolicySelection, ScalingStep } from './scaling-step';
import { checkSeconds, checkWhole, secondsOf } from '../border/amounts';
import { Problems } from '../border/problems';

/** The API's own bounds. @see https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/apis/autoscaling/validation/validation.go */
const LONGEST_STABILIZATION = 3600;
const LONGEST_PERIOD = 1800;

/** The rules of one direction, with the field that Kubernetes 1.35 switched on. */
type ScalingRules = HPAScalingRules & { tolerance?: string };

/** How fast a workload grows and shrinks, as far as somebody says. */
export interface ScalingSteps {
  readonly scaleUp?: ScalingStep;
  readonly scaleDown?: ScalingStep;
}

/** Records what is wrong with a step. */
export function checkStep(problems: Problems, property: string, step: ScalingStep): void {
  checkSeconds(problems, `${property}.stabilization`, step.stabilization, 0, LONGEST_STABILIZATION);
  checkSeconds(problems, `${property}.period`, step.period, 1, LONGEST_PERIOD);
  checkWhole(problems, `${property}.percent`, step.percent, 1);
  checkWhole(problems, `${property}.pods`, step.pods, 1);
  checkWhole(problems, `${property}.tolerancePercent`, step.tolerancePercent, 0);
}

/**
 * The behaviour of a scaler.
 * @param budget seconds until a new pod serves
 * @param seesItself what it looks at tells at once what a new pod changes: processor and memory, or a queue whose length is divided by what one replica takes
 */
export function scalingBehavior({ scaleUp = {}, scaleDown = {} }: ScalingSteps, budget: number, seesItself: boolean): HorizontalPodAutoscalerBehavior {
  return { scaleDown: scaleDownRules(scaleDown, budget), scaleUp: scaleUpRules(scaleUp, budget, seesItself) };
}

/** Growth: at once, and at most doubled within the time in which a queue metric cannot yet see the pods that are loading. */
export function scaleUpRules(step: ScalingStep, budget: number, seesItself: boolean): ScalingRules {
  const period = seesItself ? 15 : Math.min(LONGEST_PERIOD, Math.max(15, Math.ceil(budget)));
  return rules(step, { percent: 100, period, stabilization: 0 });
}

/** Shrinking: only what was not needed for as long as it would take to get it back. */
export function scaleDownRules(step: ScalingStep, budget: number): ScalingRules {
  return rules(step, { percent: 50, period: 60, stabilization: Math.min(LONGEST_STABILIZATION, Math.max(300, Math.ceil(budget))) });
}

interface Derived {
  readonly percent: number;
  readonly period: number;
  readonly stabilization: number;
}

function rules(step: ScalingStep, derived: Derived): ScalingRules {
  const periodSeconds = step.period ? secondsOf(step.period) : derived.period;
  const policies = [];
  if (step.percent !== undefined || step.pods === undefined) {
    policies.push({ periodSeconds, type: 'Percent', value: step.percent ?? derived.percent });
  }
  if (step.pods !== undefined) {
    policies.push({ periodSeconds, type: 'Pods', value: step.pods });
  }
  const found: ScalingRules = {
    policies,
    selectPolicy: step.selectPolicy ?? PolicySelection.MAX,
    stabilizationWindowSeconds: step.stabilization ? secondsOf(step.stabilization) : derived.stabilization,
  };
  if (step.tolerancePercent !== undefined) {
    found.tolerance = `${step.tolerancePercent * 10}m`;
  }
  return found;
}
