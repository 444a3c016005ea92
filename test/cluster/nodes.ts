import { FakeNode } from './harness/control-plane';
import { NodePool } from '../../src';

/** More zones than replicas that a test starts, so that a pod that is not spread is seen. */
const ZONES = ['zone-a', 'zone-b', 'zone-c'];

/** The label by which a test knows which pool a node is of; no manifest knows it. */
export const POOL_LABEL = 'test.example.com/pool';

/** The pool of nodes that every cluster has: what a program that declares no pools runs on. */
export const GENERAL_POOL = 'general-nodes';

/** Three nodes without taints, one in each zone. */
export function generalNodes(): FakeNode[] {
  return ZONES.map((zone, i) => ({ name: `${GENERAL_POOL}-${i}`, labels: labels(GENERAL_POOL, zone), capacity: { 'cpu': '16', 'memory': '64Gi', 'ephemeral-storage': '100Gi' } }));
}

/** Three nodes, or as many as there may be, of a pool as it was declared: its labels, its taints, what its nodes leave to pods. */
export function nodesOf(example: string, pool: NodePool): FakeNode[] {
  const name = `${example}-${pool.name}`;
  return ZONES.slice(0, Math.min(pool.maxNodes, ZONES.length)).map((zone, i) => ({
    name: `${name}-${i}`,
    labels: { ...labels(name, zone), ...pool._nodeLabels },
    taints: pool.taints.map(({ key, value, effect }) => ({ key, value, effect: effect ?? 'NoSchedule' })),
    capacity: pool._offer.allocatable,
  }));
}

const labels = (pool: string, zone: string) => ({ [POOL_LABEL]: pool, 'topology.kubernetes.io/zone': zone });
