import { Faults } from './faults';
import { Amounts, amountsOf } from '../../capacity/amounts';
import { podFootprint } from '../../capacity/pod-footprint';
import { PodTemplate } from '../../reading/pod-template';
import { mapOf } from '../../reading/shape';
import { Report } from '../rule';

/**
 * What a pod states as a whole has to hold what its containers state: together what they request, each for itself what it may use.
 *
 * A container that states a limit and no request requests its limit, and so does a pod; where only its containers request something, the pod requests that.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/apis/core/validation/validation.go (`validatePodResourceConsistency`)
 * @see https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/apis/core/v1/defaults.go (`defaultPodRequests`)
 */
export function checkPodResources(report: Report, template: PodTemplate): void {
  const { owner, spec } = template;
  const faults = new Faults(report, owner, { called: `pod of ${owner.called}` });
  const stated = mapOf(spec.resources);
  const requests = amountsOf(stated.requests);
  const limits = amountsOf(stated.limits);
  const { ofContainers } = podFootprint(template);
  for (const [name, together] of ofContainers.requests) {
    const request = requests.get(name);
    const limit = limits.get(name);
    if (request ? together.compare(request) > 0 : limit && together.compare(limit) > 0) {
      faults.say(`${request ? 'requests' : 'limits'}.${name} ${request ?? limit} is below the ${together} that its containers request together; raise it or lower their requests`);
    }
  }
  checkLimits(report, template, limits, ofContainers.limits, faults);
}

function checkLimits(report: Report, { owner, containers }: PodTemplate, limits: Amounts, together: Amounts, faults: Faults): void {
  for (const [name, limit] of limits) {
    const sum = together.get(name);
    for (const container of containers) {
      const most = amountsOf(mapOf(container.shape.resources).limits).get(name);
      if (most && most.compare(limit) > 0) {
        new Faults(report, owner, container).say(`limits.${name} ${most} is above the ${limit} of its pod; lower the limit or raise the pod's`);
      }
    }
    if (name.startsWith('hugepages-') && sum && sum.compare(limit) > 0) {
      faults.say(`limits.${name} ${limit} is below the ${sum} that its containers may use together; raise it or lower their limits`);
    }
  }
}
