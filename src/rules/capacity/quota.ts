import { keptText } from './kept-text';
import { quotaCauses } from './quota-causes';
import { quotaText } from './quota-text';
import { KeptShortfall, proveKept } from '../../capacity/quota/kept';
import { proveQuota, QuotaShortfall, subjectOf } from '../../capacity/quota/proof';
import { Fault, isError } from '../../capacity/shortfall';
import { PROVEN } from '../../capacity/workloads';
import { Severity } from '../../manifest/finding';
import { Rule } from '../rule';

/** A quota that is smaller than what stands in its namespace. */
export const quotaRoom: Rule = {
  id: 'ML-CAP-002',
  title: 'a quota grants what its namespace needs, rollouts included',
  severity: Severity.ERROR,
  why: 'Nobody says so before: objects are accepted, and their controllers then fail to make pods ("exceeded quota"). An error where the minimum of all workloads does not fit, where one of them can never reach its maximum, where count/pods and count/jobs.batch, which count what is over too, leave a Job or JobSet no room for all its completions or a CronJob or ScaledJob none for a run beside those that it keeps, and where a rollout at the minimum hangs because no old pod may go before a new one has come; a warning where that happens with more replicas, where a Job that is no training has room for fewer pods at once than it may have, where a rollout may add less than it wants to, and where not all workloads can be at their peak (an error where annotation cdk8s-ml.dev/capacity: guaranteed asks for it). https://kubernetes.io/docs/concepts/policy/resource-quotas/',
  fix: 'Raise the quota, lower the replicas, or let a rollout take an old pod away first.',
  example: "rollout of 'chat' at its minimum needs 3 × nvidia.com/gpu (2 + 1 surge) and quota 'quota' grants 2; raise its requests.nvidia.com/gpu to 3 or set rollout: Rollout.replaceInPlace() (maxSurge 0, maxUnavailable 1)",
  judges: ['ResourceQuota', ...PROVEN],
  check(set, report) {
    const shortfalls = proveQuota(set);
    const kept = proveKept(set).filter((one) => !shortfalls.some((alone) => isOf(one, alone) && !alone.bearable && one.needs.compare(alone.needs) <= 0));
    for (const cause of quotaCauses(shortfalls.filter((shortfall) => !kept.some((one) => saysMore(one, shortfall))))) {
      report(subjectOf(cause[0]), quotaText(cause), cause.some(isError) ? Severity.ERROR : Severity.WARNING);
    }
    for (const one of kept) {
      report(one.workload.subject, keptText(one));
    }
  },
};

/** True where what runs at once is too much by a key by which what is kept is too; the larger of the two says all. */
function isOf({ quota, key, workload }: KeptShortfall, { fault, ...alone }: QuotaShortfall): boolean {
  return fault === Fault.ALONE && alone.quota === quota && alone.key === key && alone.workload === workload;
}

/** True where a sum is too large by a key that something never gets done by; as with what does not fit alone, nothing is said of the peak then. */
function saysMore(kept: KeptShortfall, shortfall: QuotaShortfall): boolean {
  const { fault, guaranteed, quota, key, needs } = shortfall;
  return (isOf(kept, shortfall) && kept.needs.compare(needs) >= 0) || (fault === Fault.PEAK && !guaranteed && kept.quota === quota && kept.key === key);
}
