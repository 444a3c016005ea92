import { checkHostPort, checkNamed, refuseCredentials } from './address';
import { checkTls } from './check-parameters';
import { byFlow } from './oldest-message';
import { QueueTriggerProps } from './queue-trigger-props';
import { TriggerFacts } from './trigger-facts';
import { checkWhole } from '../border/amounts';
import { Problems } from '../border/problems';
import { series } from '../observability/prom-ql';

/** How KEDA gets to Redis. */
export interface RedisTriggerProps extends QueueTriggerProps {
  /** Where Redis is, host and port without credentials: `redis.queues:6379`. */
  readonly address: string;
  /**
   * The number of the database.
   * @default 0
   */
  readonly database?: number;
  /**
   * TLS to Redis.
   * @default false
   */
  readonly tls?: boolean;
}

/** A Redis list. */
export interface RedisListTriggerProps extends RedisTriggerProps {
  /** The key of the list. */
  readonly list: string;
}

/** What waits in a Redis stream for a group of consumers. */
export interface RedisStreamTriggerProps extends RedisTriggerProps {
  /** The key of the stream. */
  readonly stream: string;
  /** The group of consumers, which has to exist (`XGROUP CREATE`). */
  readonly consumerGroup: string;
}

/**
 * A list. It has no acknowledgement: what is popped is gone. A worker that must not lose a message moves it into a list of its own (`LMOVE`), and takes it out
 * of there when it is done. Nobody counts what is there, so the worker looks into it when it starts.
 * @see https://github.com/kedacore/keda/blob/v2.20.2/pkg/scalers/redis_scaler.go
 * @see https://redis.io/docs/latest/commands/lmove/
 */
export function redisList(props: RedisListTriggerProps): TriggerFacts {
  return {
    ...redis(props, 'a Redis list', 'redis', { listName: props.list }),
    share: { key: 'listLength', property: 'messagesPerReplica', given: props.messagesPerReplica, usual: 5, whole: true },
    activation: { key: 'activationListLength', given: props.activation, whole: true },
    check(problems, property) {
      checkNamed(problems, `${property}.list`, props.list, 'documents');
      checkRedis(problems, property, props);
    },
  };
}

/**
 * A stream, by the lag of a group: what nobody of it has read. It is the one measure by which KEDA can wake a group from zero, for entries become pending only when
 * somebody reads them, and a stream is as long after an acknowledgement as before. Redis counts it since version 7. What was read and not acknowledged is no lag:
 * it stays in the list of pending entries until its reader asks for it again or another claims it. Where there may be no consumer left, what one died with would wake
 * nobody, so a second trigger counts what is pending.
 * @see https://github.com/kedacore/keda/blob/v2.20.2/pkg/scalers/redis_streams_scaler.go
 * @see https://redis.io/docs/latest/commands/xinfo-groups/
 *
 * Its age is told by redis_exporter, which has to be told of the stream (`--check-single-streams` or `--check-streams`); the ID of the first entry tells nothing, for
 * entries stay in the stream when they are done.
 * @see https://redis.io/docs/latest/commands/xautoclaim/
 * @see https://github.com/oliver006/redis_exporter/blob/master/exporter/streams.go
 */
export function redisStream(props: RedisStreamTriggerProps): TriggerFacts {
  const labels = { db: `db${props.database ?? 0}`, group: props.consumerGroup, stream: props.stream };
  return {
    ...redis(props, 'a Redis stream', 'redis-streams', { consumerGroup: props.consumerGroup, stream: props.stream }),
    share: { key: 'lagCount', property: 'messagesPerReplica', given: props.messagesPerReplica, usual: 5, whole: true },
    activation: { key: 'activationLagCount', given: props.activation, whole: true },
    taken: 'pendingEntriesCount',
    oldest: byFlow({ waiting: series('redis_stream_group_lag', labels), taken: series('redis_stream_group_entries_read', labels) }),
    check(problems, property) {
      checkNamed(problems, `${property}.stream`, props.stream, 'documents');
      checkNamed(problems, `${property}.consumerGroup`, props.consumerGroup, 'embedders');
      checkRedis(problems, property, props);
    },
  };
}

function redis(props: RedisTriggerProps, title: string, type: string, own: { [key: string]: string }): Omit<TriggerFacts, 'check'> {
  return {
    title,
    type,
    metadata: {
      address: props.address,
      ...own,
      ...(props.database !== undefined ? { databaseIndex: `${props.database}` } : {}),
      ...(props.tls ? { enableTLS: 'true' } : {}),
    },
    counts: 'ready',
    keepsTaken: true,
    auth: props.auth,
    parameters: ['username', 'password', 'tls', 'ca', 'cert', 'key', 'keyPassword'],
    needs: [],
    identities: [],
  };
}

function checkRedis(problems: Problems, property: string, props: RedisTriggerProps): void {
  checkWhole(problems, `${property}.database`, props.database, 0);
  if (!refuseCredentials(problems, `${property}.address`, props.address, "{ password: 'password' }")) {
    checkHostPort(problems, `${property}.address`, props.address, 'redis.queues:6379');
  }
  checkTls(problems, property, props.tls ?? false, props.auth);
  if (props.tls && props.auth?._parameters.includes('tls')) {
    problems.say(`'${property}.tls' is given and the Secret in '${property}.auth' has a parameter tls too, which KEDA refuses; leave one of them out`);
  }
}
