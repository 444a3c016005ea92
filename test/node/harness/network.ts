import * as fs from 'fs';
import * as path from 'path';
import { attempt, run } from './command';
import { BRIDGE, NODE_ADDRESS, NODE_FOLDER, POD_CIDR } from './machine';

export const CNI_FOLDER = path.join(NODE_FOLDER, 'cni');

const IP_FORWARD = '/proc/sys/net/ipv4/ip_forward';
const IP_FORWARD_BEFORE = path.join(NODE_FOLDER, 'ip_forward');

/** Makes the bridge, before the first pod: what is bound to the node's address starts before any. */
export async function makeBridge(): Promise<void> {
  // The address is what the CNI plugin would give it; a bridge without one takes a port's, and loses it with that port.
  await run('ip', ['link', 'add', BRIDGE, 'address', '0a:58:0a:58:00:01', 'type', 'bridge']);
  await run('ip', ['address', 'add', `${NODE_ADDRESS}/${POD_CIDR.split('/')[1]}`, 'dev', BRIDGE]);
  await run('ip', ['link', 'set', BRIDGE, 'up']);
  if (!fs.existsSync('/proc/sys/net/bridge/bridge-nf-call-iptables')) await run('modprobe', ['br_netfilter']);
  fs.writeFileSync('/proc/sys/net/bridge/bridge-nf-call-iptables', '1'); // pods of one bridge meet iptables too
  fs.writeFileSync(IP_FORWARD_BEFORE, fs.readFileSync(IP_FORWARD)); // procfs' files can't be copied
  fs.writeFileSync(IP_FORWARD, '1');
}

/** Takes the bridge away, and with it what was switched on for it. */
export async function removeBridge(): Promise<void> {
  if (fs.existsSync(IP_FORWARD_BEFORE)) fs.writeFileSync(IP_FORWARD, fs.readFileSync(IP_FORWARD_BEFORE));
  if ((await attempt('ip', ['link', 'show', BRIDGE])).code === 0) await run('ip', ['link', 'delete', BRIDGE]);
}

/** What containerd gives each pod: an address on the bridge, and host ports. */
export function writeCniConfig(): void {
  fs.mkdirSync(CNI_FOLDER, { recursive: true });
  fs.writeFileSync(path.join(CNI_FOLDER, '10-node.conflist'), JSON.stringify({
    cniVersion: '1.0.0',
    name: BRIDGE,
    plugins: [
      {
        type: 'bridge',
        bridge: BRIDGE,
        isGateway: true,
        hairpinMode: true, // a pod may reach itself by its Service
        ipam: {
          type: 'host-local',
          dataDir: path.join(NODE_FOLDER, 'addresses'),
          ranges: [[{ subnet: POD_CIDR, gateway: NODE_ADDRESS }]],
          routes: [{ dst: '0.0.0.0/0' }],
        },
      },
      { type: 'portmap', capabilities: { portMappings: true } },
    ],
  }));
}
