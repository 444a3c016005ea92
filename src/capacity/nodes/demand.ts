import { ManifestSet } from '../../reading/manifest-set';
import { PodTemplate } from '../../reading/pod-template';
import { mapsOf, Shape, textOf } from '../../reading/shape';
import { Amounts } from '../amounts';
import { devicesOfPod } from '../claims';
import { Demand } from '../placement/node-groups';
import { PodFootprint } from '../pod-footprint';
import { Quantity } from '../quantity';
import { PodGroup } from '../workload';

const THOUSANDTH = 1_000_000n;
const UNIT = 1_000_000_000n;
/** How a port of the node is called among resources: there is one of it on each node. */
const PORT = 'hostPort ';

/**
 * What a pod takes of a node, as the scheduler counts it: requests, one place among the node's pods, devices that it claims and ports of the node.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/scheduler/framework/plugins/noderesources/fit.go
 */
export function demandOf(set: ManifestSet, { footprint, template }: PodGroup): Demand {
  let demand = known.get(footprint);
  if (!demand) {
    known.set(footprint, demand = ofRequests(footprint));
  }
  const ports = hostPortsOf(template);
  const devices = devicesOfPod(set, template);
  return ports.size + devices.size === 0 ? demand : new Map([...demand, ...devices, ...[...ports].map((port) => [`${PORT}${port}`, 1n] as const)]);
}

/** The same footprints come a thousand times. */
const known = new WeakMap<PodFootprint, Demand>();

function ofRequests({ requests }: PodFootprint): Demand {
  const demand = new Map<string, bigint>();
  for (const [name, quantity] of requests) {
    const amount = smallest(name, quantity);
    if (amount > 0n) {
      demand.set(name, amount);
    }
  }
  return demand.set('pods', 1n);
}

/** What there is of each resource, in its smallest unit. */
export function roomOf(amounts: Amounts): Map<string, bigint> {
  return new Map([...amounts].map(([name, quantity]) => [name, quantity.nanos / unitOf(name)]));
}

/** True for a port of the node. */
export function isPort(resource: string): boolean {
  return resource.startsWith(PORT);
}

/** An amount in its smallest unit, rounded up. */
function smallest(name: string, { nanos }: Quantity): bigint {
  const unit = unitOf(name);
  return nanos <= 0n ? 0n : (nanos + unit - 1n) / unit;
}

function unitOf(name: string): bigint {
  return name === 'cpu' ? THOUSANDTH : UNIT;
}

/** An amount in its smallest unit as a reader writes it: `500m`, `6Gi`, `3`. */
export function amountText(resource: string, amount: bigint): string {
  if (resource === 'cpu') {
    return amount % 1000n === 0n ? `${amount / 1000n}` : `${amount}m`;
  }
  if (resource !== 'memory' && resource !== 'ephemeral-storage' && !resource.startsWith('hugepages-')) {
    return `${amount}`;
  }
  for (const [suffix, bytes] of SUFFIXES) {
    if (amount >= bytes && (amount * 100n) % bytes === 0n) {
      return `${Number(amount * 100n / bytes) / 100}${suffix}`;
    }
  }
  return amount < MEBI ? `${amount}` : amount < 1024n * MEBI ? `${(Number(amount) / 1024 ** 2).toFixed(2)}Mi` : `${(Number(amount) / 1024 ** 3).toFixed(2)}Gi`;
}

const MEBI = 1024n ** 2n;
const SUFFIXES: readonly (readonly [string, bigint])[] = [['Ti', 1024n ** 4n], ['Gi', 1024n ** 3n], ['Mi', MEBI], ['Ki', 1024n]];

/** @see https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/scheduler/framework/plugins/nodeports/node_ports.go */
function hostPortsOf({ all, spec }: PodTemplate): Set<string> {
  const ports = new Set<string>();
  for (const { shape, init, sidecar } of all) {
    for (const port of init && !sidecar ? [] : mapsOf(shape.ports)) {
      const number = hostPort(port, spec);
      if (number !== undefined) {
        ports.add(`${number}/${textOf(port.protocol) ?? 'TCP'}${isWildcard(port.hostIP) ? '' : ` of ${port.hostIP}`}`);
      }
    }
  }
  return ports;
}

function hostPort({ hostPort: port, containerPort }: Shape, { hostNetwork }: Shape): number | undefined {
  const number = port ?? (hostNetwork === true ? containerPort : undefined);
  return typeof number === 'number' && number > 0 ? number : undefined;
}

/** An address of its own conflicts with fewer ports. */
export function isWildcard(hostIP: unknown): boolean {
  return hostIP === undefined || hostIP === '' || hostIP === '0.0.0.0' || hostIP === '::';
}
