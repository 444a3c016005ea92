import type { PodFailurePolicyRule } from 'kubernetes-types/batch/v1';
import type { PodSpec, PodTemplateSpec } from 'kubernetes-types/core/v1';
import { CachePlan, jobName, REVISION } from './cache-plan';
import { Manifest } from '../../manifest/manifest';
import { present } from '../../manifest/present';
import { NON_ROOT, podSecurity } from '../../pod/security';

/**
 * What has to make room has not failed; what it has fetched is on the volume, and the next pod goes on from there. A pod that fails by itself has tried each file
 * eight times: six more such pods, in an hour or so, outlast what passes.
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-failure-policy
 */
const DISRUPTION: PodFailurePolicyRule = { action: 'Ignore', onPodConditions: [{ status: 'True', type: 'DisruptionTarget' }] };

/** The Job that fetches the artifact into the volume, and verifies it. Once it is there, running it again reads it and changes nothing. */
export function fillingJob(plan: CachePlan): Manifest {
  const { labels, placement, fetching, name, props, revision } = plan;
  const [fetch] = fetching.initContainers;
  return cacheJob(plan, name, {
    metadata: { labels: { ...labels, ...props.identity?._podLabels, [REVISION]: revision } },
    spec: podSpec(plan, {
      affinity: placement._nodeAffinity && { nodeAffinity: placement._nodeAffinity },
      containers: [fetch],
      nodeSelector: placement._nodeSelector,
      serviceAccountName: name,
      tolerations: placement._tolerations,
      volumes: fetching.volumes,
    }),
  });
}

/** A Job of the cache, named after its template. It is left when it is done: if it went away, whoever applies the manifests again would start it again. */
export function cacheJob({ namespace, revision }: CachePlan, stem: string, template: PodTemplateSpec): Manifest {
  const { labels } = template.metadata!;
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { labels: { ...labels, [REVISION]: revision }, name: jobName(stem, template), namespace },
    spec: { backoffLimit: 6, podFailurePolicy: { rules: [DISRUPTION] }, template },
  };
}

/** What the pods of both Jobs have in common. */
export function podSpec({ scope }: CachePlan, spec: PodSpec): PodSpec {
  return present({
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    imagePullSecrets: scope.imagePullSecrets?.map((name) => ({ name })),
    priorityClassName: scope.priorityClassName,
    restartPolicy: 'Never',
    securityContext: podSecurity(NON_ROOT, NON_ROOT),
    ...spec,
  });
}
