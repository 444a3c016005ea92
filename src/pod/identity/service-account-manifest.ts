import { Identity } from './identity';
import { Manifest, ManifestMetadata } from '../../manifest/manifest';

/** The ServiceAccount of a workload, without a token of the cluster. */
export function serviceAccountManifest({ labels, name, namespace }: ManifestMetadata, identity: Identity | undefined): Manifest {
  return {
    apiVersion: 'v1',
    automountServiceAccountToken: false,
    kind: 'ServiceAccount',
    metadata: { ...(identity && { annotations: { ...identity._annotations } }), labels, name, namespace },
  };
}
