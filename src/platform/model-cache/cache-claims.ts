import type { PersistentVolumeClaimSpec } from 'kubernetes-types/core/v1';
import { CachePlan, REVISION } from './cache-plan';
import { AccessMode } from '../../cluster/storage-class';
import { Manifest } from '../../manifest/manifest';
import { present } from '../../manifest/present';
import { KEPT } from '../../pod/config/kept';

/** The group of VolumeSnapshots. */
export const SNAPSHOTS = 'snapshot.storage.k8s.io';

/** The claim that is filled. It outlives what is no longer among the manifests: an earlier revision of a workload may still read it, or its copy. */
export function sourceClaim(plan: CachePlan): Manifest {
  const { _isCopied: copied } = plan.props.storage;
  return claim(plan, plan.source, copied, { accessModes: [copied ? AccessMode.READ_WRITE_ONCE : AccessMode.READ_WRITE_MANY] });
}

/** The claim of the readers where it is a copy. A snapshot that is not there yet keeps it, and whoever needs it, waiting; a volume does not wait to be cloned. */
export function copiedClaim(plan: CachePlan): Manifest {
  const dataSource = plan.props.storage._kind === 'snapshotted'
    ? { apiGroup: SNAPSHOTS, kind: 'VolumeSnapshot', name: plan.claim }
    : { kind: 'PersistentVolumeClaim', name: plan.source };
  return claim(plan, plan.claim, true, { accessModes: [AccessMode.READ_ONLY_MANY], dataSource });
}

/** The snapshot from which the claim of the readers is made. */
export function snapshot(plan: CachePlan): Manifest {
  return {
    apiVersion: `${SNAPSHOTS}/v1`,
    kind: 'VolumeSnapshot',
    metadata: metadata(plan, plan.claim, true),
    spec: present({ source: { persistentVolumeClaimName: plan.source }, volumeSnapshotClassName: plan.props.storage._props.snapshotClass }),
  };
}

function claim(plan: CachePlan, name: string, ofRevision: boolean, spec: PersistentVolumeClaimSpec): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: metadata(plan, name, ofRevision),
    spec: present({ ...spec, resources: { requests: { storage: plan.size } }, storageClassName: plan.props.storage._props.storageClass }),
  };
}

function metadata({ labels, namespace, revision }: CachePlan, name: string, ofRevision: boolean): Manifest['metadata'] {
  return { annotations: { ...KEPT }, labels: ofRevision ? { ...labels, [REVISION]: revision } : labels, name, namespace };
}
