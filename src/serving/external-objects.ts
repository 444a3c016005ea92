import { ServicePlan } from './service-plan';
import { ExternalObject } from '../manifest/external';
import { isMade } from '../manifest/named-object';

/** The objects that a service refers to and that this app does not make. */
export function externalObjects(plan: ServicePlan): ExternalObject[] {
  const { props, scope, exposure, namespace } = plan;
  const secrets = [
    ...(props.secrets ?? []).filter((secret) => !secret._made).map((secret) => secret.secretName),
    ...scope.imagePullSecrets ?? [],
  ];
  if (exposure._ingress?.tlsSecretName !== undefined) {
    secrets.push(exposure._ingress.tlsSecretName);
  }
  const found: ExternalObject[] = secrets.map((name) => ({ kind: 'Secret', name, namespace }));
  for (const { _existing: configMap } of props.configs ?? []) {
    if (configMap && !isMade(configMap)) {
      found.push({ kind: 'ConfigMap', name: configMap.name, namespace });
    }
  }
  if (props.serviceAccount && !isMade(props.serviceAccount)) {
    found.push({ kind: 'ServiceAccount', name: props.serviceAccount.name, namespace });
  }
  return found;
}
