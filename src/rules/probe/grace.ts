import { Severity } from '../../manifest/finding';
import { WORKLOADS } from '../../reading/pod-template';
import { listOf, mapOf, numberOf, Shape } from '../../reading/shape';
import { Rule } from '../rule';

const SLEEP = /(?:^|[\s;&|/])sleep\s+(\d+(?:\.\d+)?)(s|m)?(?=$|[\s;&|])/;

/** A grace period that the preStop hook uses up. */
export const graceAbovePreStop: Rule = {
  id: 'ML-PROBE-005',
  title: 'the grace period is longer than the preStop sleep',
  severity: Severity.WARNING,
  why: 'The grace period runs from the beginning of preStop. If the hook takes all of it, the server gets SIGKILL two seconds after SIGTERM and drops the requests that it still answers.',
  fix: 'Set terminationGracePeriodSeconds to the preStop sleep plus the longest request plus 5 s.',
  example: "container 'server' of Deployment 'chat' sleeps 30 s before it stops, and the pod has 30 s to end (terminationGracePeriodSeconds), which leaves its requests no time; raise terminationGracePeriodSeconds above 30",
  judges: WORKLOADS,
  check(set, report) {
    for (const template of set.templates) {
      const grace = template.gracePeriod;
      for (const container of template.all) {
        const sleep = sleepOf(mapOf(mapOf(container.shape.lifecycle).preStop));
        if (sleep !== undefined && sleep > 0 && grace <= sleep) {
          report(template.owner, `${container.called} sleeps ${sleep} s before it stops, and the pod has ${grace} s to end (terminationGracePeriodSeconds), which leaves its requests no time; raise terminationGracePeriodSeconds above ${sleep}`);
        }
      }
    }
  },
};

/** Seconds that a hook sleeps: by the `sleep` action or by the command. */
function sleepOf(hook: Shape): number | undefined {
  const seconds = numberOf(mapOf(hook.sleep).seconds);
  if (seconds !== undefined) {
    return seconds;
  }
  const match = SLEEP.exec(listOf(mapOf(hook.exec).command).join(' '));
  return match ? Number(match[1]) * (match[2] === 'm' ? 60 : 1) : undefined;
}
