import * as fs from 'fs';
import { queueNewConnections } from './iptables';
import { POLICY_QUEUE } from './machine';
import { Processes } from '../../cluster/harness/processes';
import { waitUntil } from '../../cluster/harness/wait';

/** Starts the engine that judges pods' new connections by the cluster's NetworkPolicies, and waits until it listens. */
export async function startNetworkPolicies(
  processes: Processes,
  options: { program: string; kubeconfig: string; nodeName: string; port: number },
): Promise<void> {
  processes.start('network-policies', [
    options.program,
    '--kubeconfig', options.kubeconfig,
    '--hostname-override', options.nodeName,
    '--disable-nri',
    '--strict-mode=false',
    '--netfilter-bug-1766-fix=false',
    '--nfqueue-id', String(POLICY_QUEUE),
    '--metrics-bind-address', `127.0.0.1:${options.port}`,
  ]);
  // each line there is a queue with a listener, its number first
  await waitUntil('the network policy engine to listen', async () =>
    fs.readFileSync('/proc/net/netfilter/nfnetlink_queue', 'utf8').split('\n').some((line) => line.trim().split(/\s+/)[0] === String(POLICY_QUEUE)),
  60, () => processes.failure());
  await queueNewConnections();
}
