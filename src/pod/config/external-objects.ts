import { Config } from './config';
import { SecretSource } from './secret-source';
import { ExternalObject } from '../../manifest/external';
import { INamedObject, isMade } from '../../manifest/named-object';

/** What of a workload names objects. */
export interface References {
  readonly namespace?: string;
  readonly secrets?: readonly SecretSource[];
  readonly configs?: readonly Config[];
  readonly serviceAccount?: INamedObject;
  /** Names of further Secrets: those with which images are pulled, a certificate. */
  readonly secretNames: readonly string[];
  /** Names of PersistentVolumeClaims. */
  readonly claimNames?: readonly string[];
}

/** The objects that a workload refers to and that this app does not make. */
export function externalObjects({ namespace, secrets = [], configs = [], serviceAccount, secretNames, claimNames = [] }: References): ExternalObject[] {
  const names = [...secrets.filter((secret) => !secret._made).map((secret) => secret.secretName), ...secretNames];
  const found: ExternalObject[] = names.map((name) => ({ kind: 'Secret', name, namespace }));
  found.push(...claimNames.map((name) => ({ kind: 'PersistentVolumeClaim', name, namespace })));
  for (const { _existing: configMap } of configs) {
    if (configMap && !isMade(configMap)) {
      found.push({ kind: 'ConfigMap', name: configMap.name, namespace });
    }
  }
  if (serviceAccount && !isMade(serviceAccount)) {
    found.push({ kind: 'ServiceAccount', name: serviceAccount.name, namespace });
  }
  return found;
}
