import { ManifestSet } from '../reading/manifest-set';
import { Selector } from '../reading/selector';
import { mapOf, mapsOf, written } from '../reading/shape';
import { Subject } from '../reading/subject';

/**
 * Two workloads whose pods a selector selects for certain, the earlier first; nothing if it selects those of one.
 *
 * Pods on their own count as one workload, and so do the Jobs of one CronJob: several of them are one thing.
 */
export function anotherWorkload(set: ManifestSet, namespace: string | undefined, selector: Selector): readonly [Subject, Subject] | undefined {
  const first = set.selectFirst(namespace, selector, () => true)?.owner;
  const key = first && keyOf(first);
  const other = first && set.selectFirst(namespace, selector, ({ owner }) => keyOf(owner) !== key)?.owner;
  return other && (first.order < other.order ? [first, other] : [other, first]);
}

/** What tells workloads apart; an object that is made twice is one. */
function keyOf({ kind, name, order, metadata }: Subject): string {
  const controller = kind === 'batch/Job' ? mapsOf(metadata.ownerReferences).find((owner) => owner.kind === 'CronJob') : undefined;
  if (kind === 'Pod') {
    return kind;
  }
  return controller ? `batch/CronJob ${written(mapOf(controller).name)}` : `${kind} ${name ?? order}`;
}
