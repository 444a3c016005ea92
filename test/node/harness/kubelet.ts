import * as fs from 'fs';
import * as path from 'path';
import { CGROUP, CONTAINERD_SOCKET, NODE_ADDRESS, NODE_FOLDER } from './machine';

export interface KubeletOptions {
  readonly k8s: string;
  readonly kubeconfig: string;
  readonly nodeName: string;
  readonly labels: Record<string, string>;
  readonly port: number;
  readonly dns: string[];
}

/** Writes kubelet's configuration and returns the command that starts it. */
export function kubeletCommand(options: KubeletOptions): string[] {
  const config = path.join(NODE_FOLDER, 'kubelet.json');
  const resolvConf = path.join(NODE_FOLDER, 'resolv.conf');
  // for pods with dnsPolicy Default: not the machine's, for no test asks the world
  fs.writeFileSync(resolvConf, `nameserver ${NODE_ADDRESS}\n`);
  fs.writeFileSync(config, JSON.stringify({
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    kind: 'KubeletConfiguration',
    // reachable from this machine and its pods only, so that nobody has to log in
    address: NODE_ADDRESS,
    port: options.port,
    healthzPort: 0,
    authentication: { anonymous: { enabled: true }, webhook: { enabled: false } },
    authorization: { mode: 'AlwaysAllow' },
    containerRuntimeEndpoint: `unix://${CONTAINERD_SOCKET}`,
    cgroupDriver: 'cgroupfs',
    cgroupRoot: `/${CGROUP}`,
    failCgroupV1: false,
    failSwapOn: false,
    clusterDNS: options.dns,
    clusterDomain: 'cluster.local',
    resolvConf,
    podLogsDir: path.join(NODE_FOLDER, 'pod-logs'),
    volumePluginDir: path.join(NODE_FOLDER, 'volume-plugins'),
    // a test machine's disk may be nearly full, and its images can't be pulled again
    evictionHard: { 'memory.available': '100Mi', 'nodefs.available': '1%', 'nodefs.inodesFree': '1%', 'imagefs.available': '1%' },
    imageGCHighThresholdPercent: 100,
    // changed ConfigMaps arrive within this time, a minute by default
    syncFrequency: '10s',
    // as fast as the API server takes them: each test waits for statuses
    kubeAPIQPS: 100,
    kubeAPIBurst: 200,
  }));
  return [
    options.k8s, 'kubelet',
    '--kubeconfig', options.kubeconfig,
    '--config', config,
    '--root-dir', path.join(NODE_FOLDER, 'kubelet'),
    '--cert-dir', path.join(NODE_FOLDER, 'kubelet-pki'),
    '--hostname-override', options.nodeName,
    '--node-ip', NODE_ADDRESS,
    '--node-labels', Object.entries(options.labels).map(([name, value]) => `${name}=${value}`).join(','),
  ];
}
