import { Faults, given } from './faults';
import { labelFault, labelRemedy } from './labels';
import { Severity } from '../../manifest/finding';
import { selectorOf, selects, selectorText } from '../../reading/selector';
import { isMap, listOf, mapOf, mapsOf, Shape, written } from '../../reading/shape';
import { Rule } from '../rule';

const OWNERS = ['apps/Deployment', 'apps/StatefulSet', 'apps/DaemonSet', 'apps/ReplicaSet'];
const SELECTING = [['policy/PodDisruptionBudget', 'selector'], ['networking.k8s.io/NetworkPolicy', 'podSelector']];
const OPERATORS = ['In', 'NotIn', 'Exists', 'DoesNotExist'];

/** Selectors that the API server refuses. */
export const selectors: Rule = {
  id: 'ML-API-007',
  title: "selectors are legal, and a workload's selector matches its own pods",
  severity: Severity.ERROR,
  why: 'The API server refuses a selector with labels that cannot exist, and a workload that would not find its own pods.',
  fix: "Make the workload's selector a part of its template's labels, and never change it afterwards: it is immutable.",
  example: "Deployment 'chat': spec.selector app=chat does not match the labels of its own template (app=chats); make the template carry them",
  judges: [...OWNERS, 'Service', 'policy/PodDisruptionBudget', 'networking.k8s.io/NetworkPolicy'],
  check(set, report) {
    for (const kind of OWNERS) {
      for (const owner of set.ofKind(kind)) {
        const faults = new Faults(report, owner);
        const labels = mapOf(mapOf(mapOf(owner.spec.template).metadata).labels);
        const selector = selectorOf(owner.spec.selector);
        if (!selector || selector.pairs.length + selector.expressions.length === 0) {
          faults.must('spec.selector', 'a selector of at least one label', owner.spec.selector, 'select the labels of the pod template');
        } else if (checkSelector(faults, 'spec.selector', owner.spec.selector) && !selects(selector, labels)) {
          faults.say(`spec.selector ${selectorText(selector)} does not match the labels of its own template (${labelsText(labels)}); make the template carry them`);
        }
      }
    }
    for (const service of set.ofKind('Service')) {
      checkLabels(new Faults(report, service), 'spec.selector', service.spec.selector);
    }
    for (const [kind, field] of SELECTING) {
      for (const subject of set.ofKind(kind)) {
        checkSelector(new Faults(report, subject), `spec.${field}`, subject.spec[field]);
      }
    }
  },
};

/** Says what is wrong with a `LabelSelector`; true if nothing is. */
function checkSelector(faults: Faults, at: string, value: unknown): boolean {
  if (!isMap(value)) {
    return true;
  }
  let legal = checkLabels(faults, `${at}.matchLabels`, value.matchLabels);
  for (const [i, { key, operator, values }] of mapsOf(value.matchExpressions).entries()) {
    const field = `${at}.matchExpressions[${i}]`;
    const wantsValues = operator === 'In' || operator === 'NotIn';
    const fault = typeof key === 'string' ? labelFault(key, '') : 'a text';
    if (fault) {
      faults.must(`${field}.key`, fault, key, labelRemedy(key));
      legal = false;
    }
    if (!OPERATORS.includes(operator)) {
      faults.must(`${field}.operator`, `one of ${OPERATORS.join(', ')}`, operator, 'write one of them');
      legal = false;
    } else if (wantsValues !== listOf(values).length > 0) {
      faults.must(`${field}.values`, wantsValues ? 'a list of at least one text' : 'absent', values, wantsValues ? 'give the values' : `${operator} asks for no value; take them away`);
      legal = false;
    }
  }
  return legal;
}

function checkLabels(faults: Faults, at: string, labels: unknown): boolean {
  let legal = true;
  const map = mapOf(labels);
  for (const key in map) {
    const fault = labelFault(key, map[key]);
    if (fault) {
      faults.must(`${at}['${key}']`, fault, map[key], labelRemedy(map[key]));
      legal = false;
    }
  }
  if (given(labels) && !isMap(labels)) {
    faults.must(at, 'a map of labels', labels, 'write key: "value"');
    legal = false;
  }
  return legal;
}

function labelsText(labels: Shape): string {
  return Object.entries(labels).map(([key, value]) => `${key}=${written(value)}`).join(',') || 'none';
}
