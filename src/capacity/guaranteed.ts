import { ManifestSet } from '../reading/manifest-set';
import { mapOf } from '../reading/shape';
import { Subject } from '../reading/subject';

/** The annotation by which a ResourceQuota, a Namespace or a workload asks that its peak is proven to fit. */
export const CAPACITY_ANNOTATION = 'cdk8s-ml.dev/capacity';
/** Its value that asks for it. */
export const GUARANTEED = 'guaranteed';

/** True if an object, or the Namespace that it stands in, asks that even the peak fits. */
export function isGuaranteed(set: ManifestSet, subject: Subject): boolean {
  const { namespace, cluster } = subject;
  return asks(subject) || (namespace !== undefined && [...set.ofKind('Namespace'), ...set.known.map((one) => one.subject)]
    .some((one) => one.kind === 'Namespace' && one.name === namespace && one.cluster === cluster && asks(one)));
}

function asks({ metadata }: Subject): boolean {
  return mapOf(metadata.annotations)[CAPACITY_ANNOTATION] === GUARANTEED;
}
