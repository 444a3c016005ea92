import { amountOf } from './file/amount';
import { NodePoolProps, NodeShare } from './node-pool-props';
import { Provider } from './providers/provider';
import { bytesOf, sizeText } from '../border/amounts';
import { Cpu } from '../border/cpu';

/** What one node of a pool offers to pods: amounts by resource name, as Kubernetes writes quantities. */
export interface NodeOffer {
  /** As its `status.allocatable`: `{ cpu: '15890m', memory: '58Gi', pods: '110', 'nvidia.com/gpu': '8' }`. */
  readonly allocatable: { readonly [resource: string]: string };
  /** What of that is kept for DaemonSets that are not among the manifests. */
  readonly kept: { readonly [resource: string]: string };
  /** True if processor or memory in `allocatable` is worked out from the node's capacity, and was neither given nor read from a real node. */
  readonly estimated: boolean;
}

/** The offer of a node with these props and `extended` resources, as its provider makes it. */
export function offerOf(props: NodePoolProps, extended: { readonly [resource: string]: string }, provider: Provider): NodeOffer {
  const { cpu: { milliCores }, memory, ephemeralStorage, podsPerNode, allocatable, resources = {} } = props;
  const left = provider.allocatable({
    milliCores,
    memory: bytesOf(memory),
    storage: ephemeralStorage ? bytesOf(ephemeralStorage) : provider.bootDisk(milliCores),
    pods: podsPerNode ?? provider.podsPerNode,
  });
  return {
    allocatable: {
      'cpu': `${Cpu.millis(left.milliCores)}`,
      'memory': sizeText(left.memory - hugePagesOf(resources)),
      'ephemeral-storage': sizeText(left.storage),
      'pods': `${left.pods}`,
      ...extended,
      ...resources,
      ...amounts(allocatable),
    },
    kept: amounts(props.daemonSets),
    estimated: !(allocatable?.cpu && allocatable.memory),
  };
}

/** Bytes of huge pages: the kubelet leaves that much less memory to pods. */
export function hugePagesOf(resources: { readonly [resource: string]: string }): number {
  return Object.keys(resources).filter((name) => name.startsWith('hugepages-')).reduce((sum, name) => sum + amountOf(resources[name]), 0);
}

function amounts({ cpu, memory, ephemeralStorage, pods }: NodeShare = {}): { [resource: string]: string } {
  return {
    ...cpu && { cpu: `${cpu}` },
    ...memory && { memory: sizeText(bytesOf(memory)) },
    ...ephemeralStorage && { 'ephemeral-storage': sizeText(bytesOf(ephemeralStorage)) },
    ...pods !== undefined && { pods: `${pods}` },
  };
}
