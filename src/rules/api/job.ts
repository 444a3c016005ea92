import { Faults, given, INT64_MAX } from './faults';
import { isDnsLabel } from '../../border/names';
import { Severity } from '../../manifest/finding';
import { listOf, mapOf, mapsOf, Shape } from '../../reading/shape';
import { Rule } from '../rule';

/** Jobs that the API server refuses. */
export const job: Rule = {
  id: 'ML-API-009',
  title: 'a Job ends, and its completion mode fits its fields',
  severity: Severity.ERROR,
  why: 'The API server refuses the Job (validateJobSpec).',
  fix: 'Set restartPolicy to Never or OnFailure (Never with a podFailurePolicy), and completions where the mode is Indexed.',
  example: "Job 'train': template.spec.restartPolicy must be Never or OnFailure, got nothing; say what becomes of a failed container",
  judges: ['batch/Job', 'batch/CronJob'],
  check(set, report) {
    for (const subject of set.ofKind('batch/Job')) {
      const faults = new Faults(report, subject);
      if (subject.name !== undefined && subject.name.length > 63) {
        faults.must('metadata.name', 'at most 63 characters, it becomes a label of the pods', subject.name, 'shorten it');
      }
      checkJob(faults, subject.spec, subject.name);
    }
    for (const subject of set.ofKind('batch/CronJob')) {
      checkJob(new Faults(report, subject), mapOf(mapOf(subject.spec.jobTemplate).spec));
    }
  },
};

function checkJob(faults: Faults, spec: Shape, name?: string): void {
  for (const field of ['parallelism', 'completions', 'backoffLimit', 'ttlSecondsAfterFinished', 'backoffLimitPerIndex', 'maxFailedIndexes']) {
    faults.whole(field, spec[field], 0);
  }
  faults.whole('activeDeadlineSeconds', spec.activeDeadlineSeconds, 0, INT64_MAX);
  faults.oneOf('completionMode', spec.completionMode, ['Indexed', 'NonIndexed']);
  if (spec.completionMode === 'Indexed') {
    if (!given(spec.completions)) {
      // without both, the API server takes one completion
      if (given(spec.parallelism)) {
        faults.say('completionMode Indexed with parallelism needs completions; say how many indexes there are');
      }
    } else if (name !== undefined && typeof spec.completions === 'number' && spec.completions > 0 && !isDnsLabel(`${name}-${spec.completions - 1}`)) {
      faults.must(`the name of its last pod, '${name}-${spec.completions - 1}',`, "a DNS label (at most 63 of a-z, 0-9 and '-')", name, 'shorten the name of the Job');
    }
  } else {
    for (const field of ['backoffLimitPerIndex', 'maxFailedIndexes', 'successPolicy']) {
      if (given(spec[field])) {
        faults.say(`${field} needs completionMode Indexed; set it, or take ${field} away`);
      }
    }
  }
  checkRestart(faults, spec);
  for (const [i, rule] of mapsOf(mapOf(spec.podFailurePolicy).rules).entries()) {
    checkFailureRule(faults, `podFailurePolicy.rules[${i}]`, rule, given(spec.backoffLimitPerIndex));
  }
}

function checkRestart(faults: Faults, spec: Shape): void {
  const { restartPolicy } = mapOf(mapOf(spec.template).spec);
  if (restartPolicy !== 'Never' && restartPolicy !== 'OnFailure') {
    faults.must('template.spec.restartPolicy', 'Never or OnFailure', restartPolicy, 'say what becomes of a failed container');
  } else if (given(spec.podFailurePolicy) && restartPolicy !== 'Never') {
    faults.must('template.spec.restartPolicy', 'Never where there is a podFailurePolicy', restartPolicy, 'write Never');
  }
}

function checkFailureRule(faults: Faults, at: string, rule: Shape, perIndex: boolean): void {
  if (rule.action === 'FailIndex' && !perIndex) {
    faults.say(`${at}.action FailIndex needs backoffLimitPerIndex; set it, or write FailJob`);
  }
  faults.exactlyOne(at, { onExitCodes: rule.onExitCodes, onPodConditions: listOf(rule.onPodConditions).length > 0 ? rule.onPodConditions : undefined }, ['onExitCodes', 'onPodConditions']);
  if (!given(rule.onExitCodes)) {
    return;
  }
  const { operator, values } = mapOf(rule.onExitCodes);
  const codes = listOf(values) as readonly number[];
  faults.oneOf(`${at}.onExitCodes.operator`, operator, ['In', 'NotIn']);
  if (codes.length === 0 || codes.some((code, k) => k > 0 && code <= codes[k - 1])) {
    faults.must(`${at}.onExitCodes.values`, 'a list of different exit codes in ascending order', values, 'sort them');
  } else if (operator === 'In' && codes.includes(0)) {
    faults.must(`${at}.onExitCodes.values`, 'without 0, which is no failure', values, 'take 0 away');
  }
}
