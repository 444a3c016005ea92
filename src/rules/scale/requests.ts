import { Severity } from '../../manifest/finding';
import { ManifestSet } from '../../reading/manifest-set';
import { ContainerView, PodTemplate } from '../../reading/pod-template';
import { HPA, ResourceMetric, SCALED_OBJECT, ScalerIndex } from '../../reading/scalers';
import { isMap, mapOf, mapsOf } from '../../reading/shape';
import { Rule } from '../rule';

/** A share of requests that nobody makes. */
export const scaledRequests: Rule = {
  id: 'ML-SCALE-004',
  title: 'what is scaled by utilization requests that resource',
  severity: Severity.ERROR,
  why: 'Utilization is a share of the request. If one container (a sidecar too) requests none, the autoscaler fails with "missing request" and never scales. A warning where a LimitRange that is not among the manifests may give one. https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/controller/podautoscaler/replica_calculator.go',
  fix: 'Give every container of the pod a request (or a limit, which counts as one) of that resource.',
  example: "HorizontalPodAutoscaler 'chat' scales by memory utilization, and container 'server' of Deployment 'chat' requests no memory; give it requests.memory",
  judges: [HPA, SCALED_OBJECT],
  check(set, report) {
    const index = ScalerIndex.of(set);
    const defaults = limitRangeDefaults(set);
    for (const { subject, target, name, resources } of index.all) {
      const workload = set.find(target, subject.namespace, name);
      const template = workload && set.template(workload);
      if (!template) {
        continue;
      }
      for (const metric of resources) {
        if (!metric.ofRequests || defaults.has(`${subject.namespace ?? ''} ${metric.resource}`)) {
          continue;
        }
        const known = template.all.some((container) => container.name === metric.container);
        if (metric.container !== undefined && !known) {
          report(subject, `${subject.called} scales by ${metric.resource} of container '${metric.container}', which ${template.owner.called} does not have; name one of ${template.containers.map((x) => x.name).join(', ')}`, Severity.WARNING);
          continue;
        }
        for (const container of missing(template, metric)) {
          report(subject, `${subject.called} scales by ${metric.resource} utilization, and container '${container.name}' of ${template.owner.called} requests no ${metric.resource}; give it requests.${metric.resource}`,
            set.isClosed(subject.namespace) ? Severity.ERROR : Severity.WARNING);
        }
      }
    }
  },
};

/** The containers without a request; none where the pod as a whole requests. */
function missing(template: PodTemplate, { resource, container }: ResourceMetric): readonly ContainerView[] {
  const running = template.all.filter(({ init, sidecar }) => !init || sidecar);
  const lacking = running.filter((x) => !requests(x.shape.resources, resource));
  if (container !== undefined) {
    return lacking.filter((x) => x.name === container);
  }
  const ofPod = mapOf(template.spec.resources);
  if (isMap(ofPod.requests) || isMap(ofPod.limits)) {
    return requests(ofPod, resource) || lacking.length < running.length ? [] : lacking;
  }
  return lacking;
}

/** A limit without a request is a request of the same amount. */
function requests(resources: unknown, resource: string): boolean {
  const { requests: asked, limits } = mapOf(resources);
  return mapOf(asked)[resource] !== undefined || mapOf(limits)[resource] !== undefined;
}

/** The resources that a LimitRange makes every container of a namespace request, as `<namespace> <resource>`. */
function limitRangeDefaults(set: ManifestSet): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { namespace, spec } of set.ofKind('LimitRange')) {
    for (const item of mapsOf(spec.limits)) {
      // a maximum is the default limit where there is none, and a limit or a minimum the default request
      for (const amounts of item.type === 'Container' ? [item.defaultRequest, item.default, item.max, item.min] : []) {
        for (const resource in mapOf(amounts)) {
          found.add(`${namespace ?? ''} ${resource}`);
        }
      }
    }
  }
  return found;
}
