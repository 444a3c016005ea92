import { attempt, run } from './command';
import { BRIDGE, NODE_ADDRESS, POD_CIDR, POLICY_QUEUE, SERVICE_CIDR } from './machine';

const TABLES = ['filter', 'nat', 'mangle'];
const PROGRAMS = ['iptables', 'ip6tables'];

/** Rules of a node, ours or another's: kube-proxy's and kubelet's chains, the portmap plugin's, and what names our bridge. */
const OF_A_NODE = new RegExp(`\\b(KUBE-|CNI-)|${BRIDGE}`);

/** Whether this machine has the rules of a node. */
export async function hasNodeRules(): Promise<boolean> {
  for (const program of PROGRAMS) {
    const { code, stdout } = await attempt(`${program}-save`, []);
    if (code === 0 && OF_A_NODE.test(stdout)) return true;
  }
  return false;
}

/** Takes the rules of a node away and leaves all others as they are. */
export async function removeNodeRules(): Promise<void> {
  for (const program of PROGRAMS) {
    for (const table of TABLES) {
      const { code, stdout } = await attempt(`${program}-save`, ['-t', table]);
      if (code !== 0 || !OF_A_NODE.test(stdout)) continue;
      const others = stdout.split('\n').filter(line => !OF_A_NODE.test(line)).join('\n');
      await run(`${program}-restore`, ['-T', table], { input: others });
    }
  }
}

/**
 * Keeps what pods send on this machine: no test depends on, or reaches, what is
 * beyond it. A Service's address that kube-proxy does not know yet is refused at
 * once: by default such packets would leave the machine, and time out.
 */
export async function keepPodsOnThisMachine(): Promise<void> {
  const rules = [
    ['-I', 'FORWARD', '-i', BRIDGE, '!', '-o', BRIDGE, '-j', 'REJECT'],
    ['-A', 'FORWARD', '-o', BRIDGE, '-d', SERVICE_CIDR, '-j', 'REJECT'],
    ['-A', 'OUTPUT', '-o', BRIDGE, '-d', SERVICE_CIDR, '-j', 'REJECT'],
    ['-A', 'FORWARD', '-i', BRIDGE, '-o', BRIDGE, '-s', POD_CIDR, '-j', 'ACCEPT'],
    ['-A', 'INPUT', '-i', BRIDGE, '-d', NODE_ADDRESS, '-j', 'ACCEPT'],
  ];
  for (const rule of rules) await run('iptables', ['-w', ...rule]);
  // from here such a packet leaves by the bridge, where these rules see it
  await run('ip', ['route', 'add', SERVICE_CIDR, 'dev', BRIDGE]);
}

/**
 * Hands each new connection of a pod to the policy engine.
 *
 * The engine would add such rules itself, for nftables, whose queue statement
 * not every kernel has. `--queue-bypass`: without an engine everything is open.
 */
export async function queueNewConnections(): Promise<void> {
  for (const chain of ['FORWARD', 'INPUT']) {
    await run('iptables', [
      '-w', '-t', 'mangle', '-A', chain, '-i', BRIDGE, '-m', 'conntrack', '--ctstate', 'NEW',
      '-j', 'NFQUEUE', '--queue-num', String(POLICY_QUEUE), '--queue-bypass',
    ]);
  }
}
