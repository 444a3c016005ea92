import { amountsOf } from '../../capacity/amounts';
import { Places } from '../../capacity/places';
import { countsGroup } from '../../capacity/quota/scopes';
import { STATED } from '../../capacity/quota/usage';
import { PodGroup, Workload } from '../../capacity/workload';
import { PROVEN, workloadsOf } from '../../capacity/workloads';
import { Severity } from '../../manifest/finding';
import { Subject } from '../../reading/subject';
import { Report, Rule } from '../rule';

/** Containers that a quota refuses for what they do not say. */
export const statedForQuota: Rule = {
  id: 'ML-CAP-001',
  title: 'under a quota on cpu or memory every container states it',
  severity: Severity.ERROR,
  why: 'The API server refuses every pod with a container, an init container too, that lacks a request or limit of cpu or memory on which a quota of its namespace is; a LimitRange may give it. A pod that states resources as a whole is let through, and other resources need not be stated. https://kubernetes.io/docs/concepts/policy/resource-quotas/',
  fix: 'State the request or limit on each container, or give the namespace a LimitRange with defaults.',
  example: "container 'server' of Deployment 'chat' states no limits.cpu, which quota 'quota' counts, so that the API server refuses its pods; set limits.cpu or give namespace 'team-a' a LimitRange with a default",
  judges: PROVEN,
  check(set, report) {
    const places = [...Places.of(set).withQuotas()];
    if (places.length === 0) {
      return;
    }
    for (const workload of workloadsOf(set)) {
      for (const { subject: quota } of Places.of(set).quotas(workload.subject.cluster, workload.subject.namespace)) {
        for (const group of workload.groups) {
          if (!group.footprint.ofPod && countsGroup(quota, group)) {
            checkGroup(report, workload, group, quota);
          }
        }
      }
    }
  },
};

function checkGroup(report: Report, { subject }: Workload, { template, footprint }: PodGroup, quota: Subject): void {
  const said = new Set<string>();
  for (const key of amountsOf(quota.spec.hard).keys()) {
    const stated = STATED.get(key);
    for (const [i, container] of stated ? template.all.entries() : []) {
      const { resource, side } = stated!;
      const field = `${side}.${resource}`;
      if (!footprint.containers[i][side].has(resource) && !said.has(`${i} ${field}`)) {
        said.add(`${i} ${field}`);
        report(subject, `${container.called} states no ${field}, which quota '${quota.name}' counts, so that the API server refuses its pods; set ${field} or give ${subject.place} a LimitRange with a default`);
      }
    }
  }
}
