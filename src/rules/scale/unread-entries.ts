import { redisCount } from './redis-count';
import { Severity } from '../../manifest/finding';
import { mayRest, SCALED_OBJECT, ScalerIndex } from '../../reading/scalers';
import { mapsOf } from '../../reading/shape';
import { Rule } from '../rule';

const OF_PODS = new Set<unknown>(['cpu', 'memory']);

/** A stream whose new entries wake nobody. */
export const unreadEntries: Rule = {
  id: 'ML-SCALE-013',
  title: 'consumers that rest are woken by what nobody has read yet',
  severity: Severity.WARNING,
  why: 'With a consumerGroup and no lagCount KEDA counts pending entries of a Redis stream (XPENDING), and an entry becomes pending only when a consumer reads it. Where there is no consumer nothing is read, '
    + 'so nothing becomes pending, and nobody is woken. https://github.com/kedacore/keda/blob/v2.20.2/pkg/scalers/redis_streams_scaler.go',
  fix: 'Give lagCount (Redis 7 or newer), in place of pendingEntriesCount or in a second trigger; or keep one replica.',
  example: "ScaledObject 'chat' may have no pod and counts of Redis stream 'documents' only what group 'embedders' has read and not acknowledged, so that a new entry wakes nobody; add a trigger with lagCount, or set minReplicaCount to 1",
  judges: [SCALED_OBJECT],
  check(set, report) {
    for (const { subject } of ScalerIndex.of(set).all.filter(mayRest)) {
      // what the pods use wakes nobody either
      const waking = mapsOf(subject.spec.triggers).filter(({ type }) => !OF_PODS.has(type));
      const counts = waking.map(redisCount);
      if (!counts.every((count) => count?.counts === 'taken')) {
        continue;
      }
      for (const count of counts) {
        report(subject, `${subject.called} may have no pod and counts of ${count!.title} only what group '${count!.group!.name}' has read and not acknowledged, so that a new entry wakes nobody; `
          + 'add a trigger with lagCount, or set minReplicaCount to 1');
      }
    }
  },
};
