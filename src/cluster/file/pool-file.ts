import { Duration, Size } from 'cdk8s';
import { AcceleratorFile, acceleratorOf } from './accelerator-file';
import { amountOf } from './amount';
import { AMOUNTS, checkMap, CHOICES, FLAG, LABELS, LIST, MAP, MapRules, MONEY, TEXT, TEXTS, WHOLE } from './shape';
import { Source } from './source';
import { Cpu } from '../../border/cpu';
import { NodePool } from '../node-pool';
import { NodePoolProps } from '../node-pool-props';
import { PLAIN } from '../providers/plain';
import { Taint, TaintEffect } from '../taint';

/** Amounts by resource name. */
interface Amounts {
  readonly [resource: string]: string;
}

/** A pool as a file has it. */
export interface PoolFile {
  readonly name: string;
  readonly minNodes?: number;
  readonly maxNodes: number;
  readonly spot?: boolean;
  readonly zones?: string[];
  /** The labels by which a workload placed here selects the pool. */
  readonly selectedBy?: { readonly [key: string]: string };
  /** Every label that all its nodes carry. */
  readonly labels?: { readonly [key: string]: string };
  /** Labels of which its nodes have different values, with those values; empty where the next node has another one. */
  readonly otherLabels?: { readonly [key: string]: string[] };
  /** True if its nodes have no labels and resources beside these. */
  readonly complete?: boolean;
  readonly taints?: Taint[];
  readonly accelerator?: AcceleratorFile;
  /** What a node has. */
  readonly capacity: Amounts;
  /** What a node leaves to pods. */
  readonly allocatable: Amounts;
  /** What of that is kept for DaemonSets that are not among the manifests. */
  readonly daemonSets?: Amounts;
  readonly provisioningSeconds?: number;
  readonly hourlyPrice?: number;
}

/** What may stand in a pool. */
export const POOL: MapRules = {
  name: TEXT,
  minNodes: WHOLE,
  maxNodes: WHOLE,
  spot: FLAG,
  zones: TEXTS,
  selectedBy: LABELS,
  labels: LABELS,
  otherLabels: CHOICES,
  complete: FLAG,
  taints: LIST,
  accelerator: MAP,
  capacity: AMOUNTS,
  allocatable: AMOUNTS,
  daemonSets: AMOUNTS,
  provisioningSeconds: WHOLE,
  hourlyPrice: MONEY,
};
const TAINT: MapRules = { key: TEXT, value: TEXT, effect: TEXT };
/** Resources of which a node leaves to pods a share of what it has. */
export const BOUNDED: readonly string[] = ['cpu', 'memory', 'ephemeral-storage', 'pods'];
const EFFECTS: readonly string[] = Object.values(TaintEffect);

/** The pool that stands at `pools[i]`; nothing, and records why, if its facts don't go together. */
export function poolOf(source: Source, i: number, pool: PoolFile): NodePool | undefined {
  const at = ['pools', i];
  const taints = pool.taints ?? [];
  const before = source.problems;
  taints.forEach((taint, j) => {
    checkMap(source, [...at, 'taints', j], taint, TAINT, ['key']);
    if (taint?.effect !== undefined && !EFFECTS.includes(taint.effect)) {
      source.add([...at, 'taints', j, 'effect'], `one of ${EFFECTS.join(', ')}`, taint.effect, 'write one of them');
    }
  });
  const missing = (['capacity', 'allocatable'] as const).flatMap((share) => ['cpu', 'memory'].filter((resource) => pool[share][resource] === undefined).map((resource) => [share, resource]));
  for (const [share, resource] of missing) {
    source.say([...at, share], `'${share}.${resource}' is missing; write what 'kubectl describe node' says`);
  }
  checkBelow(source, at, pool, 'allocatable', 'capacity');
  checkBelow(source, at, pool, 'daemonSets', 'allocatable');
  const accelerator = pool.accelerator && acceleratorOf(source, [...at, 'accelerator'], pool.accelerator);
  if (source.problems > before) {
    return undefined;
  }
  try {
    const props = propsOf(pool);
    const made = accelerator ? NodePool.gpu(pool.name, { ...props, ...accelerator }) : NodePool.cpu(pool.name, props);
    return made._completed({ ...PLAIN, nodes: { ...pool.labels } }, {
      offer: { allocatable: pool.allocatable, kept: pool.daemonSets ?? {}, estimated: false },
      otherLabels: pool.otherLabels ?? {},
      complete: pool.complete ?? false,
    });
  } catch (error) {
    source.sayAll(at, error as Error);
    return undefined;
  }
}

/** Records what of a share is more than the whole that it is a share of. */
function checkBelow(source: Source, at: readonly (string | number)[], pool: PoolFile, share: 'allocatable' | 'daemonSets', whole: 'capacity' | 'allocatable'): void {
  for (const resource of BOUNDED) {
    const [part, all] = [pool[share]?.[resource], pool[whole][resource]];
    if (part !== undefined && all !== undefined && amountOf(part) > amountOf(all)) {
      source.add([...at, share, resource], `at most '${whole}.${resource}' (${all})`, part, "copy both from 'kubectl describe node'");
    }
  }
}

function propsOf({ capacity, minNodes, maxNodes, spot, zones, selectedBy, taints, provisioningSeconds, hourlyPrice }: PoolFile): NodePoolProps {
  return {
    cpu: Cpu.millis(Math.round(amountOf(capacity.cpu) * 1000)),
    memory: Size.kibibytes(amountOf(capacity.memory) / 1024),
    minNodes: minNodes ?? 0,
    maxNodes,
    spot: spot ?? false,
    labels: { ...selectedBy },
    taints: (taints ?? []).map((taint) => ({ ...taint })),
    ...zones && { zones },
    ...provisioningSeconds !== undefined && { provisioningTime: Duration.seconds(provisioningSeconds) },
    ...hourlyPrice !== undefined && { hourlyPrice },
  };
}
