import { connect } from 'net';
import { join } from 'path';
import { Controller, ControllerHost } from './controller';
import { JOB_SET } from './controllers/job-set';
import { KEDA } from './controllers/keda';
import { KUEUE } from './controllers/kueue';
import { moduleFolder } from './crds';
import { freePorts } from './ports';
import { buildController } from './programs';
import { Verdict } from './wait';
import { webhooksAt } from './webhooks';

/** A new line here is all that another controller takes. */
export const CONTROLLERS = { jobset: JOB_SET, kueue: KUEUE, keda: KEDA };

export type ControllerName = keyof typeof CONTROLLERS;

type Cluster = Pick<ControllerHost, 'dir' | 'kubeconfig' | 'certificate' | 'processes' | 'run' | 'waitFor'>;

/** Builds a controller if this machine does not have it yet (minutes), and starts it with its webhooks. */
export async function startController(name: ControllerName, cluster: Cluster): Promise<void> {
  const { module, version, programs, start }: Controller = CONTROLLERS[name];
  const bin = await buildController(module, version, programs);
  const { kubeconfig, certificate, processes } = cluster;
  await start({
    ...cluster,
    bin,
    module: await moduleFolder(module, version),
    ports: freePorts,
    start: async (program, flags, readyPort, env = {}) => {
      const called = program === name ? name : `${name}-${program}`;
      processes.start(called, [join(bin, program), ...flags], { env: { ...process.env, KUBECONFIG: kubeconfig, ...env } });
      if (readyPort !== undefined) await cluster.waitFor(`${called} to be ready`, () => answers(readyPort), 120);
    },
    hook: async (manifests, port) => {
      await cluster.waitFor(`the webhooks of ${name} to listen`, () => listens(port), 60);
      const items = webhooksAt(manifests, name, port, certificate.bundle);
      await cluster.run(['apply', '--server-side', '-f', '-'], { stdin: JSON.stringify({ apiVersion: 'v1', kind: 'List', items }) });
    },
  });
}

async function answers(port: number): Promise<Verdict> {
  const { status } = await fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(5000) });
  return status === 200 || `it answers ${status}`;
}

function listens(port: number): Promise<Verdict> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => { socket.destroy(); resolve(true); });
    socket.once('error', ({ message }) => resolve(message));
  });
}
