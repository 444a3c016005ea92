import { Faults, given } from './faults';
import { isDnsLabel } from '../../border/names';
import { mapOf, mapsOf, Shape, textOf } from '../../reading/shape';

/** Above so many completions there are narrower limits where indexes are retried for themselves. */
const MANY = 100_000;
const LIMIT_OF_MANY = 10_000;
const MOST_RULES = 20;
const LONGEST_LIST = 64 * 1024;

/**
 * What the API server refuses of an Indexed Job.
 * @param name of the Job; the CronJob controller gives its Jobs theirs later
 */
export function checkIndexes(faults: Faults, spec: Shape, name: string | undefined): void {
  const { completions, parallelism, maxFailedIndexes } = spec;
  if (!given(completions)) {
    // without both, the API server takes one completion
    if (given(parallelism)) {
      faults.say('completionMode Indexed with parallelism needs completions; say how many indexes there are');
    }
    return;
  }
  if (typeof completions !== 'number') {
    return;
  }
  if (name !== undefined && completions > 0 && !isDnsLabel(`${name}-${completions - 1}`)) {
    faults.must(`the name of its last pod, '${name}-${completions - 1}',`, "a DNS label (at most 63 of a-z, 0-9 and '-')", name, 'shorten the name of the Job');
  }
  const many = completions > MANY && given(spec.backoffLimitPerIndex);
  const most = many ? LIMIT_OF_MANY : MANY;
  const why = many ? ` where more than ${MANY} indexes have a backoffLimitPerIndex` : ' where the mode is Indexed';
  if (typeof parallelism === 'number' && parallelism > most) {
    faults.must('parallelism', `at most ${most}${why}`, parallelism, 'lower it');
  }
  if (typeof maxFailedIndexes === 'number' && maxFailedIndexes > Math.min(most, completions)) {
    faults.must('maxFailedIndexes', completions < most ? `at most the ${completions} completions` : `at most ${most}${why}`, maxFailedIndexes, 'lower it');
  } else if (many && !given(maxFailedIndexes)) {
    faults.say(`maxFailedIndexes has to be given${why}; say how many may fail, ${LIMIT_OF_MANY} at most`);
  }
  if (given(spec.successPolicy)) {
    checkSuccess(faults, mapsOf(mapOf(spec.successPolicy).rules), completions);
  }
}

function checkSuccess(faults: Faults, rules: readonly Shape[], completions: number): void {
  if (rules.length === 0) {
    faults.say('successPolicy has no rules; say how many indexes are enough');
  } else if (rules.length > MOST_RULES) {
    faults.say(`successPolicy has ${rules.length} rules, and may have ${MOST_RULES}; leave some out`);
  }
  for (const [i, { succeededCount, succeededIndexes }] of rules.entries()) {
    const at = `successPolicy.rules[${i}]`;
    if (!given(succeededCount) && !given(succeededIndexes)) {
      faults.say(`${at} has neither succeededCount nor succeededIndexes; give one of them`);
    }
    const indexes = given(succeededIndexes) ? indexesIn(textOf(succeededIndexes) ?? '?', completions) : completions;
    if (indexes === undefined) {
      faults.must(`${at}.succeededIndexes`, `indexes from 0 to ${completions - 1} in ascending order`, succeededIndexes, 'write for example "0,2-5"');
    }
    faults.whole(`${at}.succeededCount`, succeededCount, 0);
    if (typeof succeededCount === 'number' && succeededCount > (indexes ?? completions)) {
      faults.must(`${at}.succeededCount`, `at most ${indexes === undefined || indexes === completions ? `the ${completions} completions` : `the ${indexes} indexes of succeededIndexes`}`,
        succeededCount, 'lower it');
    }
  }
}

/** How many indexes a text like `0,2-5` names; nothing if the API server cannot read it. */
function indexesIn(text: string, completions: number): number | undefined {
  let last = -1;
  let count = 0;
  if (text.length > LONGEST_LIST) {
    return undefined;
  }
  for (const interval of text === '' ? [] : text.split(',')) {
    const [, from, to] = /^(\d+)(?:-(\d+))?$/.exec(interval) ?? [];
    const [first, end] = [Number(from), Number(to ?? from)];
    if (from === undefined || first <= last || end >= completions || (to !== undefined && first >= end)) {
      return undefined;
    }
    count += end - first + 1;
    last = end;
  }
  return count;
}
