import { Faults, given, INT64_MAX } from './faults';
import { checkFailurePolicy } from './job-failure-policy';
import { checkIndexes } from './job-indexes';
import { Severity } from '../../manifest/finding';
import { mapOf, Shape } from '../../reading/shape';
import { Rule } from '../rule';

/** Jobs that the API server refuses. */
export const job: Rule = {
  id: 'ML-API-009',
  title: 'a Job ends, and its completion mode fits its fields',
  severity: Severity.ERROR,
  why: 'The API server refuses the Job (validateJobSpec).',
  fix: 'Set restartPolicy to Never or OnFailure (Never with a podFailurePolicy), and completions where the mode is Indexed; keep the other fields of an Indexed Job within them.',
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
      const faults = new Faults(report, subject);
      const spec = mapOf(mapOf(subject.spec.jobTemplate).spec);
      checkJob(faults, spec);
      for (const field of ['selector', 'manualSelector']) {
        if (given(spec[field]) && spec[field] !== false) {
          faults.say(`jobTemplate.spec.${field} cannot be given, each of its Jobs gets a selector of its own; take it away`);
        }
      }
    }
  },
};

function checkJob(faults: Faults, spec: Shape, name?: string): void {
  for (const field of ['parallelism', 'completions', 'backoffLimit', 'ttlSecondsAfterFinished', 'backoffLimitPerIndex', 'maxFailedIndexes']) {
    faults.whole(field, spec[field], 0);
  }
  faults.whole('activeDeadlineSeconds', spec.activeDeadlineSeconds, 0, INT64_MAX);
  faults.oneOf('completionMode', spec.completionMode, ['Indexed', 'NonIndexed']);
  if (given(spec.maxFailedIndexes) && !given(spec.backoffLimitPerIndex)) {
    faults.say('maxFailedIndexes needs backoffLimitPerIndex; say how often an index is tried again');
  }
  if (spec.completionMode === 'Indexed') {
    checkIndexes(faults, spec, name);
  } else {
    for (const field of ['backoffLimitPerIndex', 'maxFailedIndexes', 'successPolicy']) {
      if (given(spec[field])) {
        faults.say(`${field} needs completionMode Indexed; set it, or take ${field} away`);
      }
    }
  }
  checkRestart(faults, spec);
  checkFailurePolicy(faults, spec);
  const takes = given(spec.podFailurePolicy) ? ['Failed'] : ['TerminatingOrFailed', 'Failed'];
  if (given(spec.podReplacementPolicy) && !takes.includes(spec.podReplacementPolicy as string)) {
    faults.must('podReplacementPolicy', `${takes.join(' or ')}${takes.length === 1 ? ' where there is a podFailurePolicy' : ''}`, spec.podReplacementPolicy, 'write Failed');
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
