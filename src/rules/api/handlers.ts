import { eachContainer } from './each-container';
import { Faults, given, INT64_MAX } from './faults';
import { Severity } from '../../manifest/finding';
import { ContainerView, PodTemplate, WORKLOADS, DEFAULT_GRACE } from '../../reading/pod-template';
import { isMap, listOf, mapOf, Shape } from '../../reading/shape';
import { Rule } from '../rule';

const NUMBERS = ['initialDelaySeconds', 'timeoutSeconds', 'periodSeconds', 'successThreshold', 'failureThreshold'];
const PROBE_HANDLERS = ['exec', 'httpGet', 'tcpSocket', 'grpc'];
const LIFECYCLE_HANDLERS = ['exec', 'httpGet', 'tcpSocket', 'sleep'];

/** Probes and lifecycle handlers that the API server refuses. */
export const handlers: Rule = {
  id: 'ML-API-005',
  title: 'probes and lifecycle handlers are legal',
  severity: Severity.ERROR,
  why: 'The API server refuses the pod (validateProbe, validateLifecycle).',
  fix: 'Give each probe one handler and numbers of at least 0; leave successThreshold of liveness and startup at 1; let a preStop sleep end within the grace period.',
  example: "container 'server' of Deployment 'chat': livenessProbe.successThreshold must be 1, got 2; leave it out",
  judges: WORKLOADS,
  check(set, report) {
    eachContainer(set, report, (faults, container, template) => {
      for (const probe of container.probes) {
        checkProbe(faults, probe.name, probe.shape, container);
      }
      if (isMap(container.shape.lifecycle)) {
        checkLifecycle(faults, container.shape.lifecycle, container, template);
      }
    });
  },
};

function checkProbe(faults: Faults, name: string, probe: Shape, container: ContainerView): void {
  if (container.init && !container.sidecar) {
    faults.does(`has a ${name}, which only containers that keep running may have; take it away, or set restartPolicy: Always`);
    return;
  }
  checkHandler(faults, name, probe, PROBE_HANDLERS);
  for (const field of NUMBERS) {
    if (given(probe[field])) {
      faults.whole(`${name}.${field}`, probe[field], 0);
    }
  }
  if (name === 'readinessProbe') {
    if (given(probe.terminationGracePeriodSeconds)) {
      faults.say('readinessProbe.terminationGracePeriodSeconds must not be set, a readiness probe ends nothing; take it away');
    }
    return;
  }
  faults.whole(`${name}.terminationGracePeriodSeconds`, probe.terminationGracePeriodSeconds, 1, INT64_MAX);
  if (typeof probe.successThreshold === 'number' && probe.successThreshold > 1) {
    faults.must(`${name}.successThreshold`, '1', probe.successThreshold, 'leave it out');
  }
}

function checkLifecycle(faults: Faults, lifecycle: Shape, container: ContainerView, template: PodTemplate): void {
  if (container.init && !container.sidecar) {
    faults.does('has a lifecycle, which only containers that keep running may have; take it away, or set restartPolicy: Always');
    return;
  }
  const grace = template.spec.terminationGracePeriodSeconds ?? DEFAULT_GRACE;
  for (const name of ['postStart', 'preStop']) {
    const hook = lifecycle[name];
    if (!isMap(hook)) {
      continue;
    }
    checkHandler(faults, `lifecycle.${name}`, hook, LIFECYCLE_HANDLERS);
    const seconds = mapOf(hook.sleep).seconds;
    faults.whole(`lifecycle.${name}.sleep.seconds`, seconds, 0, INT64_MAX);
    if (typeof seconds === 'number' && typeof grace === 'number' && seconds > grace) {
      faults.say(`lifecycle.${name}.sleep of ${seconds} s is longer than the pod's terminationGracePeriodSeconds of ${grace}; shorten the sleep or raise the grace period`);
    }
  }
}

function checkHandler(faults: Faults, at: string, handler: Shape, kinds: readonly string[]): void {
  faults.exactlyOne(at, handler, kinds);
  if (isMap(handler.httpGet)) {
    faults.portOrName(`${at}.httpGet.port`, handler.httpGet.port);
    faults.oneOf(`${at}.httpGet.scheme`, handler.httpGet.scheme, ['HTTP', 'HTTPS']);
  }
  if (isMap(handler.tcpSocket)) {
    faults.portOrName(`${at}.tcpSocket.port`, handler.tcpSocket.port);
  }
  if (isMap(handler.grpc)) {
    faults.port(`${at}.grpc.port`, handler.grpc.port);
  }
  if (isMap(handler.exec) && listOf(handler.exec.command).length === 0) {
    faults.must(`${at}.exec.command`, 'a list with at least one text', handler.exec.command, 'give the command to run');
  }
}
