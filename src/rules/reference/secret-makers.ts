import { ManifestSet } from '../../reading/manifest-set';
import { mapOf, mapsOf, textOf } from '../../reading/shape';
import { Subject } from '../../reading/subject';

/** Objects from which a controller makes Secrets, and the names that it gives them. */
const MAKERS: { readonly [kind: string]: (maker: Subject) => readonly unknown[] } = {
  'bitnami.com/SealedSecret': ({ spec, name }) => [textOf(mapOf(mapOf(spec.template).metadata).name) ?? name],
  'external-secrets.io/ExternalSecret': ({ spec, name }) => [textOf(mapOf(spec.target).name) ?? name],
  'cert-manager.io/Certificate': ({ spec }) => [spec.secretName],
  'onepassword.com/OnePasswordItem': ({ name }) => [name],
  'secrets.hashicorp.com/VaultStaticSecret': ({ spec }) => [mapOf(spec.destination).name],
  'secrets.hashicorp.com/VaultDynamicSecret': ({ spec }) => [mapOf(spec.destination).name],
  'secrets-store.csi.x-k8s.io/SecretProviderClass': ({ spec }) => mapsOf(spec.secretObjects).map(({ secretName }) => secretName),
};

/** Tells whether a controller makes the Secret of a name from the manifests. */
export function madeSecrets(set: ManifestSet): (namespace: string | undefined, name: string) => boolean {
  const made = new Set<string>();
  for (const kind of Object.keys(MAKERS)) {
    for (const maker of set.ofKind(kind)) {
      for (const name of MAKERS[kind](maker)) {
        made.add(`${maker.namespace ?? ''} ${name}`);
      }
    }
  }
  return (namespace, name) => made.has(`${namespace ?? ''} ${name}`);
}

/** True if cert-manager makes the certificate that an Ingress names. @see https://cert-manager.io/docs/usage/ingress/ */
export function makesCertificate({ metadata }: Subject): boolean {
  return Object.keys(mapOf(metadata.annotations)).some((key) => /^(cert-manager\.io\/|kubernetes\.io\/tls-acme)/.test(key));
}
