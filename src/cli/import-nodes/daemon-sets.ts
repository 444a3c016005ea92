import { DaemonFacts } from './daemon-facts';
import { NodeFacts } from './read-nodes';
import { Texts } from './texts';
import { sizeText } from '../../border/amounts';
import { Cpu } from '../../border/cpu';
import { addTo, NO_AMOUNTS } from '../../capacity/amounts';
import { TOLERATED } from '../../capacity/nodes/daemons';
import { ClusterFacts, PoolFacts } from '../../capacity/nodes/pool-facts';
import { selectionOf } from '../../capacity/nodes/selection';
import { Truth } from '../../capacity/nodes/truth';
import { Quantity } from '../../capacity/quantity';
import { amountOf } from '../../cluster/file/amount';
import { Taint } from '../../cluster/taint';

/** What DaemonSets take of each node of a pool, and which they are. */
export interface Kept {
  readonly amounts: Texts;
  readonly names: readonly string[];
}

/**
 * What of each node is taken by the DaemonSets that run there, by what their selectors, affinity and tolerations say: the requests of their pods, as the
 * scheduler counts them. One that may run on some nodes of a pool counts for all: the pool's next node may be such a one.
 */
export function keptOf(nodes: readonly NodeFacts[], allocatable: Texts, daemons: readonly DaemonFacts[]): Kept {
  const alike = [...new Map(nodes.map((node) => [JSON.stringify([node.labels, node.own]), node])).values()].map(factsOf);
  const cluster = new ClusterFacts('cluster', alike);
  const running = daemons.filter(({ spec }) => alike.some((node) => selectionOf(spec, node, cluster, { tolerated: TOLERATED }).truth >= Truth.MAYBE));
  const sum = new Map<string, Quantity>([['pods', Quantity.of(BigInt(running.length))]]);
  running.forEach(({ requests }) => addTo(sum, requests));
  const kept = [...sum].filter(([resource, amount]) => resource === 'pods' || (allocatable[resource] !== undefined && amount.nanos > 0n));
  const amounts = Object.fromEntries(kept.map(([resource, amount]) => [resource, written(resource, amount, allocatable[resource])]).sort());
  return { amounts, names: running.map(({ name }) => name).sort() };
}

/** A node as the proof sees the pools of which all is known. */
function factsOf({ name, labels, own, taints }: NodeFacts): PoolFacts {
  return {
    name,
    labels: { ...labels, ...own },
    others: {},
    complete: true,
    taints: taints as unknown as Taint[],
    zones: [],
    minNodes: 1,
    maxNodes: 1,
    allocatable: NO_AMOUNTS,
    kept: NO_AMOUNTS,
    estimated: false,
  };
}

/** An amount as a file has it, rounded up to what is counted; at most all that there is. */
function written(resource: string, { nanos }: Quantity, all: string | undefined): string {
  const units = Number(nanos) / 1e9;
  const most = all === undefined ? Infinity : amountOf(all);
  if (resource === 'cpu') {
    return `${Cpu.millis(Math.min(Math.ceil(units * 1000), Math.floor(most * 1000)))}`;
  }
  const whole = Math.min(Math.ceil(units), Math.floor(most));
  return resource === 'memory' || resource === 'ephemeral-storage' || resource.startsWith('hugepages-') ? sizeText(whole) : `${whole}`;
}
