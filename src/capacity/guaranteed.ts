import { ManifestSet } from '../reading/manifest-set';
import { mapOf } from '../reading/shape';
import { Subject } from '../reading/subject';

/** The annotation by which a ResourceQuota, a Namespace or a workload asks that its peak is proven to fit. */
export const CAPACITY_ANNOTATION = 'cdk8s-ml.dev/capacity';
/** Its value that asks for it. */
export const GUARANTEED = 'guaranteed';

const known = new WeakMap<ManifestSet, readonly Subject[]>();

/** True if an object, or the Namespace that it stands in, asks that even the peak fits. */
export function isGuaranteed(set: ManifestSet, subject: Subject): boolean {
  const { namespace, cluster } = subject;
  return asks(subject) || (namespace !== undefined && namespacesThatAsk(set).some((one) => one.name === namespace && one.cluster === cluster));
}

/** Few do, and every shortfall asks for them. */
function namespacesThatAsk(set: ManifestSet): readonly Subject[] {
  let asking = known.get(set);
  if (!asking) {
    known.set(set, asking = [...set.ofKind('Namespace'), ...set.known.map(({ subject }) => subject).filter(({ kind }) => kind === 'Namespace')].filter(asks));
  }
  return asking;
}

function asks({ metadata }: Subject): boolean {
  return mapOf(metadata.annotations)[CAPACITY_ANNOTATION] === GUARANTEED;
}
