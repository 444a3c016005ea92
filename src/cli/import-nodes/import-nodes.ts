import { Document, isMap, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import { someOf } from '../some-of';
import { KeptFacts } from './kept-facts';
import { FoundPool, poolsOf } from './pools';
import { NodeFacts, readNodes } from './read-nodes';
import { WITH_DAEMON_SETS } from './with-daemon-sets';
import { KubernetesVersion } from '../../cluster/kubernetes-version';

/** A file of a cluster's facts, and what its reader should know besides. */
export interface Imported {
  readonly text: string;
  readonly notes: readonly string[];
}

/**
 * The facts of a cluster, as `Cluster.fromFile` reads them, from what `kubectl get nodes,daemonsets -A -o json` printed, or `kubectl get nodes -o json`.
 *
 * @param name how messages call the cluster; as the file did that is written anew, or `cluster`, without one
 * @param kept what stays of that file
 * @throws if the text is something else
 */
export function importNodes(json: string, name?: string, kept: KeptFacts = KeptFacts.of(undefined)): Imported {
  const { nodes, leftOut, doubts, daemons } = readNodes(json);
  const pools = poolsOf(nodes, daemons);
  const newest = newestOf(nodes);
  const version = newest?.known?.toString().slice(1);
  const counted = (count: number) => `${count} node${count === 1 ? '' : 's'}`;
  const header = [
    `Facts of a cluster, from the ${counted(nodes.length)} that 'kubectl get nodes -o json' listed. Cluster.fromFile and cdk8s-ml check --cluster read them.`,
    'minNodes and maxNodes are the nodes that were there: raise maxNodes to what a pool may grow to.',
    'Nodes do not tell what they cost: give hourlyPrice, what one node costs for an hour.',
    daemons.length > 0
      ? 'daemonSets is what the DaemonSets that were listed too take of each node. Leave out of that list those that are among the manifests, or they are counted twice.'
      : 'daemonSets may say what of each node is kept for DaemonSets that are not among the manifests: { cpu: "200m", memory: "512Mi" }.',
    'metrics, monitorLabels, ruleLabels, gateways and storageClasses may say what else the cluster has. An import into this file keeps what was added, and the wider minNodes and maxNodes.',
  ];
  const facts = new Document({ cluster: name ?? kept.name ?? 'cluster', ...version !== undefined && { version }, pools: pools.map(({ file }) => file) }, { aliasDuplicateObjects: false });
  nameDaemons(facts, pools);
  const empty = kept.addTo(facts);
  const open = poolsIn(facts).filter((pool) => !pool.has('daemonSets')).map((pool) => `'${String(pool.get('name'))}'`);
  return {
    text: `${header.map((line) => `# ${line}\n`).join('')}${facts.toString({ lineWidth: 0, defaultStringType: 'PLAIN' })}`,
    notes: [
      ...[...leftOut].map(([reason, names]) => `${counted(names.length)} ${names.length === 1 ? 'is' : 'are'} left out, ${reason}: ${someOf(names)}`),
      ...[...doubts].map(([doubt, names]) => `${names.length === 1 ? `node ${names[0]}` : `each of ${names.length} nodes (${someOf(names)})`} ${doubt}`),
      ...newest && !newest.known ? [`nodes run ${newest.text}; manifests are written for ${KubernetesVersion.V1_35} and newer, and are judged as for that`] : [],
      ...open.length > 0 ? [`no room for DaemonSets is kept in ${open.length === 1 ? 'pool' : 'pools'} ${someOf(open)}, where all that nodes leave to pods counts as free; list them too: ${WITH_DAEMON_SETS}; or give daemonSets of a pool by hand`] : [],
      ...empty.map((pool) => `no node is of pool '${pool}' now; it is kept as it was, with minNodes 0: take it out of the file if it is gone`),
    ],
  };
}

const poolsIn = (facts: Document): YAMLMap[] => (facts.get('pools') as YAMLSeq).items.filter((pool): pool is YAMLMap => isMap(pool));

/** Says of each pool which DaemonSets are in the sum. */
function nameDaemons(facts: Document, pools: readonly FoundPool[]): void {
  poolsIn(facts).forEach((pool, i) => {
    const names = pools[i].kept?.names ?? [];
    const pair = pool.items.find(({ key }) => String(key) === 'daemonSets');
    if (pair && names.length > 0) {
      (pair.key as Scalar).commentBefore = ` ${names.join(', ')}`;
    }
  });
}

/** The newest kubelet: the API server is of that version or newer. */
function newestOf(nodes: readonly NodeFacts[]): { readonly text: string; readonly known?: KubernetesVersion } | undefined {
  const numbers = (text: string) => (/^v?(\d+)\.(\d+)/.exec(text) ?? []).slice(1).map(Number);
  const kubelets = nodes.flatMap(({ kubelet }) => (kubelet !== undefined && numbers(kubelet).length === 2 ? [kubelet] : []));
  const [text] = kubelets.sort((a, b) => numbers(b)[0] - numbers(a)[0] || numbers(b)[1] - numbers(a)[1]);
  if (text === undefined) {
    return undefined;
  }
  const [major, minor] = numbers(text);
  return { text, ...(major > 1 || minor >= KubernetesVersion.V1_35.minor) && { known: KubernetesVersion.of(`${major}.${minor}`) } };
}
