import { Problems } from '../../border/problems';
import { Cluster } from '../../cluster/cluster';

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
