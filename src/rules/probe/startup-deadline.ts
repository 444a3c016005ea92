import { Severity } from '../../manifest/finding';
import { ContainerView, PodTemplate } from '../../reading/pod-template';
import { isMap, numberOf } from '../../reading/shape';
import { Rule } from '../rule';

const DEFAULT_DEADLINE = 600;
const DEFAULT_PERIOD = 10;
const DEFAULT_FAILURES = 3;

/** A rollout that is called failed while its pods still start as they may. */
export const startupDeadline: Rule = {
  id: 'ML-PROBE-001',
  title: 'the progress deadline is above the startup allowance',
  severity: Severity.WARNING,
  why: 'A startup probe allows failureThreshold × periodSeconds; if progressDeadlineSeconds (600 by default) ends before it, every slow start is reported as a failed rollout, and a pipeline rolls back what would have worked.',
  fix: 'Raise progressDeadlineSeconds above the allowance, plus the time for a node, the image and what is downloaded before.',
  example: "Deployment 'chat' gives a rollout 600 s (progressDeadlineSeconds), and its pods 900 s to start (startupProbe 90 × 10 s); set progressDeadlineSeconds above 900",
  judges: ['apps/Deployment'],
  check(set, report) {
    for (const deployment of set.ofKind('apps/Deployment')) {
      const template = set.template(deployment);
      if (!template) {
        continue;
      }
      const deadline = numberOf(deployment.spec.progressDeadlineSeconds) ?? DEFAULT_DEADLINE;
      const { seconds, text } = allowanceOf(template);
      const ready = numberOf(deployment.spec.minReadySeconds) ?? 0;
      if (seconds > 0 && deadline <= seconds + ready) {
        report(deployment, `${deployment.called} gives a rollout ${deadline} s (progressDeadlineSeconds), and its pods ${seconds + ready} s to start (${text}${ready > 0 ? ` + minReadySeconds ${ready}` : ''}); set progressDeadlineSeconds above ${seconds + ready}`);
      }
    }
  },
};

/** What startup probes allow a pod: sidecars one after the other, then the containers together. */
function allowanceOf(template: PodTemplate): { readonly seconds: number; readonly text: string } {
  const sidecars = template.initContainers.filter(({ sidecar }) => sidecar).map(startupOf);
  const containers = template.containers.map(startupOf);
  const longest = containers.reduce((a, b) => (b.seconds > a.seconds ? b : a), { seconds: 0, text: '' });
  const parts = [...sidecars, longest].filter(({ seconds }) => seconds > 0);
  return { seconds: parts.reduce((sum, { seconds }) => sum + seconds, 0), text: parts.map(({ text }) => text).join(' + ') };
}

function startupOf({ shape }: ContainerView): { readonly seconds: number; readonly text: string } {
  const probe = shape.startupProbe;
  if (!isMap(probe)) {
    return { seconds: 0, text: '' };
  }
  const failures = numberOf(probe.failureThreshold) || DEFAULT_FAILURES;
  const period = numberOf(probe.periodSeconds) || DEFAULT_PERIOD;
  const delay = numberOf(probe.initialDelaySeconds) ?? 0;
  return { seconds: delay + failures * period, text: `startupProbe ${delay > 0 ? `${delay} s + ` : ''}${failures} × ${period} s` };
}
