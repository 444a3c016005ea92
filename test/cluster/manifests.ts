/** The objects of one kind. */
export const ofKind = (manifests: readonly any[], kind: string): any[] => manifests.filter((manifest) => manifest.kind === kind);

/** The namespaces that manifests stand in, and those of them that they make themselves. */
export function namespacesOf(manifests: readonly any[]): { readonly all: string[]; readonly made: string[] } {
  const made = ofKind(manifests, 'Namespace').map(({ metadata }) => metadata.name);
  const used = manifests.map(({ metadata }) => metadata.namespace).filter((namespace) => namespace !== undefined);
  return { all: [...new Set([...made, ...used])], made };
}

/** `-l` for kubectl. */
export const selectorText = (labels: Record<string, string>): string => Object.entries(labels).map(([key, value]) => `${key}=${value}`).join(',');

/**
 * The QoS class that a pod of these containers has, by the words of the documentation and not by what a server computes.
 * @see https://kubernetes.io/docs/concepts/workloads/pods/pod-qos/
 */
export function qosClassOf({ containers, initContainers = [] }: any): 'Guaranteed' | 'Burstable' | 'BestEffort' {
  const amounts = [...containers, ...initContainers].flatMap(({ resources = {} }) => ['cpu', 'memory'].map((name) => ({
    request: resources.requests?.[name],
    limit: resources.limits?.[name],
  })));
  if (amounts.every(({ request, limit }) => request === undefined && limit === undefined)) {
    return 'BestEffort';
  }
  return amounts.every(({ request, limit }) => limit !== undefined && (request ?? limit) === limit) ? 'Guaranteed' : 'Burstable';
}

/** Whole accelerators of a pod, by resource name: extended resources have a domain of their own. */
export function extendedResources({ containers }: any): string[] {
  return [...new Set<string>(containers.flatMap(({ resources }: any) => Object.keys(resources?.limits ?? {})))].filter((name) => name.includes('/'));
}
