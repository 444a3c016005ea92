import { writeFileSync } from 'fs';
import { join } from 'path';
import { Controller } from '../controller';

/** JobSet: sets of Jobs that start, restart and end together. */
export const JOB_SET: Controller = {
  module: 'sigs.k8s.io/jobset',
  version: 'v0.12.0',
  programs: { jobset: '.' },
  start: async ({ dir, module, certificate, run, ports, start, hook }) => {
    const [webhook, ready] = await ports(2);
    const config = join(dir, 'jobset.yaml');
    writeFileSync(config, JSON.stringify({
      apiVersion: 'config.jobset.x-k8s.io/v1alpha1',
      kind: 'Configuration',
      leaderElection: { leaderElect: false },
      internalCertManagement: { enable: false },
      webhook: { host: '127.0.0.1', port: webhook, certDir: certificate.dir },
      metrics: { bindAddress: '0' },
      health: { healthProbeBindAddress: `127.0.0.1:${ready}` },
    }));
    await start('jobset', ['--config', config], ready);
    await hook(await run(['kustomize', join(module, 'config/components/webhook')]), webhook);
  },
};
