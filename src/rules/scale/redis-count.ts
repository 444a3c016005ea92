import { mapOf, Shape, textOf } from '../../reading/shape';

/** What a trigger of KEDA's counts of Redis. */
export interface RedisCount {
  /** How a sentence calls it: `Redis list 'documents'`. */
  readonly title: string;
  /**
   * `waiting`: what nobody has taken yet. `taken`: what a group of consumers has read and not acknowledged. `all`: the length of a stream, which is as long after an
   * acknowledgement as before.
   */
  readonly counts: 'waiting' | 'taken' | 'all';
  /** The group of consumers of a stream, and what tells it from others. */
  readonly group?: { readonly name: string; readonly key: string };
}

const LISTS = new Set<unknown>(['redis', 'redis-cluster', 'redis-sentinel']);
const NO_LAG = new Set<unknown>([undefined, null, '', '0', 0]);
const STREAMS = new Set<unknown>(['redis-streams', 'redis-cluster-streams', 'redis-sentinel-streams']);

/**
 * What a trigger counts, if it is one of Redis. A stream's is decided by what stands beside its name: without a group the length, with one and `lagCount` what it has
 * not read, without `lagCount` (or with 0) what is pending.
 *
 * @see https://github.com/kedacore/keda/blob/v2.20.2/pkg/scalers/redis_scaler.go
 * @see https://github.com/kedacore/keda/blob/v2.20.2/pkg/scalers/redis_streams_scaler.go (`Validate`, `createEntriesCountFn`)
 */
export function redisCount(trigger: Shape): RedisCount | undefined {
  const metadata = mapOf(trigger.metadata);
  if (LISTS.has(trigger.type)) {
    return { title: `Redis list '${textOf(metadata.listName) ?? ''}'`, counts: 'waiting' };
  }
  if (!STREAMS.has(trigger.type)) {
    return undefined;
  }
  const [stream, name] = [textOf(metadata.stream) ?? '', textOf(metadata.consumerGroup) ?? ''];
  const title = `Redis stream '${stream}'`;
  if (name === '') {
    return { title, counts: 'all' };
  }
  return { title, counts: NO_LAG.has(metadata.lagCount) ? 'taken' : 'waiting', group: { name, key: JSON.stringify([stream, name, textOf(metadata.databaseIndex) ?? '0']) } };
}
