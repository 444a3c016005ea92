import type { Deployment } from 'kubernetes-types/apps/v1';
import type { Container, PodSpec } from 'kubernetes-types/core/v1';
import { podMetadata } from './pod-metadata';
import { secondsOf } from '../../border/amounts';
import { MODEL_MEMORY } from '../../manifest/annotations';
import { Manifest } from '../../manifest/manifest';
import { present } from '../../manifest/present';
import { progressDeadline } from '../../pod/lifecycle/startup';
import { podClaims, withClaims } from '../../pod/placement/device-claim';
import { Spread } from '../../pod/placement/spread';
import { hostSpread, zoneSpread } from '../../pod/placement/spread-constraints';
import { containerSecurity, NON_ROOT, podSecurity, writableRootWaiver } from '../../pod/security';
import { ServicePlan } from '../service-plan';

/** The Deployment of a service. Keys stand in the order in which they are rendered, so that nothing has to be sorted later. */
export function deploymentManifest(plan: ServicePlan): Manifest {
  const { props, rollout, scaling, labels, annotations, names, namespace, selector } = plan;
  const options = rollout._options;
  const spec: Deployment['spec'] = {
    progressDeadlineSeconds: options.progressDeadline
      ? secondsOf(options.progressDeadline)
      // who scales need not wait for what is fetched once
      : progressDeadline(plan.budget + (plan.artifact?.filling ?? 0), rollout._waitsForOldPod, plan.drain.gracePeriod, options.minReady ? secondsOf(options.minReady) : 0),
    ...(scaling._fixed && props.offHours?._by !== 'KEDA' ? { replicas: scaling.min } : {}),
    revisionHistoryLimit: options.revisionHistoryLimit ?? 10,
    selector: { matchLabels: selector },
    strategy: rollout._strategy,
    template: { metadata: podMetadata(plan), spec: podSpec(plan) },
  };
  if (options.minReady) {
    spec.minReadySeconds = secondsOf(options.minReady);
  }
  const derivation = props.resources?._derivation;
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {
      annotations: {
        ...annotations,
        ...(derivation ? { 'cdk8s-ml.dev/resources': derivation } : {}),
        ...(plan.server.modelMemory ? { [MODEL_MEMORY]: plan.server.modelMemory } : {}),
        ...(plan.placement.gpus > 0 ? writableRootWaiver() : {}),
      },
      labels,
      name: names.deployment,
      namespace,
    },
    spec,
  };
}

function podSpec(plan: ServicePlan): PodSpec {
  const { props, scope, placement, drain, server, names, selector, files, artifact } = plan;
  const { zones = Spread.PREFERRED, hosts = Spread.PREFERRED, priorityClassName = scope.priorityClassName } = props.availability ?? {};
  const affinity = present({ nodeAffinity: placement._nodeAffinity, podAntiAffinity: hostSpread(hosts, selector) });
  return present({
    affinity: affinity.nodeAffinity || affinity.podAntiAffinity ? affinity : undefined,
    automountServiceAccountToken: false,
    containers: [container(plan)],
    enableServiceLinks: false,
    imagePullSecrets: scope.imagePullSecrets?.map((name) => ({ name })),
    initContainers: artifact && artifact.initContainers.length > 0 ? artifact.initContainers : undefined,
    nodeSelector: placement._nodeSelector,
    priorityClassName,
    resourceClaims: podClaims(plan.name, placement._claim),
    securityContext: podSecurity(server.uid ?? NON_ROOT, server.gid ?? server.uid ?? NON_ROOT),
    serviceAccountName: names.serviceAccount,
    terminationGracePeriodSeconds: drain.gracePeriod,
    tolerations: placement._tolerations,
    topologySpreadConstraints: zoneSpread(zones, selector),
    volumes: files.volumes.length > 0 ? files.volumes : undefined,
  });
}

function container(plan: ServicePlan): Container {
  const { server, probes, placement, drain, files, props } = plan;
  const resources = (props.resources ?? server.resources)!;
  return present({
    args: server.args,
    command: server.command,
    env: files.env.length > 0 ? files.env : undefined,
    image: server.image,
    imagePullPolicy: server.imagePullPolicy,
    lifecycle: drain.preStopSleep > 0 ? { preStop: { sleep: { seconds: drain.preStopSleep } } } : undefined,
    livenessProbe: probes.liveness._render(server.protocol === 'grpc' ? server.port : server.protocol),
    name: plan.names.container,
    ports: [
      { containerPort: server.port, name: server.protocol },
      ...(server.metrics && server.metrics.port !== server.port ? [{ containerPort: server.metrics.port, name: 'metrics' }] : []),
    ],
    readinessProbe: probes.readiness._render(server.protocol === 'grpc' ? server.port : server.protocol),
    resources: withClaims(resources._render(files.writableBytes, placement._extended), placement._claim),
    securityContext: containerSecurity(placement.gpus === 0),
    startupProbe: probes.startup._render(server.protocol === 'grpc' ? server.port : server.protocol),
    volumeMounts: files.mounts.length > 0 ? files.mounts : undefined,
  });
}
