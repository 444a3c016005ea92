import * as fs from 'fs';
import * as path from 'path';
import { NODE_FOLDER, POD_CIDR } from './machine';

/** Writes kube-proxy's configuration and returns the command that starts it. */
export function kubeProxyCommand(options: { k8s: string; kubeconfig: string; nodeName: string; ports: [number, number] }): string[] {
  const config = path.join(NODE_FOLDER, 'kube-proxy.json');
  fs.writeFileSync(config, JSON.stringify({
    apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
    kind: 'KubeProxyConfiguration',
    mode: 'iptables',
    clusterCIDR: POD_CIDR,
    clientConnection: { kubeconfig: options.kubeconfig },
    hostnameOverride: options.nodeName,
    healthzBindAddress: `127.0.0.1:${options.ports[0]}`,
    metricsBindAddress: `127.0.0.1:${options.ports[1]}`,
    // the machine's own limits stay as they are
    conntrack: { maxPerCore: 0, min: 0 },
  }));
  return [options.k8s, 'kube-proxy', '--config', config];
}
