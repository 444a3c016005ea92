import { Places } from '../../capacity/places';
import { Severity } from '../../manifest/finding';
import { Rule } from '../rule';

/** Two LimitRanges that give different defaults. */
export const ambiguousDefaults: Rule = {
  id: 'ML-CAP-009',
  title: 'the LimitRanges of a namespace do not contradict each other in their defaults',
  severity: Severity.WARNING,
  why: 'Which of several defaults a container gets is not determined: the server takes the LimitRanges as they come, so that the same pod may be larger tomorrow. https://kubernetes.io/docs/concepts/policy/limit-range/',
  fix: 'Give defaults in one LimitRange of a namespace only; a maximum and a minimum count as defaults where none is given.',
  example: "LimitRange 'second' gives containers another default of memory than LimitRange 'limits', and which of them counts is not determined; give defaults in one of them only",
  judges: ['LimitRange'],
  check(set, report) {
    for (const { items, ambiguous } of Places.of(set).allLimitRanges()) {
      for (const resource of ambiguous) {
        const owners = [...new Set(items.filter(({ limits, requests }) => limits.has(resource) || requests.has(resource)).map(({ owner }) => owner))];
        const last = owners[owners.length - 1];
        report(last, `${last.called} gives containers another default of ${resource} than ${owners[0].called}, and which of them counts is not determined; give defaults in one of them only`);
      }
    }
  },
};
