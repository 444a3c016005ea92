import { Severity } from '../../manifest/finding';
import { Rule } from '../rule';

/** 63 characters of a label, less the dash and the ten digits of the revision's hash. */
const LONGEST = 52;

/** A StatefulSet whose name does not fit into its pods' labels. */
export const statefulSetName: Rule = {
  id: 'ML-POD-002',
  title: "a StatefulSet's name leaves room for the revision",
  severity: Severity.ERROR,
  why: 'Its pods carry the label controller-revision-hash, which is the name and a hash of up to 10 digits: with more than 63 characters together the API server takes the StatefulSet and refuses each of its pods. https://github.com/kubernetes/kubernetes/issues/64023',
  fix: 'Shorten the name to 52 characters.',
  example: "StatefulSet 'a-name-of-fifty-three-characters-is-one-more-than-fit' has a name of 53 characters, and its pods would be refused for their label controller-revision-hash; shorten it to 52",
  judges: ['apps/StatefulSet'],
  check(set, report) {
    for (const subject of set.ofKind('apps/StatefulSet')) {
      const length = subject.name?.length ?? 0;
      if (length > LONGEST) {
        report(subject, `${subject.called} has a name of ${length} characters, and its pods would be refused for their label controller-revision-hash; shorten it to ${LONGEST}`);
      }
    }
  },
};
