import { quotaCalled } from './sum-text';
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
  why: 'The API server refuses every pod with a container, an init container too, that lacks a request or limit of cpu or memory on which a quota of its namespace is; a LimitRange may give it. A pod that states resources as a whole is let through, and other resources need not be stated. A warning where no pod is wanted yet. https://kubernetes.io/docs/concepts/policy/resource-quotas/',
  fix: 'State the request or limit on each container, or give the namespace a LimitRange with defaults.',
  example: "container 'server' of Deployment 'chat' states no limits.cpu, which quota 'quota' counts, so that the API server refuses its pods; set limits.cpu or give namespace 'team-a' a LimitRange with a default",
  judges: PROVEN,
  check(set, report) {
    const places = [...Places.of(set).withQuotas()];
    if (places.length === 0) {
      return;
    }
    const fields = new Map(places.flatMap(({ quotas }) => quotas.map(({ subject }) => [subject, fieldsOf(subject)] as const)));
    for (const workload of workloadsOf(set)) {
      for (const { subject: quota } of Places.of(set).quotas(workload.subject.cluster, workload.subject.namespace)) {
        for (const group of fields.get(quota)!.length > 0 ? workload.groups : []) {
          if (!group.footprint.ofPod && countsGroup(quota, group)) {
            checkGroup(report, workload, group, quota, fields.get(quota)!);
          }
        }
      }
    }
  },
};

type Field = ReturnType<typeof STATED.get> & {};

/** What a quota wants stated, each once. */
function fieldsOf({ spec }: Subject): readonly Field[] {
  const fields = [...amountsOf(spec.hard).keys()].flatMap((key) => STATED.get(key) ?? []);
  return fields.filter(({ side, resource }, i) => fields.findIndex((other) => other.side === side && other.resource === resource) === i);
}

function checkGroup(report: Report, { subject, max }: Workload, { template, footprint }: PodGroup, quota: Subject, fields: readonly Field[]): void {
  for (const [i, amounts] of footprint.containers.entries()) {
    const missing = fields.filter(({ resource, side }) => !amounts[side].has(resource)).map(({ resource, side }) => `${side}.${resource}`);
    if (missing.length > 0) {
      report(subject, `${template.all[i].called} states no ${missing.join(' and no ')}, which ${quotaCalled(quota)} counts, so that the API server refuses its pods; `
        + `set ${missing.join(' and ')} or give ${subject.place} a LimitRange with ${missing.length === 1 ? 'a default' : 'defaults'}`, max === 0 ? Severity.WARNING : Severity.ERROR);
    }
  }
}
