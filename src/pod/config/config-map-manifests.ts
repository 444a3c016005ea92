import { Config, ConfigChange } from './config';
import { KEPT } from './kept';
import { Manifest, PREFIX } from '../../manifest/manifest';

/** What the ConfigMaps of a workload have in common. */
export interface ConfigMapTerms {
  readonly name: string;
  readonly namespace?: string;
  readonly labels: { readonly [key: string]: string };
}

/**
 * The ConfigMaps of a workload.
 *
 * One that rolls the pods is immutable, named after its content, and has to outlive its release for as long as a Deployment's history can go back
 * to it: GitOps controllers are told not to prune it, nor to call an application out of sync because of it.
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/#no-prune-resources
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/compare-options/#ignoring-resources-that-are-extraneous
 * @see https://fluxcd.io/flux/components/kustomize/kustomizations/#controlling-the-apply-behavior-of-resources
 */
export function configMapManifests(configs: readonly Config[], terms: ConfigMapTerms): Manifest[] {
  return configs.filter((config) => config._data).map((config) => configMap(config, terms));
}

function configMap(config: Config, { name, namespace, labels }: ConfigMapTerms): Manifest {
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
    metadata: { annotations, labels, name: config._name(name), namespace },
  };
}
