import { WAIVE } from './annotations';
import { Severity } from '../../manifest/finding';
import { isMap } from '../../reading/shape';
import { Rule } from '../rule';

/** Waivers that waive nothing. */
export const usefulWaiver: Rule = {
  id: 'ML-WAIVE-001',
  title: 'a waiver has a reason, and something to waive',
  severity: Severity.WARNING,
  why: 'A waiver that waives nothing any more hides the next finding of its rule; one without a reason, or of a rule that does not exist, waives nothing from the start.',
  fix: 'Take it away, mend the rule\'s id, or write down the reason.',
  example: "waiver of ML-IMG-001 on Deployment 'chat' (the vendor has no other tag) waives nothing; take it away",
  judges: ['*'],
  check(set, report) {
    for (const subject of set.subjects) {
      const { annotations } = subject.metadata;
      for (const key in isMap(annotations) ? annotations : {}) {
        if (key.startsWith(WAIVE) && !(typeof annotations[key] === 'string' && annotations[key].trim() !== '')) {
          report(subject, `waiver of ${key.slice(WAIVE.length)} on ${subject.called} has no reason, and so waives nothing; write the reason as its value`);
        }
      }
    }
  },
};
