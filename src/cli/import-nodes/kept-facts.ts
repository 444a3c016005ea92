import { existsSync, readFileSync, statSync } from 'node:fs';
import { Document, isMap, isSeq, Pair, parseDocument, YAMLMap, YAMLSeq } from 'yaml';
import { readClusterFile } from '../../cluster/file/cluster-file';

/** What nodes tell of the cluster; everything else in a file is somebody's word. */
const TOLD: ReadonlySet<string> = new Set(['cluster', 'version', 'pools']);
/** What nodes do not tell of a pool; DaemonSets may have been listed with them, and then what they take is told anew. */
const UNTOLD: ReadonlySet<string> = new Set(['daemonSets', 'provisioningSeconds', 'hourlyPrice']);

/** What people wrote into a file of a cluster's facts, which outlasts the import that writes it anew. */
export class KeptFacts {
  /**
   * Those of the file at that path; none where there is no file.
   *
   * @throws if there is a file of something else, which is not to be lost either
   */
  public static of(path: string | undefined): KeptFacts {
    if (path === undefined || !existsSync(path) || !statSync(path).isFile()) {
      return new KeptFacts(undefined);
    }
    const { name } = readClusterFile(path);
    return new KeptFacts(parseDocument(readFileSync(path, 'utf8')).contents as YAMLMap, name);
  }

  private constructor(private readonly before: YAMLMap | undefined, /** How the file calls the cluster. */ public readonly name?: string) {}

  /**
   * Puts them into the facts that were imported. `maxNodes` may have been raised and `minNodes` lowered, so of each the wider one stays; a pool without a
   * node may be one that an autoscaler emptied.
   *
   * @returns the names of such pools
   */
  public addTo(imported: Document): string[] {
    const facts = imported.contents as YAMLMap;
    pairsOf(this.before).filter(([key]) => !TOLD.has(key)).forEach(([, pair]) => facts.items.splice(facts.items.length - 1, 0, pair));
    const now = new Map(poolsOf(facts).map((pool) => [pool.get('name'), pool]));
    return poolsOf(this.before).flatMap((old) => {
      const pool = now.get(old.get('name'));
      if (pool) {
        pairsOf(old).filter(([key]) => UNTOLD.has(key) && !pool.has(key)).forEach(([, pair]) => pool.items.push(pair));
        pool.set('maxNodes', Math.max(nodesIn(pool, 'maxNodes'), nodesIn(old, 'maxNodes')));
      } else {
        (facts.get('pools') as YAMLSeq).items.push(old);
      }
      (pool ?? old).set('minNodes', pool ? Math.min(nodesIn(pool, 'minNodes'), nodesIn(old, 'minNodes')) : 0);
      return pool ? [] : [String(old.get('name'))];
    });
  }
}

const nodesIn = (pool: YAMLMap, key: 'minNodes' | 'maxNodes'): number => (pool.get(key) ?? 0) as number;

function pairsOf(map: YAMLMap | undefined): (readonly [key: string, pair: Pair])[] {
  return (map?.items ?? []).map((pair) => [String(pair.key), pair]);
}

function poolsOf(map: YAMLMap | undefined): YAMLMap[] {
  const pools = map?.get('pools');
  return isSeq(pools) ? pools.items.filter((pool): pool is YAMLMap => isMap(pool)) : [];
}
