import { Cluster } from '../../cluster/cluster';
import { ManifestSet } from '../../reading/manifest-set';
import { Subject } from '../../reading/subject';
import { Workload } from '../workload';

/** What stands in a namespace of one cluster. */
export interface Inhabitant {
  readonly subjects: Subject[];
  readonly workloads: Workload[];
  /** True if the manifests make the namespace, so that they know all that is in it from the start. */
  isMadeHere: boolean;
}

/** The objects and workloads of a set by the namespace that they stand in. */
export class Inhabitants {
  private readonly places = new Map<Cluster | undefined, Map<string | undefined, Inhabitant>>();

  constructor(set: ManifestSet, workloads: readonly Workload[]) {
    for (const subject of set.subjects) {
      if (subject.kind === 'Namespace') {
        this.at(subject.cluster, subject.name).isMadeHere = true;
      } else {
        this.at(subject.cluster, subject.namespace).subjects.push(subject);
      }
    }
    for (const workload of workloads) {
      this.at(workload.subject.cluster, workload.subject.namespace).workloads.push(workload);
    }
  }

  /** What stands in that namespace. */
  public at(cluster: Cluster | undefined, namespace: string | undefined): Inhabitant {
    let namespaces = this.places.get(cluster);
    if (!namespaces) {
      this.places.set(cluster, namespaces = new Map());
    }
    let place = namespaces.get(namespace);
    if (!place) {
      namespaces.set(namespace, place = { subjects: [], workloads: [], isMadeHere: false });
    }
    return place;
  }
}
