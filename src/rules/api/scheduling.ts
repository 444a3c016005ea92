import { Faults, given } from './faults';
import { labelFault, labelRemedy } from './labels';
import { checkPodNames } from './pod-names';
import { show } from '../../border/problems';
import { Severity } from '../../manifest/finding';
import { WORKLOADS } from '../../reading/pod-template';
import { mapOf, mapsOf, Shape, written } from '../../reading/shape';
import { Rule } from '../rule';

/** Where pods go and how they are called there, that the API server refuses. */
export const scheduling: Rule = {
  id: 'ML-API-016',
  title: 'tolerations, node selector, spreading, classes and host aliases are legal',
  severity: Severity.ERROR,
  why: 'The API server refuses the pod (ValidateTolerations, validateTopologySpreadConstraints, ValidateHostAliases).',
  fix: 'Leave the value of a toleration with operator Exists out; spread with a maxSkew of at least 1.',
  example: "Deployment 'chat': tolerations[0] has operator Exists and value \"present\", and Exists asks for none; take the value away or write Equal",
  judges: WORKLOADS,
  check(set, report) {
    for (const { owner, spec } of set.templates) {
      const faults = new Faults(report, owner);
      checkPodNames(faults, spec);
      mapsOf(spec.tolerations).forEach((toleration, i) => checkToleration(faults, `tolerations[${i}]`, toleration));
      const selector = mapOf(spec.nodeSelector);
      for (const key in selector) {
        const fault = labelFault(key, selector[key]);
        if (fault) {
          faults.must(`nodeSelector['${key}']`, fault, selector[key], labelRemedy(selector[key]));
        }
      }
      const seen = new Set<string>();
      for (const [i, constraint] of mapsOf(spec.topologySpreadConstraints).entries()) {
        checkSpread(faults, `topologySpreadConstraints[${i}]`, constraint, seen);
      }
    }
  },
};

function checkToleration(faults: Faults, at: string, { key, operator, value, effect, tolerationSeconds }: Shape): void {
  faults.oneOf(`${at}.operator`, operator, ['Equal', 'Exists', 'Lt', 'Gt']);
  faults.oneOf(`${at}.effect`, effect, ['NoSchedule', 'PreferNoSchedule', 'NoExecute']);
  if (operator === 'Exists' && given(value) && value !== '') {
    faults.say(`${at} has operator Exists and value ${show(value)}, and Exists asks for none; take the value away or write Equal`);
  }
  if ((!given(key) || key === '') && operator !== 'Exists') {
    faults.say(`${at} has no key, which only operator Exists may do (it tolerates everything); name the taint's key`);
  }
  if (given(tolerationSeconds) && effect !== 'NoExecute') {
    faults.say(`${at}.tolerationSeconds needs effect NoExecute; write it, or take tolerationSeconds away`);
  }
}

function checkSpread(faults: Faults, at: string, constraint: Shape, seen: Set<string>): void {
  const { maxSkew, topologyKey, whenUnsatisfiable, minDomains } = constraint;
  faults.whole(`${at}.maxSkew`, maxSkew ?? 0, 1);
  faults.required(`${at}.topologyKey`, topologyKey, 'write for example topology.kubernetes.io/zone');
  if (whenUnsatisfiable !== 'DoNotSchedule' && whenUnsatisfiable !== 'ScheduleAnyway') {
    faults.must(`${at}.whenUnsatisfiable`, 'DoNotSchedule or ScheduleAnyway', whenUnsatisfiable, 'write one of them');
  }
  faults.whole(`${at}.minDomains`, minDomains, 1);
  const pair = `${written(topologyKey)} ${written(whenUnsatisfiable)}`;
  if (seen.has(pair)) {
    faults.say(`${at} is the second for ${written(topologyKey)} with ${written(whenUnsatisfiable)}; put both into one`);
  }
  seen.add(pair);
}
