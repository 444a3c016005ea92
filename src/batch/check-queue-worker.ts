import { QueueWorkerProps } from './queue-worker-props';
import { checkPort, checkSeconds, checkSize, checkWhole, secondsOf } from '../border/amounts';
import { checkRequestPath } from '../border/paths';
import { Problems } from '../border/problems';
import { Probe, ProbePurpose } from '../pod/lifecycle/probe';
import { checkDeadline, fetchPart } from '../task/deadline';
import { checkRoleOfWorkload } from '../trigger/role-of-workload';
import { Hold } from '../trigger/trigger-facts';
import { NamedTrigger } from '../trigger/waking';

/** What is wrong with the props of a worker, beside what can be wrong with every task. */
export function checkQueueWorker(problems: Problems, props: QueueWorkerProps, triggers: readonly NamedTrigger[]): void {
  triggers.forEach(({ trigger, property }) => trigger._check(problems, property));
  checkRoleOfWorkload(problems, triggers, props);
  props.consumers._check(problems, 'consumers', triggers);
  checkSeconds(problems, 'longestUnit', props.longestUnit, 1);
  checkWhole(problems, 'prefetch', props.prefetch, 1);
  checkSeconds(problems, 'loadTime', props.loadTime, 0);
  checkSize(problems, 'imageSize', props.imageSize);
  checkHold(problems, props);
  checkPodDeadline(problems, props);
  checkMetrics(problems, props);
  checkProbe(problems, 'liveness', 'liveness', props.liveness, "Probe.command(['/bin/alive'])", props.metricsPort);
  if (props.consumers._jobs) {
    checkPerUnit(problems, props, triggers);
  }
}

/** A Job takes one message, and there is one for each. */
function checkPerUnit(problems: Problems, { consumers, metricsPort, prefetch = 1, queue }: QueueWorkerProps, triggers: readonly NamedTrigger[]): void {
  const { taken } = consumers._jobs!;
  checkProbe(problems, 'consumers.taken', 'readiness', taken, "Probe.command(['test', '-e', '/tmp/taken'])", metricsPort);
  if (taken && queue._facts.counts === 'all') {
    problems.say(`'consumers.taken' tells KEDA which messages are taken, and ${queue._facts.title} counts them until they are done; leave it out`);
  }
  for (const { property, trigger: { _facts: { share, type } } } of triggers) {
    if (type === 'cron') {
      problems.say(`'${property}' is the clock and 'consumers' are a Job for each unit, of which the clock has none; `
        + `${property === 'queue' ? 'use BatchScoringJob with a Schedule' : 'leave it out: a Job that it made would find no message'}`);
    } else if (share?.property === 'messagesPerReplica' && (share.given ?? 1) !== 1) {
      problems.say(`'${property}.messagesPerReplica' is ${share.given} and 'consumers' are a Job for each unit, which takes one message; leave it out`);
    }
  }
  if (prefetch > 1) {
    problems.say("'prefetch' is given and 'consumers' are a Job for each unit, which takes one message; leave it out");
  }
}

/** A unit has to be over before the broker gives its message to somebody else. */
function checkHold(problems: Problems, { queue, longestUnit, prefetch = 1, renewsHold }: QueueWorkerProps): void {
  const { hold, title } = queue._facts;
  if (renewsHold && !hold?.renewal) {
    problems.say(`'renewsHold' is given and ${hold ? `${hold.setting} of ${title} cannot be lengthened by a consumer` : `${title} has nothing that a consumer could renew`}; leave it out`);
  }
  const unit = secondsOf(longestUnit) * prefetch;
  if (!hold || (renewsHold && hold.renewal) || !(unit >= hold.seconds)) {
    return;
  }
  const taken = prefetch > 1 ? `${secondsOf(longestUnit)} s × ${prefetch} messages = ${unit} s` : `${unit} s`;
  problems.add('longestUnit', `below ${hold.setting} (${hold.seconds} s), after which ${title} gives the message to another consumer`, taken, remedies(hold, unit, prefetch).join(', or '));
}

function remedies({ setting, property, most, renewal, ofConsumer }: Hold, unit: number, prefetch: number): string[] {
  const lengthen = most === undefined || unit < most
    ? [`set ${setting} to more than ${unit} s ${ofConsumer ? 'in the consumer' : "on the broker's side"} and tell queue.${property}`]
    : [];
  const renew = renewal === undefined ? [] : [`have the consumer renew it while it works (${renewal}) and give renewsHold: true`];
  return [...lengthen, ...renew, ...prefetch > 1 ? ['take fewer messages at once'] : [], 'cut the work into smaller units'];
}

/** From when its node has accepted a pod, the artifact is fetched, the program loads and does its unit. */
function checkPodDeadline(problems: Problems, { artifact, consumers, loadTime, longestUnit }: QueueWorkerProps): void {
  const parts = [
    ...fetchPart(artifact),
    ...(loadTime && secondsOf(loadTime) > 0 ? [{ what: 'loadTime', seconds: secondsOf(loadTime) }] : []),
    { what: 'the longest unit', seconds: secondsOf(longestUnit) },
  ];
  checkDeadline(problems, 'consumers.deadline', consumers._jobs?.deadline, 'above', parts, 'lengthen it, or leave it out to have it derived');
}

function checkMetrics(problems: Problems, { monitoring, metricsPort, metricsPath }: QueueWorkerProps): void {
  checkPort(problems, 'metricsPort', metricsPort);
  if (metricsPath !== undefined) {
    checkRequestPath(problems, 'metricsPath', metricsPath);
  }
  monitoring?._check(problems, 'monitoring');
  if (monitoring && metricsPort === undefined) {
    problems.say("'monitoring' is given and the worker has no metrics; give 'metricsPort', or leave monitoring out");
  }
  if (monitoring?._kind === 'ServiceMonitor') {
    problems.say("'monitoring' is by a ServiceMonitor, and a worker has no Service; use Monitoring.podMonitor()");
  }
}

function checkProbe(problems: Problems, property: string, purpose: ProbePurpose, probe: Probe | undefined, example: string, metricsPort?: number): void {
  probe?._check(problems, property, purpose);
  const rendered = probe?._render(0);
  if (probe && !probe._isNone && !rendered) {
    problems.say(`'${property}' has numbers and no question, and a worker has none of its own; give for example ${example}`);
  }
  const { httpGet, tcpSocket, grpc } = rendered ?? {};
  if (metricsPort === undefined && (httpGet ?? tcpSocket ?? grpc)?.port === 0) {
    problems.say(`'${property}' asks a port, and a worker has none of its own; give it a port`);
  }
}
