import { ServicePlan } from './service-plan';
import { secondsOf } from '../border/amounts';
import { Problems } from '../border/problems';

/** What is wrong with the probes that a user gives, and whether they leave a server alone while it loads. */
export function checkProbes(problems: Problems, { props, probes, server }: ServicePlan): void {
  props.startup?._check(problems, 'startup', 'startup');
  props.readiness?._check(problems, 'readiness', 'readiness');
  props.liveness?._check(problems, 'liveness', 'liveness');
  if (probes.startup._isNone && probes.readiness._isNone) {
    problems.say("'startup' and 'readiness' are both Probe.none(), so that a pod would be sent requests while its model loads; leave one of them out");
  }
  const loadTime = secondsOf(server.loadTime);
  const killer = probes.startup._isNone ? 'liveness' : 'startup';
  const allowance = probes[killer]._allowance;
  if (props[killer] && !probes[killer]._isNone && allowance < loadTime) {
    problems.say(`'${killer}' kills the server after ${allowance} s, while it takes ${loadTime} s to load; `
      + 'raise failureThreshold, or leave the numbers out to have them derived from the load time');
  }
}
