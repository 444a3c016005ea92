import { readFileSync } from 'fs';
import { join } from 'path';
import { Controller } from '../controller';

/** It watches all namespaces, and thinks that it runs in one. */
const ENV = { WATCH_NAMESPACE: '', POD_NAMESPACE: 'keda', KEDA_CLUSTER_OBJECT_NAMESPACE: 'keda' };

/** KEDA: scaling by events, with its webhooks, its operator and the server of external metrics. */
export const KEDA: Controller = {
  module: 'github.com/kedacore/keda/v2',
  version: 'v2.20.2',
  programs: { webhooks: './cmd/webhooks', operator: './cmd/operator', adapter: './cmd/adapter' },
  // the metrics are an API of the cluster, served by the adapter: it trusts what the API server says of who asks
  apiServerFlags: ({ certificate, key }) => [
    '--client-ca-file', certificate,
    '--requestheader-client-ca-file', certificate, '--requestheader-allowed-names', 'localhost',
    '--requestheader-username-headers', 'X-Remote-User', '--requestheader-group-headers', 'X-Remote-Group', '--requestheader-extra-headers-prefix', 'X-Remote-Extra-',
    '--proxy-client-cert-file', certificate, '--proxy-client-key-file', key,
  ],
  start: async ({ module, kubeconfig, certificate: { dir: certificates, certificate, key, bundle }, run, waitFor, ports, start, hook }) => {
    const [webhook, webhookReady, operatorReady, metrics, adapter, adapterMetrics] = await ports(6);
    await run(['create', 'namespace', 'keda']);
    await start('webhooks', [
      '--cert-dir', certificates, '--port', `${webhook}`, '--health-probe-bind-address', `127.0.0.1:${webhookReady}`, '--metrics-bind-address', '0',
    ], webhookReady, ENV);
    await hook(readFileSync(join(module, 'config/webhooks/validation_webhooks.yaml'), 'utf8'), webhook);
    await start('operator', [
      '--cert-dir', certificates, '--ca-dir', certificates, '--metrics-service-bind-address', `127.0.0.1:${metrics}`,
      '--health-probe-bind-address', `127.0.0.1:${operatorReady}`, '--enable-prometheus-metrics=false', '--kube-api-qps', '500', '--kube-api-burst', '500',
    ], operatorReady, ENV);
    await start('adapter', [
      '--secure-port', `${adapter}`, '--port', `${adapterMetrics}`,
      '--cert-dir', certificates, '--tls-cert-file', certificate, '--tls-private-key-file', key, '--metrics-service-address', `127.0.0.1:${metrics}`,
      '--lister-kubeconfig', kubeconfig, '--authentication-kubeconfig', kubeconfig, '--authorization-kubeconfig', kubeconfig,
    ], undefined, ENV);
    const served = 'v1beta1.external.metrics.k8s.io';
    await run(['apply', '-f', '-'], {
      stdin: JSON.stringify({
        apiVersion: 'v1',
        kind: 'List',
        items: [
          { apiVersion: 'v1', kind: 'Service', metadata: { name: 'keda-metrics-apiserver', namespace: 'keda' }, spec: { type: 'ExternalName', externalName: 'localhost', ports: [{ port: adapter }] } },
          {
            apiVersion: 'apiregistration.k8s.io/v1',
            kind: 'APIService',
            metadata: { name: served },
            spec: {
              caBundle: bundle,
              group: 'external.metrics.k8s.io',
              version: 'v1beta1',
              groupPriorityMinimum: 100,
              versionPriority: 100,
              service: { name: 'keda-metrics-apiserver', namespace: 'keda', port: adapter },
            },
          },
        ],
      }),
    });
    await waitFor('external metrics to be served', async () => {
      const { status } = JSON.parse(await run(['get', 'apiservice', served, '-o', 'json']));
      const available = status?.conditions?.find(({ type }: any) => type === 'Available');
      return available?.status === 'True' || JSON.stringify(available);
    }, 120); // as long as the others may take to start: it tells of itself in no other way
  },
};
