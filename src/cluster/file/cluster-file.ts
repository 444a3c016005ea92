import { checkPipeline, pipelineOf } from './metrics-file';
import { poolOf, POOL } from './pool-file';
import { checkMap, FLAG, LABELS, LIST, MapRules, PORTS, someOf, TEXT, TEXTS, VERSION } from './shape';
import { Source } from './source';
import { Problems } from '../../border/problems';
import { checkCluster } from '../check-cluster';
import { ClusterProps } from '../cluster-props';
import { KubernetesVersion } from '../kubernetes-version';
import { NodePool } from '../node-pool';
import { AccessMode } from '../storage-class';

/** What a file says of a cluster. */
export interface ClusterFile {
  readonly name: string;
  readonly facts: ClusterProps & { readonly pools: NodePool[] };
}

const FILE: MapRules = {
  cluster: TEXT,
  version: VERSION,
  pools: LIST,
  dnsCidrs: TEXTS,
  dnsPorts: PORTS,
  apiServerCidrs: TEXTS,
  apiServerPorts: PORTS,
  metrics: LIST,
  monitorLabels: LABELS,
  ruleLabels: LABELS,
  gateways: LIST,
  storageClasses: LIST,
};
const GATEWAY: MapRules = { name: TEXT, namespace: TEXT };
const STORAGE_CLASS: MapRules = { name: TEXT, accessModes: someOf(Object.values(AccessMode)), isDefault: FLAG, canClone: FLAG, canSnapshot: FLAG };

/**
 * The facts of a cluster, from a file.
 *
 * @throws one error with every line that is not as it has to be
 */
export function readClusterFile(path: string): ClusterFile {
  const source = Source.read(path);
  const file = checkMap(source, [], source.value, FILE, ['cluster', 'pools']);
  const list = (key: string): unknown[] => (Array.isArray(file?.[key]) ? file![key] as unknown[] : []);
  list('pools').forEach((pool, i) => checkMap(source, ['pools', i], pool, POOL, ['name', 'maxNodes', 'capacity', 'allocatable']));
  list('gateways').forEach((gateway, i) => checkMap(source, ['gateways', i], gateway, GATEWAY, ['name', 'namespace']));
  list('storageClasses').forEach((storageClass, i) => checkMap(source, ['storageClasses', i], storageClass, STORAGE_CLASS, ['name']));
  const version = typeof file?.version === 'string' ? versionOf(source, file.version) : undefined;
  list('metrics').forEach((pipeline, i) => checkPipeline(source, i, pipeline));
  source.throw();
  const metrics = list('metrics').map((pipeline, i) => pipelineOf(source, i, pipeline as never));
  const pools = list('pools').map((pool, i) => poolOf(source, i, pool as never));
  const { cluster, pools: _, version: __, metrics: ___, ...others } = file as { readonly cluster: string; readonly [key: string]: unknown };
  const said: ClusterProps = {
    ...Object.fromEntries(Object.entries(others).filter(([, value]) => value !== null)),
    ...metrics.length > 0 && { metrics: metrics.flatMap((pipeline) => pipeline ?? []) },
  };
  const problems = new Problems('');
  checkCluster(problems, said);
  problems.all.forEach((sentence) => source.sayOf(sentence));
  source.throw();
  return { name: cluster, facts: { ...said, ...version && { version }, pools: pools.filter((pool): pool is NodePool => pool !== undefined) } };
}

function versionOf(source: Source, version: string): KubernetesVersion | undefined {
  try {
    return KubernetesVersion.of(version);
  } catch (error) {
    source.say(['version'], (error as Error).message.replace(/^\[[^\]]*\] /, ''));
    return undefined;
  }
}
