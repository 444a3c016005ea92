import { Manifest, PREFIX } from '../../manifest/manifest';
import { Config, ConfigChange } from '../../pod/config';
import { KEPT } from '../../pod/kept';
import { ServicePlan } from '../service-plan';

/**
 * The ConfigMaps of a service.
 *
 * One that rolls the pods is immutable, named after its content, and has to outlive its release for as long as the Deployment's history can go back
 * to it: GitOps controllers are told not to prune it, nor to call an application out of sync because of it.
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/#no-prune-resources
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/compare-options/#ignoring-resources-that-are-extraneous
 * @see https://fluxcd.io/flux/components/kustomize/kustomizations/#controlling-the-apply-behavior-of-resources
 */
export function configMapManifests(plan: ServicePlan): Manifest[] {
  return [...plan.server.configs, ...plan.props.configs ?? []].filter((config) => config._data).map((config) => configMap(plan, config));
}

function configMap(plan: ServicePlan, config: Config): Manifest {
  const rolls = config._onChange === ConfigChange.ROLL;
  const annotations = {
    [`${PREFIX}/on-change`]: config._onChange,
    ...(rolls ? KEPT : {}),
  };
  return {
    apiVersion: 'v1',
    data: { ...config._data },
    ...(rolls ? { immutable: true } : {}),
    kind: 'ConfigMap',
    metadata: { annotations, labels: plan.labels, name: config._name(plan.name), namespace: plan.namespace },
  };
}
