import { RedisCount, redisCount } from './redis-count';
import { Severity } from '../../manifest/finding';
import { mayRest, SCALED_OBJECT, ScalerIndex } from '../../reading/scalers';
import { mapsOf, numberOf } from '../../reading/shape';
import { Subject } from '../../reading/subject';
import { Rule } from '../rule';

/** What KEDA waits where nobody says. @see https://keda.sh/docs/latest/reference/scaledobject-spec/#cooldownperiod */
const USUAL_COOLDOWN = 300;

/** An entry of Redis that a consumer took and died with. */
export const strandedEntries: Rule = {
  id: 'ML-SCALE-012',
  title: 'consumers of Redis do not rest while one of them may have an entry in hand',
  severity: Severity.WARNING,
  why: 'Redis leaves what was taken to the consumer that took it, and neither the length of a list nor the lag of a group counts it. When the last entry is taken, the cooldown begins; once it is over KEDA '
    + 'takes all pods away, and an entry whose consumer died meanwhile waits, with nobody to claim it, until another one comes. How long a unit may take is told by the time that the pods have to end. '
    + 'https://github.com/kedacore/keda/blob/v2.20.2/pkg/scalers/redis_streams_scaler.go, https://redis.io/docs/latest/commands/xautoclaim/',
  fix: 'Of a stream, count what was taken too, by a second trigger with the same consumerGroup and pendingEntriesCount in place of lagCount. Of a list, make the cooldown at least as long as terminationGracePeriodSeconds.',
  example: "ScaledObject 'chat' rests when nothing has waited in Redis list 'documents' for 300 s, and its pods have 3630 s to end what they took, which nothing counts: what one leaves that dies wakes nobody; raise cooldownPeriod to 3630",
  judges: [SCALED_OBJECT],
  check(set, report) {
    for (const { subject, target, name } of ScalerIndex.of(set).all.filter(mayRest)) {
      const stranding = strandingOf(subject);
      const workload = stranding.length > 0 ? set.find(target, subject.namespace, name) : undefined;
      const template = workload && set.template(workload);
      const cooldown = numberOf(subject.spec.cooldownPeriod) ?? USUAL_COOLDOWN;
      if (!template || cooldown >= template.gracePeriod) {
        continue;
      }
      const grace = template.gracePeriod;
      for (const { title, group } of stranding) {
        const count = group === undefined ? '' : `count it by a second trigger of consumerGroup '${group.name}' with pendingEntriesCount in place of lagCount, or `;
        report(subject, `${subject.called} rests when nothing has waited in ${title} for ${cooldown} s, and its pods have ${grace} s to end what they took, which nothing counts: `
          + `what one leaves that dies wakes nobody; ${count}raise cooldownPeriod to ${grace}`);
      }
    }
  },
};

/** Lists, and groups of which no other trigger counts what they have taken. */
function strandingOf({ spec }: Subject): RedisCount[] {
  const all = mapsOf(spec.triggers).map(redisCount).filter((count) => count !== undefined);
  const counted = new Set(all.filter(({ counts }) => counts === 'taken').map(({ group }) => group?.key));
  return all.filter(({ counts, group }) => counts === 'waiting' && !(group && counted.has(group.key)));
}
