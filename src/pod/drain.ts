import { Duration } from 'cdk8s';
import { DrainProps } from './drain-props';
import { checkSeconds, secondsOf } from '../border/amounts';
import { Problems } from '../border/problems';

/** The numbers of a drain, in seconds. */
export interface DrainTerms {
  readonly preStopSleep: number;
  readonly longestRequest: number;
  readonly gracePeriod: number;
}

/** Time that a server needs to close after its last answer. */
const CLOSING = 5;

/** What a drain takes: sleep until nobody sends any more, the longest request, and the server's own closing. */
export function drainTerms(props: DrainProps, serverRequest: Duration, external: boolean): DrainTerms {
  const preStopSleep = props.preStopSleep ? secondsOf(props.preStopSleep) : external ? 15 : 5;
  const longestRequest = secondsOf(props.longestRequest ?? serverRequest);
  return { preStopSleep, longestRequest, gracePeriod: props.gracePeriod ? secondsOf(props.gracePeriod) : preStopSleep + longestRequest + CLOSING };
}

/** Records what is wrong with a drain. */
export function checkDrain(problems: Problems, property: string, props: DrainProps, terms: DrainTerms): void {
  checkSeconds(problems, `${property}.longestRequest`, props.longestRequest, 1);
  checkSeconds(problems, `${property}.preStopSleep`, props.preStopSleep, 0);
  checkSeconds(problems, `${property}.gracePeriod`, props.gracePeriod, 1);
  const needed = terms.preStopSleep + terms.longestRequest + CLOSING;
  if (props.gracePeriod && terms.gracePeriod < needed) {
    problems.add(`${property}.gracePeriod`, `at least ${needed} s (${terms.preStopSleep} s preStop sleep + ${terms.longestRequest} s longest request + ${CLOSING} s)`,
      `${terms.gracePeriod} s`, 'lengthen it, or shorten the sleep or the longest request');
  }
}
