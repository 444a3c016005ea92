import { Faults, given } from './faults';
import { readQuantity } from './resources';
import { Severity } from '../../manifest/finding';
import { isMap, mapOf, mapsOf, Shape } from '../../reading/shape';
import { Rule } from '../rule';

const LONGEST_WINDOW = 3600;
const LONGEST_PERIOD = 1800;
const SOURCES: { readonly [type: string]: string } = {
  Resource: 'resource', ContainerResource: 'containerResource', Pods: 'pods', Object: 'object', External: 'external',
};

/** Autoscalers that the API server refuses. */
export const hpa: Rule = {
  id: 'ML-API-011',
  title: "an autoscaler's bounds, metrics and behaviour are legal",
  severity: Severity.ERROR,
  why: 'The API server refuses the HorizontalPodAutoscaler (validateHorizontalPodAutoscalerSpec): windows are capped at 3600 s, periods at 1800 s, and a minimum of 0 needs a feature that is off by default (HPAScaleToZero).',
  fix: 'Keep 1 ≤ minReplicas ≤ maxReplicas, windows of at most an hour and periods of at most half an hour; scale to zero with KEDA.',
  example: "HorizontalPodAutoscaler 'chat': spec.minReplicas 5 is above spec.maxReplicas 3; raise the maximum or lower the minimum",
  judges: ['autoscaling/HorizontalPodAutoscaler'],
  check(set, report) {
    for (const subject of set.ofKind('autoscaling/HorizontalPodAutoscaler')) {
      const faults = new Faults(report, subject);
      const { minReplicas, maxReplicas, scaleTargetRef } = subject.spec;
      faults.whole('spec.minReplicas', minReplicas, 1);
      if (given(maxReplicas)) {
        faults.whole('spec.maxReplicas', maxReplicas, 1);
      } else {
        faults.must('spec.maxReplicas', 'a whole number of at least 1', maxReplicas, 'say how many pods there may be');
      }
      if (typeof minReplicas === 'number' && typeof maxReplicas === 'number' && minReplicas > maxReplicas) {
        faults.say(`spec.minReplicas ${minReplicas} is above spec.maxReplicas ${maxReplicas}; raise the maximum or lower the minimum`);
      }
      const target = mapOf(scaleTargetRef);
      faults.required('spec.scaleTargetRef.kind', target.kind, 'name what is scaled');
      faults.required('spec.scaleTargetRef.name', target.name, 'name what is scaled');
      for (const [i, metric] of mapsOf(subject.spec.metrics).entries()) {
        checkMetric(faults, `spec.metrics[${i}]`, metric);
      }
      for (const direction of ['scaleUp', 'scaleDown']) {
        checkBehavior(faults, `spec.behavior.${direction}`, mapOf(mapOf(subject.spec.behavior)[direction]));
      }
    }
  },
};

function checkMetric(faults: Faults, at: string, metric: Shape): void {
  const source = typeof metric.type === 'string' && Object.prototype.hasOwnProperty.call(SOURCES, metric.type) ? SOURCES[metric.type] : undefined;
  if (source === undefined) {
    faults.must(`${at}.type`, `one of ${Object.keys(SOURCES).join(', ')}`, metric.type, 'write one of them');
    return;
  }
  if (!isMap(metric[source])) {
    faults.say(`${at} is of type ${metric.type} and has no ${source}; describe the metric there`);
    return;
  }
  const { target: targetValue, container } = metric[source];
  const target = mapOf(targetValue);
  faults.whole(`${at}.${source}.target.averageUtilization`, target.averageUtilization, 1);
  for (const field of ['value', 'averageValue']) {
    if (given(target[field])) {
      const quantity = readQuantity(faults, `${at}.${source}.target.${field}`, target[field]);
      if (quantity?.isZero) {
        faults.must(`${at}.${source}.target.${field}`, 'above 0', target[field], 'give what one pod should carry');
      }
    }
  }
  if (metric.type === 'ContainerResource') {
    faults.required(`${at}.${source}.container`, container, 'name the container');
  }
}

function checkBehavior(faults: Faults, at: string, rules: Shape): void {
  faults.whole(`${at}.stabilizationWindowSeconds`, rules.stabilizationWindowSeconds, 0, LONGEST_WINDOW);
  faults.oneOf(`${at}.selectPolicy`, rules.selectPolicy, ['Max', 'Min', 'Disabled']);
  for (const [i, policy] of mapsOf(rules.policies).entries()) {
    faults.whole(`${at}.policies[${i}].value`, policy.value ?? 0, 1);
    faults.whole(`${at}.policies[${i}].periodSeconds`, policy.periodSeconds ?? 0, 1, LONGEST_PERIOD);
    if (policy.type !== 'Pods' && policy.type !== 'Percent') {
      faults.must(`${at}.policies[${i}].type`, 'Pods or Percent', policy.type, 'write one of them');
    }
  }
}
