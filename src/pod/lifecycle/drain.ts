import { Duration } from 'cdk8s';
import { DrainProps } from './drain-props';
import { checkSeconds, secondsOf } from '../../border/amounts';
import { Problems } from '../../border/problems';

/** The numbers of a drain, in seconds. */
export interface DrainTerms {
  readonly preStopSleep: number;
  /** What the server has for its last requests once it is told to stop. */
  readonly longestRequest: number;
  readonly gracePeriod: number;
}

/** Who sends requests to a pod, and has to notice that it goes. */
export type Sender = 'endpoints' | 'proxy' | 'load balancer';

/**
 * Seconds until nobody sends any more. Inside the cluster endpoints have changed within 5 s; a gateway or an ingress controller takes 10 s more to
 * follow them. A load balancer that keeps the callers' addresses asks each node whether it has a pod, so a node that loses its last one is left
 * after interval × failures of that question: 10 s × 3 on AWS (NLB), 8 s × 3 on Google Cloud; 30 s and the 5 s of the endpoints are 35 s.
 * @see https://kubernetes.io/docs/tasks/access-application-cluster/create-external-load-balancer/#preserving-the-client-source-ip
 */
const NOTICED: { readonly [sender in Sender]: number } = { 'endpoints': 5, 'proxy': 5 + 10, 'load balancer': 5 + 10 * 3 };

/** Time that a server needs to close after its last answer. */
const CLOSING = 5;

/**
 * What a drain takes: sleep until nobody sends any more, the longest request, and the server's own closing.
 *
 * @param endsAtOnce the server breaks off what it computes when it is told to stop, so that the longest request has to end during the sleep
 */
export function drainTerms(props: DrainProps, serverRequest: Duration, sender: Sender, endsAtOnce = false): DrainTerms {
  const longest = secondsOf(props.longestRequest ?? serverRequest);
  const preStopSleep = props.preStopSleep ? secondsOf(props.preStopSleep) : NOTICED[sender] + (endsAtOnce ? longest : 0);
  const longestRequest = endsAtOnce ? 0 : longest;
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
