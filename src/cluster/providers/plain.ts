import { Provider } from './provider';
import { GI, leave } from './reservation';

/** Nodes of which nothing is known but the kubelet: it reserves nothing unless it is told to. The capacity is what `kubectl describe node` says. */
export const PLAIN: Provider = {
  name: 'the cluster',
  cards: {},
  nodes: {},
  gpuTaints: {},
  spot: { labels: {}, taints: [] },
  bootDisk: () => 100 * GI,
  podsPerNode: 110,
  allocatable: (machine) => leave(machine),
};
