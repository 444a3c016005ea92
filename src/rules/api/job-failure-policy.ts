import { Faults, given } from './faults';
import { isQualifiedName } from '../../border/names';
import { listOf, mapOf, mapsOf, Shape, textOf } from '../../reading/shape';

const ACTIONS = ['Count', 'FailIndex', 'FailJob', 'Ignore'];
const MOST_RULES = 20;
const MOST_CODES = 255;

/** What the API server refuses of a podFailurePolicy (validatePodFailurePolicy). */
export function checkFailurePolicy(faults: Faults, spec: Shape): void {
  const rules = mapsOf(mapOf(spec.podFailurePolicy).rules);
  if (rules.length === 0) {
    return;
  }
  if (rules.length > MOST_RULES) {
    faults.say(`podFailurePolicy has ${rules.length} rules, and may have ${MOST_RULES}; join some of them`);
  }
  const { containers, initContainers } = mapOf(mapOf(spec.template).spec);
  const names = new Set([...mapsOf(containers), ...mapsOf(initContainers)].map(({ name }) => textOf(name)));
  for (const [i, rule] of rules.entries()) {
    const at = `podFailurePolicy.rules[${i}]`;
    if (rule.action === 'FailIndex' && !given(spec.backoffLimitPerIndex)) {
      faults.say(`${at}.action FailIndex needs backoffLimitPerIndex; set it, or write FailJob`);
    } else if (!ACTIONS.includes(rule.action as string)) {
      faults.must(`${at}.action`, `one of ${ACTIONS.join(', ')}`, rule.action, 'write one of them');
    }
    const conditions = mapsOf(rule.onPodConditions);
    faults.exactlyOne(at, { onExitCodes: rule.onExitCodes, onPodConditions: conditions.length > 0 ? conditions : undefined }, ['onExitCodes', 'onPodConditions']);
    if (given(rule.onExitCodes)) {
      checkExitCodes(faults, `${at}.onExitCodes`, mapOf(rule.onExitCodes), names);
    }
    checkConditions(faults, `${at}.onPodConditions`, conditions);
  }
}

function checkExitCodes(faults: Faults, at: string, { containerName, operator, values }: Shape, names: ReadonlySet<string | undefined>): void {
  const codes = listOf(values) as readonly number[];
  if (operator !== 'In' && operator !== 'NotIn') {
    faults.must(`${at}.operator`, 'one of In, NotIn', operator, 'write one of them');
  }
  if (given(containerName) && !names.has(textOf(containerName))) {
    faults.must(`${at}.containerName`, 'the name of a container of the pods', containerName, 'correct it, or leave it out for all of them');
  }
  if (codes.length === 0 || codes.some((code, k) => k > 0 && code <= codes[k - 1])) {
    faults.must(`${at}.values`, 'a list of different exit codes in ascending order', values, 'sort them');
  } else if (codes.length > MOST_CODES) {
    faults.say(`${at}.values has ${codes.length} exit codes, and may have ${MOST_CODES}; leave some out`);
  } else if (operator === 'In' && codes.includes(0)) {
    faults.must(`${at}.values`, 'without 0, which is no failure', values, 'take 0 away');
  }
}

function checkConditions(faults: Faults, at: string, conditions: readonly Shape[]): void {
  if (conditions.length > MOST_RULES) {
    faults.say(`${at} has ${conditions.length} conditions, and may have ${MOST_RULES}; leave some out`);
  }
  for (const [i, { type, status }] of conditions.entries()) {
    if (!isQualifiedName(textOf(type) ?? '')) {
      faults.must(`${at}[${i}].type`, 'the type of a condition', type, 'write for example DisruptionTarget');
    }
    faults.oneOf(`${at}[${i}].status`, status, ['True', 'False', 'Unknown']);
  }
}
