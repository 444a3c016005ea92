import { amountOf, counted, inPlaceText, quotaCalled, termsText, unitsText } from './sum-text';
import { REVISIONS } from '../../capacity/quota/made-objects';
import { proveQuota, QuotaShortfall, subjectOf } from '../../capacity/quota/proof';
import { Fault, isError } from '../../capacity/shortfall';
import { PROVEN, worksInTurns } from '../../capacity/workloads';
import { Severity } from '../../manifest/finding';
import { Rule } from '../rule';

/** A quota that is smaller than what stands in its namespace. */
export const quotaRoom: Rule = {
  id: 'ML-CAP-002',
  title: 'a quota grants what its namespace needs, rollouts included',
  severity: Severity.ERROR,
  why: 'Nobody says so before: objects are accepted, and their controllers then fail to make pods ("exceeded quota"). An error where the minimum of all workloads does not fit, where one of them can never reach its maximum, and where a rollout at the minimum hangs because no old pod may go before a new one has come; a warning where that happens with more replicas, where a Job has room for fewer pods at once than it may have, where a rollout may add less than it wants to, and where not all workloads can be at their peak (an error where annotation cdk8s-ml.dev/capacity: guaranteed asks for it). https://kubernetes.io/docs/concepts/policy/resource-quotas/',
  fix: 'Raise the quota, lower the replicas, or let a rollout take an old pod away first.',
  example: "rollout of 'chat' at its minimum needs 3 × nvidia.com/gpu (2 + 1 surge) and quota 'quota' grants 2; raise its requests.nvidia.com/gpu to 3 or set rollout: Rollout.replaceInPlace() (maxSurge 0, maxUnavailable 1)",
  judges: ['ResourceQuota', ...PROVEN],
  check(set, report) {
    for (const shortfall of proveQuota(set)) {
      report(subjectOf(shortfall), `${needs(shortfall)} and ${quotaCalled(shortfall.quota.subject)} grants ${grants(shortfall)}; ${remedy(shortfall)}`,
        isError(shortfall) ? Severity.ERROR : Severity.WARNING);
    }
  },
};

function needs(shortfall: QuotaShortfall): string {
  const { fault, workload, units, key } = shortfall;
  const amount = amountOf(key, shortfall.needs);
  const name = workload?.subject.name ?? workload?.subject.called;
  switch (fault) {
    case Fault.FLOOR: return `what stands in ${shortfall.quota.subject.place} needs ${amount} at the least (${termsText(shortfall.others)})`;
    case Fault.PEAK: return `what stands in ${shortfall.quota.subject.place} needs ${amount} at its peak (${termsText(shortfall.others)})`;
    case Fault.ALONE: return `${workload!.subject.called} alone needs ${amount} at its maximum${aloneText(shortfall)}`;
    case Fault.STEP: return `rollout of '${name}' at its minimum needs ${amount} (${ownText(shortfall)}${othersText(shortfall)})`;
    case Fault.HANG: return `rollout of '${name}' hangs at ${counted(units - 1, workload!.unit)}: it needs ${amount} (${ownText(shortfall)}${othersText(shortfall)})`;
    case Fault.SURGE: return `rollout of '${name}' at its minimum may add ${counted(shortfall.surge, workload!.unit)}, all of which need ${amount} (${ownText(shortfall)}${othersText(shortfall)})`;
  }
}

function ownText({ units, surge, perUnit }: QuotaShortfall): string {
  const base = units - surge;
  const extra = surge > 0 ? `${unitsText(surge, perUnit)} surge` : '';
  return [base > 0 || surge === 0 ? unitsText(base, perUnit) : '', extra].filter((term) => term !== '').join(' + ');
}

/** How a maximum comes about; one unit of what has only one says nothing more. */
function aloneText(shortfall: QuotaShortfall): string {
  const { max, text } = shortfall.workload!;
  return max > 1 ? ` (${ownText(shortfall)}: ${text})` : text.startsWith('at least') ? ` (${text})` : '';
}

function othersText({ others }: QuotaShortfall): string {
  return others.length > 0 ? `, and ${termsText(others)}` : '';
}

function grants({ grants: left, quota, key }: QuotaShortfall): string {
  const used = quota.used.get(key);
  return used && !used.isZero ? `${left.isNegative ? 0 : left} (${left.plus(used)} − ${used} that others use)` : `${left}`;
}

function remedy({ fault, needs: needed, quota, key, workload, perUnit, grants: left }: QuotaShortfall): string {
  const used = quota.used.get(key);
  const raise = `raise its ${key} to ${used ? needed.plus(used) : needed}`;
  switch (fault) {
    case Fault.STEP:
    case Fault.HANG: return key === REVISIONS ? `${raise}: each revision has one, and the new one is made before an old one goes`
      : `${raise} or ${inPlaceText(workload!)}`;
    case Fault.ALONE: {
      const most = perUnit.isZero ? 0n : left.dividedBy(perUnit);
      return workload!.max > 1 && most > 0n ? `${raise} or lower its maximum to ${most}` : `${raise} or ${worksInTurns(workload!) ? 'lower its parallelism' : 'ask for less'}`;
    }
    case Fault.SURGE: return `${raise} or lower maxSurge`;
    case Fault.FLOOR: return `${raise} or lower what is asked for`;
    case Fault.PEAK: return `${raise} or lower the maxima`;
  }
}
