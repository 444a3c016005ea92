import { ApiObject } from 'cdk8s';
import { Construct, IConstruct } from 'constructs';
import { PoolQuota } from './pool-quota';
import { Problems } from '../../border/problems';
import { Cluster } from '../../cluster/cluster';
import { NodePool } from '../../cluster/node-pool';
import { Taint, TaintEffect } from '../../cluster/taint';
import { Manifest } from '../../manifest/manifest';
import { present } from '../../manifest/present';
import { QUEUE_API } from '../../reading/queues';

/** The most that a ResourceFlavor has of each. @see https://github.com/kubernetes-sigs/kueue/blob/v0.19.2/apis/kueue/v1beta2/resourceflavor_types.go */
const MOST_LABELS = 8;
const MOST_TAINTS = 8;

/** What a flavor that is there already stands for. */
interface Flavor {
  readonly pool: NodePool;
  readonly topology: string;
}

/** ResourceFlavors belong to a cluster, and all its queues share them: the first queue that needs one makes it. */
const made = new WeakMap<IConstruct, Map<Cluster | undefined, Map<string, Flavor>>>();

/** Records what is wrong with the flavors of the quotas, each for itself and beside each other. */
export function checkFlavors(problems: Problems, at: IConstruct, cluster: Cluster | undefined, quotas: readonly PoolQuota[]): void {
  const seen = new Map<string, string>();
  const plain = quotas.find(({ _topology }) => _topology === undefined);
  const topological = quotas.find(({ _topology }) => _topology !== undefined);
  if (plain && topological) {
    problems.say(`'quotas' have a topology for '${topological.flavorName}' and none for '${plain.flavorName}'; Kueue admits work that names none only where all flavors of a queue have one, `
      + 'so give it to all of them or to none');
  }
  quotas.forEach(({ pool, flavorName }, i) => {
    const property = `quotas[${i}]`;
    if (cluster && !cluster.pools.includes(pool)) {
      problems.add(`${property}.pool`, `a pool of cluster '${cluster.name}' (${cluster.pools.map(({ name }) => name).join(', ') || 'it has none'})`, pool.name,
        'no node would have its flavor; add the pool to the cluster, or take one of these');
    }
    const labels = Object.keys(pool.labels).length;
    if (labels > MOST_LABELS || pool.taints.length > MOST_TAINTS) {
      problems.add(`${property}.pool`, `one with at most ${MOST_LABELS} labels and ${MOST_TAINTS} taints`, `${pool.name} (${labels} labels, ${pool.taints.length} taints)`, 'a ResourceFlavor holds no more; declare fewer labels');
    }
    const earlier = seen.get(flavorName);
    const other = flavorsAt(at, cluster).get(flavorName);
    if (earlier !== undefined) {
      problems.add(property, `of another flavor than ${earlier}`, flavorName, "put both quotas of a pool into one, or give one of two pools another 'flavorName'");
    } else if (other && other.pool !== pool) {
      problems.add(`${property}.flavorName`, 'another than that of a pool of another queue', flavorName, 'a ResourceFlavor stands for one pool; give it another name');
    } else if (other && other.topology !== textOf(quotas[i])) {
      problems.add(`${property}.topology`, `that of the other queues of flavor '${flavorName}' (${other.topology})`, textOf(quotas[i]), 'a ResourceFlavor has one; say the same everywhere, or give it another name');
    }
    seen.set(flavorName, property);
    quotas.forEach((neighbour, j) => {
      if (j !== i && neighbour.pool !== pool && admitsElsewhere(pool, neighbour.pool)) {
        problems.say(`'${property}' and 'quotas[${j}]' count each for itself what they cannot keep apart: nodes of pool '${neighbour.pool.name}' have every label of pool '${pool.name}' `
          + `and no taint that its pods do not tolerate; declare a label that only '${pool.name}' has`);
      }
    });
  });
}

/** Makes the flavors, with their topologies, that no queue of the cluster has made yet, and returns those. */
export function makeFlavors(cluster: Cluster | undefined, quotas: readonly PoolQuota[], scope: Construct, make: (manifest: Manifest) => ApiObject): ApiObject[] {
  const flavors = flavorsAt(scope, cluster);
  return quotas.filter(({ flavorName }) => !flavors.has(flavorName)).flatMap((quota) => {
    const { pool, flavorName: name, _topology: levels } = quota;
    flavors.set(name, { pool, topology: textOf(quota) });
    const flavor = make({ apiVersion: QUEUE_API, kind: 'ResourceFlavor', metadata: { name }, spec: flavorOf(pool, levels && name) });
    return levels ? [make({ apiVersion: QUEUE_API, kind: 'Topology', metadata: { name }, spec: { levels: levels.map((nodeLabel) => ({ nodeLabel })) } }), flavor] : [flavor];
  });
}

const textOf = ({ _topology }: PoolQuota): string => _topology?.join(', ') ?? 'none';

/**
 * The `spec` of a pool's flavor. Its labels bring admitted pods to its nodes. Its taints are told as such and not as tolerations, which Kueue would give to
 * every pod that it admits there: what tolerates none stays off nodes with accelerators and off spot nodes, as it does without a queue.
 */
function flavorOf({ labels, taints }: NodePool, topologyName: string | undefined): object {
  return present({
    nodeLabels: Object.keys(labels).length > 0 ? labels : undefined,
    nodeTaints: taints.length > 0 ? taints.map(({ key, value, effect = TaintEffect.NO_SCHEDULE }) => present({ effect, key, value })) : undefined,
    topologyName,
  });
}

/** True if pods that were admitted to `pool` may land on nodes of `other`: what asks for accelerators lands only where there are such. */
function admitsElsewhere(pool: NodePool, other: NodePool): boolean {
  const labels = other._nodeLabels;
  const sameDevices = pool._devices === undefined || pool._devices.resource === other._devices?.resource;
  return sameDevices && Object.entries(pool.labels).every(([key, value]) => labels[key] === value) && other.taints.every((taint) => isTolerated(taint, pool));
}

/** True for a taint that keeps no pod away which tolerates those of `pool`. */
function isTolerated(taint: Taint, { taints }: NodePool): boolean {
  return effectOf(taint) === TaintEffect.PREFER_NO_SCHEDULE || taints.some((own) => own.key === taint.key && own.value === taint.value && effectOf(own) === effectOf(taint));
}

const effectOf = ({ effect }: Taint): TaintEffect => effect ?? TaintEffect.NO_SCHEDULE;

function flavorsAt({ node: { root } }: IConstruct, cluster: Cluster | undefined): Map<string, Flavor> {
  let clusters = made.get(root);
  if (!clusters) {
    made.set(root, clusters = new Map());
  }
  let flavors = clusters.get(cluster);
  if (!flavors) {
    clusters.set(cluster, flavors = new Map());
  }
  return flavors;
}
