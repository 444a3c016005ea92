import { Cluster } from '../cluster/cluster';
import { ManifestSet } from '../reading/manifest-set';
import { numberOf, Shape, textOf } from '../reading/shape';
import { Subject } from '../reading/subject';

const KIND = 'scheduling.k8s.io/PriorityClass';

const known = new WeakMap<ManifestSet, readonly Subject[]>();

/**
 * The PriorityClass that pods have once they are made: their own, or the one of the manifests that is the default of the cluster; an empty text where
 * there is none. Of several defaults the lowest counts.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/v1.36.0/plugin/pkg/admission/priority/admission.go (`getDefaultPriorityClass`)
 */
export function priorityClassOf(set: ManifestSet, cluster: Cluster | undefined, { priorityClassName }: Shape): string {
  return textOf(priorityClassName) || (defaultsOf(set).find((one) => one.cluster === cluster)?.name ?? '');
}

/** The lowest first. */
function defaultsOf(set: ManifestSet): readonly Subject[] {
  let defaults = known.get(set);
  if (!defaults) {
    const all = [...set.ofKind(KIND), ...set.known.map(({ subject }) => subject).filter(({ kind }) => kind === KIND)];
    known.set(set, defaults = all.filter(({ manifest }) => manifest.globalDefault === true).sort((a, b) => valueOf(a) - valueOf(b)));
  }
  return defaults;
}

const valueOf = ({ manifest }: Subject): number => numberOf(manifest.value) ?? 0;
