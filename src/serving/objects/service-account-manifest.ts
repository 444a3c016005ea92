import { Manifest } from '../../manifest/manifest';
import { ServicePlan } from '../service-plan';

/** The ServiceAccount of a service, without a token of the cluster; nothing where one that exists is used. */
export function serviceAccountManifest(plan: ServicePlan): Manifest | undefined {
  const { props, labels, names, namespace } = plan;
  if (props.serviceAccount) {
    return undefined;
  }
  return {
    apiVersion: 'v1',
    automountServiceAccountToken: false,
    kind: 'ServiceAccount',
    metadata: { ...(props.identity && { annotations: { ...props.identity._annotations } }), labels, name: names.serviceAccount, namespace },
  };
}
