import { isDeepStrictEqual } from 'node:util';
import { Severity } from '../../manifest/finding';
import { Rule } from '../rule';
import { Subject } from '../subject';

/** The same object twice. */
export const duplicateObjects: Rule = {
  id: 'ML-DUP-001',
  title: 'every object is there once',
  severity: Severity.ERROR,
  why: 'Whoever applies the manifests writes both onto the same object: the later one wins and the earlier one is lost without a message. A warning where both are the same to the last field.',
  fix: 'Rename one of them, put it into another namespace, or make it only once.',
  example: "Deployment 'chat' is made twice, here and by app/0; give one of them another name or make it only once",
  judges: ['*'],
  check(set, report) {
    const first = new Map<string, Subject>();
    for (const subject of set.subjects) {
      if (subject.name === undefined) {
        continue;
      }
      // the version of the API is left out: the server keeps one object under all versions
      const key = `${subject.kind} ${subject.namespace ?? ''} ${subject.name}`;
      const other = first.get(key);
      if (other === undefined) {
        first.set(key, subject);
      } else {
        report(subject, `${subject.called} is made twice, here and by ${other.path}; give one of them another name or make it only once`,
          isDeepStrictEqual(subject.manifest, other.manifest) ? Severity.WARNING : Severity.ERROR);
      }
    }
  },
};
