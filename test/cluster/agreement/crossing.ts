import { Random } from './random';

/** The scope of a quota that counts pods whose affinity looks into other namespaces. */
const SCOPE = 'CrossNamespacePodAffinity';
const PODS = ['pods', 'requests.cpu', 'limits.memory'];

/** Ways in which the affinity of a pod looks into other namespaces, or only into its own; none keeps it from a node. */
const AFFINITIES = (term: any): any[] => [
  { podAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, podAffinityTerm: { ...term, namespaces: ['default'] } }] } },
  { podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, podAffinityTerm: { ...term, namespaceSelector: {} } }] } },
  { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ ...term, namespaceSelector: { matchLabels: { team: 'nobody' } } }] } },
  { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ ...term, namespaces: [] }] } },
  { podAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, podAffinityTerm: term }] } },
];

/** The spec of a pod that may look into other namespaces. */
export function crossing(random: Random, spec: any): any {
  const term = { labelSelector: { matchLabels: { app: 'nobody' } }, topologyKey: 'kubernetes.io/hostname' };
  return random.chance(0.6) ? { ...spec, affinity: random.pick(AFFINITIES(term)) } : spec;
}

/** A quota of those pods, near what they are. */
export function crossingQuota(random: Random, hardOf: (key: string) => string): any {
  const scope = random.chance(0.5) ? { scopes: [SCOPE] } : { scopeSelector: { matchExpressions: [{ scopeName: SCOPE, operator: 'Exists' }] } };
  return { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'crossing' }, spec: { hard: Object.fromEntries(random.some(PODS, 1, 2).map((key) => [key, hardOf(key)])), ...scope } };
}
