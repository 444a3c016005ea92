import { Severity } from '../../manifest/finding';
import { ContainerView, WORKLOADS } from '../../reading/pod-template';
import { listOf, mapOf, mapsOf, numberOf, Shape, written } from '../../reading/shape';
import { Rule } from '../rule';

const DEFAULT_PERIOD = 10;
const DEFAULT_FAILURES = 3;

/** A liveness probe that asks what readiness asks, and gives up as soon. */
export const distinctProbes: Rule = {
  id: 'ML-PROBE-006',
  title: 'liveness is more patient than readiness where both ask the same',
  severity: Severity.WARNING,
  why: 'Readiness takes a pod that is busy out of the Service; liveness kills it. If both ask the same and liveness allows no more failures × period, a server that is only busy is killed with all requests it still answers, the others get its load, and follow. https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/',
  fix: 'Let liveness ask something that does not depend on load, or raise its failureThreshold × periodSeconds well above that of readiness.',
  example: "livenessProbe of container 'server' of Deployment 'chat' asks the same as its readinessProbe (httpGet :http /) and allows 30 s (3 × 10 s), not more than the 30 s of readiness, so a busy server is killed instead of left out; raise failureThreshold of livenessProbe",
  judges: WORKLOADS,
  check(set, report) {
    for (const template of set.templates) {
      for (const container of template.all) {
        const liveness = container.probes.find(({ name }) => name === 'livenessProbe')?.shape;
        const readiness = container.probes.find(({ name }) => name === 'readinessProbe')?.shape;
        if (!liveness || !readiness) {
          continue;
        }
        const asked = questionOf(liveness, container);
        const [alive, ready] = [allowanceOf(liveness), allowanceOf(readiness)];
        if (asked !== undefined && asked === questionOf(readiness, container) && alive.seconds <= ready.seconds) {
          report(template.owner, `livenessProbe of ${container.called} asks the same as its readinessProbe (${asked}) and allows ${alive.seconds} s (${alive.text}), not more than the ${ready.seconds} s of readiness, so a busy server is killed instead of left out; raise failureThreshold of livenessProbe`);
        }
      }
    }
  },
};

/** What a probe asks: its handler, port and path; nothing if it has no handler. Headers make no other question. */
function questionOf({ httpGet, tcpSocket, grpc, exec }: Shape, container: ContainerView): string | undefined {
  if (httpGet) {
    const { port, path, scheme } = mapOf(httpGet);
    return `httpGet ${scheme === 'HTTPS' ? 'https ' : ''}:${portOf(port, container)} ${written(path || '/')}`;
  }
  if (tcpSocket) {
    return `tcpSocket :${portOf(mapOf(tcpSocket).port, container)}`;
  }
  if (grpc) {
    const { port, service } = mapOf(grpc);
    return `grpc :${portOf(port, container)} ${written(service ?? '')}`.trimEnd();
  }
  return exec ? `exec ${listOf(mapOf(exec).command).map(written).join(' ')}` : undefined;
}

/** A port by its name, where it has one. */
function portOf(port: unknown, container: ContainerView): string {
  return written(typeof port === 'number' ? mapsOf(container.shape.ports).find(({ containerPort, name }) => containerPort === port && name)?.name ?? port : port);
}

/** How long a probe may fail before it acts. */
function allowanceOf(probe: Shape): { readonly seconds: number; readonly text: string } {
  const failures = numberOf(probe.failureThreshold) || DEFAULT_FAILURES;
  const period = numberOf(probe.periodSeconds) || DEFAULT_PERIOD;
  return { seconds: failures * period, text: `${failures} × ${period} s` };
}
