import { Problems } from '../../border/problems';
import { Cluster } from '../../cluster/cluster';
import { WITH_DAEMON_SETS } from '../import-nodes/with-daemon-sets';
import { someOf } from '../some-of';

/** The cluster of a file that `import-nodes` wrote. */
export function clusterFrom(file: string | undefined, problems: Problems): Cluster | undefined {
  if (file === undefined) {
    return undefined;
  }
  try {
    return Cluster.fromFile(file);
  } catch (error) {
    problems.say(`'--cluster': ${(error as Error).message}`);
    return undefined;
  }
}

/** What is not judged of a cluster, or is judged too well, for want of facts that its file could say. */
export function clusterNotes(cluster: Cluster | undefined): string[] {
  if (!cluster) {
    return [];
  }
  if (cluster.pools.length === 0) {
    return [`note cluster '${cluster.name}' has no pools, so that nothing is judged of the room on its nodes; import-nodes writes them`];
  }
  const open = cluster.pools.filter(({ _offer }) => Object.keys(_offer.kept).length === 0).map(({ name }) => `'${name}'`);
  return open.length === 0 ? [] : [
    `note no room for DaemonSets is kept in ${open.length === 1 ? 'pool' : 'pools'} ${someOf(open)} of cluster '${cluster.name}'; `
    + `import them with the nodes (${WITH_DAEMON_SETS}), or give daemonSets of each pool`,
  ];
}
