import { isDeepStrictEqual } from 'node:util';
import { Severity } from '../../manifest/finding';
import { WORKLOADS } from '../../reading/pod-template';
import { Subject } from '../../reading/subject';
import { Rule } from '../rule';

/** What one construct makes for itself: the same of it from two constructs are two services that should have two names. */
const SERVING: ReadonlySet<string> = new Set([...WORKLOADS, 'Service']);

/** The same object twice. */
export const duplicateObjects: Rule = {
  id: 'ML-DUP-001',
  title: 'every object is there once',
  severity: Severity.ERROR,
  why: 'Whoever applies the manifests writes both onto the same object: the later one wins and the earlier one is lost without a message. A warning where both are the same to the last field, as shared configuration may be (a Namespace, a CustomResourceDefinition, a ConfigMap); a workload or a Service of two constructs stays an error, because one of the two is never there.',
  fix: 'Rename one of them, put it into another namespace, or make it only once.',
  example: "Deployment 'chat' is made twice, here and by app/0; give one of them another name or make it only once",
  judges: ['*'],
  check(set, report) {
    for (const subject of set.subjects) {
      // kinds are without the version of their API: the server keeps one object under all versions
      const first = subject.name === undefined ? subject : set.find(subject.kind, subject.namespace, subject.name);
      if (first !== undefined && first !== subject) {
        report(subject, `${subject.called} is made twice, here and by ${first.path}; give one of them another name or make it only once`,
          isHarmless(subject, first) ? Severity.WARNING : Severity.ERROR);
      }
    }
  },
};

function isHarmless(subject: Subject, first: Subject): boolean {
  return (!SERVING.has(subject.kind) || subject.path === first.path) && isDeepStrictEqual(subject.manifest, first.manifest);
}
