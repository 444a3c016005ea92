import type { Container, PodSpec, PodTemplateSpec } from 'kubernetes-types/core/v1';
import { TaskPlan } from './task-plan';
import { present } from '../manifest/present';
import { ImagePullPolicy } from '../pod/image-pull-policy';
import { podClaims, withClaims } from '../pod/placement/device-claim';
import { containerSecurity, NON_ROOT, podSecurity } from '../pod/security';

/** What of a task's pods depends on what makes them. */
export interface TaskPodOptions {
  readonly restartPolicy: 'Always' | 'Never' | 'OnFailure';
  /** The headless Service that gives its pods their names. */
  readonly subdomain?: string;
  /** Further parts of the program's container: ports, probes, lifecycle. */
  readonly container?: Partial<Container>;
  /** Further labels of the pods. */
  readonly labels?: { readonly [key: string]: string };
  /** Further annotations of the pods. */
  readonly annotations?: { readonly [key: string]: string };
}

/** The template of a task's pods. Keys stand in the order in which they are rendered, so that nothing has to be sorted later. */
export function taskPodTemplate(plan: TaskPlan, options: TaskPodOptions): PodTemplateSpec {
  const { props, labels, podAnnotations } = plan;
  return {
    metadata: {
      annotations: { ...props.podAnnotations, ...podAnnotations, ...options.annotations },
      labels: { ...labels, ...options.labels, ...props.identity?._podLabels },
    },
    spec: podSpec(plan, options),
  };
}

function podSpec(plan: TaskPlan, { restartPolicy, subdomain, container }: TaskPodOptions): PodSpec {
  const { props, scope, placement, files, terms, artifact } = plan;
  return present({
    affinity: placement._nodeAffinity && { nodeAffinity: placement._nodeAffinity },
    automountServiceAccountToken: false,
    containers: [program(plan, container)],
    enableServiceLinks: false,
    imagePullSecrets: scope.imagePullSecrets?.map((name) => ({ name })),
    initContainers: artifact && artifact.initContainers.length > 0 ? artifact.initContainers : undefined,
    nodeSelector: placement._nodeSelector,
    priorityClassName: props.priorityClassName ?? scope.priorityClassName,
    resourceClaims: podClaims(plan.name, placement._claim),
    restartPolicy,
    securityContext: podSecurity(props.uid ?? NON_ROOT, props.gid ?? props.uid ?? NON_ROOT),
    serviceAccountName: plan.account,
    subdomain,
    terminationGracePeriodSeconds: terms.gracePeriod,
    tolerations: placement._tolerations,
    volumes: files.volumes.length > 0 ? files.volumes : undefined,
  });
}

function program({ props, placement, files, resources, terms }: TaskPlan, more: Partial<Container> = {}): Container {
  return present({
    args: props.args && [...props.args],
    command: props.command && [...props.command],
    env: files.env.length > 0 ? files.env : undefined,
    image: props.image,
    imagePullPolicy: props.imagePullPolicy ?? ImagePullPolicy.ALWAYS,
    name: terms.container,
    resources: withClaims(resources!._render(files.writableBytes, { ...placement._extended, ...terms.extended }), placement._claim),
    securityContext: containerSecurity(placement.gpus === 0),
    volumeMounts: files.mounts.length > 0 ? files.mounts : undefined,
    ...more,
  });
}
