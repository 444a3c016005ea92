import { attempt, run } from './command';
import { BRIDGE, NODE_ADDRESS, POD_CIDR, POLICY_QUEUE } from './machine';

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

/** Keeps what pods send on this machine: no test depends on, or reaches, what is beyond it. */
export async function keepPodsOnThisMachine(): Promise<void> {
  await run('iptables', ['-w', '-I', 'FORWARD', '-i', BRIDGE, '!', '-o', BRIDGE, '-j', 'REJECT']);
  await run('iptables', ['-w', '-A', 'FORWARD', '-i', BRIDGE, '-o', BRIDGE, '-s', POD_CIDR, '-j', 'ACCEPT']);
  await run('iptables', ['-w', '-A', 'INPUT', '-i', BRIDGE, '-d', NODE_ADDRESS, '-j', 'ACCEPT']);
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
