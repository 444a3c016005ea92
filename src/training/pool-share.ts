import { Size } from 'cdk8s';
import { Cpu } from '../border/cpu';
import { amountOf } from '../cluster/file/amount';
import { NodePool } from '../cluster/node-pool';
import { Placement } from '../pod/placement/placement';
import { Resources } from '../pod/resources/resources';

/** What of a node is left to DaemonSets where nobody says what they take: network, device plugins, log shippers. */
const LEFT = 0.1;
const MEBIBYTE = 1024 ** 2;

/**
 * The processor and memory that go with a pod's accelerators: of what a node of its pools leaves to pods, the part that its accelerators are of the node's. Two of eight
 * cards are a quarter of the node, so that its other cards find theirs. Whole cores, which the kubelet may give to it alone, and whole GiB.
 *
 * @see https://kubernetes.io/docs/tasks/administer-cluster/cpu-management-policies/#static-policy
 */
export function poolShare({ pools, gpus }: Placement): Resources | undefined {
  const shares = gpus > 0 ? pools.flatMap((pool) => shareOf(pool, gpus) ?? []) : [];
  if (shares.length === 0 || shares.length < pools.length) {
    return undefined;
  }
  const milliCores = Math.min(...shares.map((share) => share.milliCores));
  const bytes = Math.min(...shares.map((share) => share.bytes));
  const cores = Math.floor(milliCores / 1000);
  const gibibytes = Math.floor(bytes / MEBIBYTE / 1024);
  return Resources.guaranteed({
    cpu: cores > 0 ? Cpu.units(cores) : Cpu.millis(Math.max(1, Math.floor(milliCores))),
    memory: gibibytes > 0 ? Size.gibibytes(gibibytes) : Size.mebibytes(Math.max(1, Math.floor(bytes / MEBIBYTE))),
  });
}

function shareOf({ _devices, _offer: { allocatable, kept } }: NodePool, gpus: number): { readonly milliCores: number; readonly bytes: number } | undefined {
  if (!_devices || gpus > _devices.count) {
    return undefined;
  }
  const left = (resource: string) => {
    const all = amountOf(allocatable[resource]);
    return kept[resource] === undefined ? all * (1 - LEFT) : Math.max(0, all - amountOf(kept[resource]));
  };
  const part = gpus / _devices.count;
  return { milliCores: left('cpu') * 1000 * part, bytes: left('memory') * part };
}
