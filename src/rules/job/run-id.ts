import { RUN_ID } from '../../manifest/annotations';
import { Severity } from '../../manifest/finding';
import { JOB_SET, TRAIN_JOB } from '../../reading/gangs';
import { mapOf } from '../../reading/shape';
import { Rule } from '../rule';

/** Labels of what this library makes for one run. */
const COMPONENT = 'app.kubernetes.io/component';
const MANAGED_BY = 'app.kubernetes.io/managed-by';
const KINDS: readonly string[] = ['batch/Job', JOB_SET, TRAIN_JOB];
const RUNS = new Set<unknown>(['batch-scoring', 'training']);

/** A run that is applied under one name again and again. Only of what this library makes: what others do about it is not written in their manifests. */
export const runId: Rule = {
  id: 'ML-JOB-001',
  title: 'a run that is applied by hand or by a GitOps tool has an id of its own',
  severity: Severity.WARNING,
  why: 'Of a Job that exists hardly anything can be changed: the API server refuses the next release under its name ("field is immutable"), and the same manifests do nothing '
    + 'while it exists and run all of it again once it was deleted.',
  fix: 'Give runId, which becomes part of the name, and another one for each run; or a schedule.',
  example: "Job 'train' is of one run and its name does not say which, so that the next release is refused while it exists, and the same one runs again when it was deleted; give runId, or a schedule",
  judges: KINDS,
  check(set, report) {
    for (const subject of KINDS.flatMap((kind) => set.ofKind(kind))) {
      const labels = mapOf(subject.metadata.labels);
      if (RUNS.has(labels[COMPONENT]) && labels[MANAGED_BY] === 'cdk8s' && mapOf(subject.metadata.annotations)[RUN_ID] === undefined) {
        report(subject, `${subject.called} is of one run and its name does not say which, so that the next release is refused while it exists, and the same one runs again when it was deleted; `
          + 'give runId, or a schedule');
      }
    }
  },
};
