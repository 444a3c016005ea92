/** What keeps GitOps controllers from an object that is no longer among the manifests, because an earlier revision of a workload needs it. */
export const KEPT: { readonly [annotation: string]: string } = {
  'argocd.argoproj.io/compare-options': 'IgnoreExtraneous',
  'argocd.argoproj.io/sync-options': 'Prune=false',
  'kustomize.toolkit.fluxcd.io/prune': 'disabled',
};
