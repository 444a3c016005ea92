import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { parse } from 'yaml';
import { Controller } from '../controller';
import { withLock } from '../lock';

/** Where Kueue looks for the certificate of its metrics, which it reads even where it serves none: a constant of its program. */
const METRICS_CERTIFICATE = '/etc/kueue/metrics/certs';

/** Kueue: queues for what runs to an end, with the integrations that its own release turns on. */
export const KUEUE: Controller = {
  module: 'sigs.k8s.io/kueue',
  version: 'v0.19.2',
  programs: { kueue: './cmd/kueue' },
  start: async ({ dir, module, certificate, run, ports, start, hook }) => {
    const [webhook, ready] = await ports(2);
    if (!existsSync(join(METRICS_CERTIFICATE, 'tls.key'))) {
      if (process.getuid!() !== 0) throw new Error(`Kueue reads a certificate from ${METRICS_CERTIFICATE}, and only root can put one there: run these tests as root once`);
      mkdirSync(METRICS_CERTIFICATE, { recursive: true });
      // of two clusters that start at once each has a certificate of its own, and the halves of two are none
      await withLock(join(METRICS_CERTIFICATE, 'lock'), async () => {
        if (existsSync(join(METRICS_CERTIFICATE, 'tls.key'))) return;
        for (const name of ['tls.crt', 'tls.key']) copyFileSync(join(certificate.dir, name), join(METRICS_CERTIFICATE, name));
      });
    }
    const { integrations } = parse(readFileSync(join(module, 'config/components/manager/controller_manager_config.yaml'), 'utf8'));
    const config = join(dir, 'kueue.yaml');
    writeFileSync(config, JSON.stringify({
      apiVersion: 'config.kueue.x-k8s.io/v1beta2',
      kind: 'Configuration',
      namespace: 'kueue-system',
      leaderElection: { leaderElect: false },
      internalCertManagement: { enable: false },
      webhook: { host: '127.0.0.1', port: webhook, certDir: certificate.dir },
      metrics: { bindAddress: '0' },
      health: { healthProbeBindAddress: `127.0.0.1:${ready}` },
      // an API of its own about who waits, on a fixed port
      featureGates: { VisibilityOnDemand: false },
      integrations,
    }));
    await run(['create', 'namespace', 'kueue-system']);
    await start('kueue', ['--config', config], ready);
    await hook(await run(['kustomize', join(module, 'config/components/webhook')]), webhook);
  },
};
