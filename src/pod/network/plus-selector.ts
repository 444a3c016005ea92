import type * as kplus from 'cdk8s-plus-28';

/**
 * Pods by their labels, as cdk8s-plus selects them.
 *
 * @param namespace their namespace; that of whoever selects them if it is left out
 */
export function plusSelector(labels: { readonly [key: string]: string }, namespace: string | undefined): kplus.PodSelectorConfig {
  // cdk8s-plus takes longer to load than a small app takes to synthesize, so it is loaded when somebody uses it
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { LabelSelector } = require('cdk8s-plus-28') as typeof kplus;
  const labelSelector = LabelSelector.of({ labels: { ...labels } });
  return namespace === undefined ? { labelSelector } : { labelSelector, namespaces: { labelSelector: LabelSelector.of(), names: [namespace] } };
}
