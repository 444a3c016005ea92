/** Any Kubernetes object as plain data. What rules, proofs and reports read; never a construct. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ManifestMetadata;
  readonly [key: string]: any;
}

/** The part of every object's metadata that this library writes. */
export interface ManifestMetadata {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: { readonly [key: string]: string };
  readonly annotations?: { readonly [key: string]: string };
}

/** Own keys of labels and annotations all stand under this prefix. */
export const PREFIX = 'cdk8s-ml.dev';

/** How an object is called in a message: `Deployment/team-a/chat`. */
export function nameOf(manifest: Manifest): string {
  const namespace = manifest.metadata?.namespace;
  return `${manifest.kind}/${namespace ? `${namespace}/` : ''}${manifest.metadata?.name}`;
}
