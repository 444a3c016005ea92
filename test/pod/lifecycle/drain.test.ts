import { Duration } from 'cdk8s';
import { checkDrain, drainTerms, Sender } from '../../../src/pod/lifecycle/drain';
import { DrainProps } from '../../../src/pod/lifecycle/drain-props';
import { checked } from '../../border/checked';

const seconds = Duration.seconds;
const terms = (props: DrainProps, sender: Sender = 'endpoints') => drainTerms(props, seconds(30), sender);

test('inside the cluster 5 s pass until nobody calls any more, behind a proxy 15 s, behind the health checks of a load balancer 35 s', () => {
  expect(terms({})).toEqual({ preStopSleep: 5, longestRequest: 30, gracePeriod: 40 });
  expect(terms({}, 'proxy')).toEqual({ preStopSleep: 15, longestRequest: 30, gracePeriod: 50 });
  expect(terms({}, 'load balancer')).toEqual({ preStopSleep: 35, longestRequest: 30, gracePeriod: 70 });
});

test('each term can be given, and the sum follows', () => {
  expect(terms({ preStopSleep: seconds(0), longestRequest: seconds(120) }, 'load balancer')).toEqual({ preStopSleep: 0, longestRequest: 120, gracePeriod: 125 });
  expect(terms({ gracePeriod: seconds(300) })).toEqual({ preStopSleep: 5, longestRequest: 30, gracePeriod: 300 });
});

test('a grace period of one\'s own has to hold the sum', () => {
  const problems = (gracePeriod: number) => checked((found) => checkDrain(found, 'drain', { gracePeriod: seconds(gracePeriod) }, terms({ gracePeriod: seconds(gracePeriod) })));
  expect(problems(40)).toEqual([]);
  expect(problems(39)).toEqual([
    "'drain.gracePeriod' must be at least 40 s (5 s preStop sleep + 30 s longest request + 5 s), got \"39 s\"; lengthen it, or shorten the sleep or the longest request",
  ]);
});
