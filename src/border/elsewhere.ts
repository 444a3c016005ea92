/** Where a pod's field is set that has no property. */
const byPatch = (path: string): string => `it has no property yet; patch it in: service.deployment.addJsonPatch(JsonPatch.add('/spec/template/spec/${path}', …))`;

/** Names that somebody may know from Kubernetes, by the struct that does not have them, and what to write instead. */
const ELSEWHERE: { readonly [struct: string]: { readonly [name: string]: string } } = {
  OnlineInferenceProps: {
    annotations: 'did you mean \'podAnnotations\'?',
    dnsConfig: byPatch('dnsConfig'),
    hostAliases: byPatch('hostAliases'),
    initContainers: byPatch('initContainers'),
    maxReplicas: 'it belongs into \'scaling\': Scaling.onCpu({ min: 2, max: 10, targetPercent: 70 })',
    minReplicas: 'it belongs into \'scaling\': Scaling.onCpu({ min: 2, max: 10, targetPercent: 70 })',
    nodeSelector: 'it belongs into \'placement\': Placement.of({ pools: […] })',
    runtimeClassName: byPatch('runtimeClassName'),
    serviceAccountName: 'it belongs into \'names\': { serviceAccount: … }, or give \'serviceAccount\' one that exists',
    sidecars: byPatch('containers/-'),
    tolerations: 'it belongs into \'placement\': Placement.of({ pools: […] })',
    volumeMounts: byPatch('containers/0/volumeMounts/-'),
    volumes: byPatch('volumes/-'),
  },
};

/** What to write instead of a property that a struct does not have, where many would look for it under that name. */
export const elsewhere = (struct: string, name: string): string | undefined => (Object.hasOwn(ELSEWHERE, struct) && Object.hasOwn(ELSEWHERE[struct], name)
  ? ELSEWHERE[struct][name] : undefined);
