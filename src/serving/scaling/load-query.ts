import { GPU_UTILIZATION, LoadMetric } from './load-metric';

/** The letters of which Kubernetes makes the ends of pods' names. @see https://github.com/kubernetes/apimachinery/blob/v0.36.0/pkg/util/rand/rand.go */
const LETTERS = '[bcdfghjklmnpqrstvwxz2456789]';
/** What of a name stays where the API server adds five letters to it. @see https://github.com/kubernetes/apiserver/blob/v0.36.0/pkg/storage/names/generate.go */
const LONGEST_STEM = 58;
/** The hash of a pod template has at most as many letters as the digits of a 32-bit number. */
const LONGEST_HASH = 10;

/** Whose load is asked for. */
export interface LoadOwner {
  readonly namespace: string;
  readonly deployment: string;
}

/**
 * The load of all pods of a Deployment together, as one number: what KEDA takes, which refuses an answer of several series and divides it by the target for one
 * replica itself.
 * @see https://keda.sh/docs/latest/scalers/prometheus/
 */
export function loadQuery({ name, otherNames = [] }: LoadMetric, owner: LoadOwner): string {
  const pods = matchers(owner, 'namespace', 'pod');
  return otherNames.length > 0 ? `sum({__name__=~"${[name, ...otherNames].join('|')}",${pods}})` : `sum(${name}{${pods}})`;
}

/**
 * The percentages of all pods' GPUs, summed: of each pod the average over its GPUs. The exporter runs in a pod of its own; where Prometheus keeps the label
 * `pod` for that one, the pod that has the GPU is `exported_pod`.
 * @see https://prometheus.io/docs/prometheus/latest/configuration/configuration/#scrape_config
 */
export function gpuQuery(owner: LoadOwner): string {
  const of = (prefix: string) => `avg by (${prefix}pod) (${GPU_UTILIZATION.name}{${matchers(owner, `${prefix}namespace`, `${prefix}pod`)}})`;
  return `sum(${of('exported_')} or ${of('')})`;
}

function matchers({ namespace, deployment }: LoadOwner, namespaceLabel: string, podLabel: string): string {
  return `${namespaceLabel}="${namespace}",${podLabel}=~"${podsOf(deployment)}"`;
}

/**
 * An expression for the names of a Deployment's pods, `<deployment>-<hash>-<five letters>`. In a long name the API server cuts off what stands before the
 * five letters, so that only its beginning is sure.
 */
export function podsOf(deployment: string): string {
  const name = deployment.replace(/\./g, '[.]');
  return deployment.length + LONGEST_HASH + 2 <= LONGEST_STEM
    ? `${name}-${LETTERS}{1,${LONGEST_HASH}}-${LETTERS}{5}`
    : `${deployment.slice(0, LONGEST_STEM - LONGEST_HASH - 2).replace(/\./g, '[.]')}.*`;
}
