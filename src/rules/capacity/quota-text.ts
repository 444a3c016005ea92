import { QuotaCause } from './quota-causes';
import { amountOf, counted, inPlaceText, quotaCalled, termsText, unitsText } from './sum-text';
import { Quantity } from '../../capacity/quantity';
import { REVISIONS } from '../../capacity/quota/made-objects';
import { QuotaShortfall } from '../../capacity/quota/proof';
import { Fault } from '../../capacity/shortfall';
import { Presence, Workload } from '../../capacity/workload';
import { worksInTurns } from '../../capacity/workloads';

/** What is too much, and what to change: a sum as a sentence, several of them as a list. */
export function quotaText(cause: QuotaCause): string {
  const [first, ...others] = cause;
  const quota = quotaCalled(first.quota.subject);
  const what = others.length === 0 ? `${needs(first)} and ${quota} grants ${grants(first)}` : `${needsMore(first, `than ${quota} grants`)}: ${sums(cause)}`;
  return `${what}; ${remedy(cause)}`;
}

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
    case Fault.SURGE: return `rollout of '${name}' at its minimum may add ${counted(shortfall.surge, addedUnit(workload!))}, all of which need ${amount} (${ownText(shortfall)}${othersText(shortfall)})`;
  }
}

/** The same of several keys. @param than whom it is more */
function needsMore({ fault, workload, units, surge, quota }: QuotaShortfall, than: string): string {
  const name = workload?.subject.name ?? workload?.subject.called;
  switch (fault) {
    case Fault.FLOOR: return `what stands in ${quota.subject.place} needs more at the least ${than}`;
    case Fault.PEAK: return `what stands in ${quota.subject.place} needs more at its peak ${than}`;
    case Fault.ALONE: return `${workload!.subject.called} alone needs more at its maximum${sayingHow(workload!.text, workload!.max)} ${than}`;
    case Fault.STEP: return `rollout of '${name}' at its minimum needs more ${than}`;
    case Fault.HANG: return `rollout of '${name}' hangs at ${counted(units - 1, workload!.unit)}, where it needs more ${than}`;
    case Fault.SURGE: return `rollout of '${name}' at its minimum may add ${counted(surge, addedUnit(workload!))}, all of which need more ${than}`;
  }
}

/** What a rollout adds: replicas, groups; of a DaemonSet pods, for nodes there are no more then. */
const addedUnit = ({ presence, unit }: Workload): string => (presence === Presence.ON_NODES ? 'pod' : unit);

const sayingHow = (text: string, max: number): string => (max > 1 || text.startsWith('at least') ? ` (${text})` : '');

/** `requests.cpu and limits.cpu 8 (3 × 2 + 1 × 2 surge) > 7, pods 4 (3 + 1 surge) > 3`. */
function sums(cause: QuotaCause): string {
  const [{ units: first }] = cause;
  return keysBy(cause, (one) => {
    const sum = one.workload ? `${ownText(one)}${othersText(one)}` : termsText(one.others);
    const saysMore = sum !== `${one.needs}` && !(one.fault === Fault.ALONE && one.units === 1);
    return `${one.needs}${saysMore ? ` (${sum})` : ''} > ${grants(one)}${one.fault !== Fault.HANG || one.units === first ? '' : ` at ${counted(one.units - 1, one.workload!.unit)}`}`;
  }, ' ');
}

function remedy(cause: QuotaCause): string {
  const [{ fault, workload, key }] = cause;
  const raise = `raise its ${keysBy(cause, (one) => `${wanted(one)}`, ' to ')}`;
  switch (fault) {
    case Fault.STEP:
    case Fault.HANG: return key === REVISIONS ? `${raise}: each revision has one, and the new one is made before an old one goes`
      : `${raise} or ${inPlaceText(workload!)}`;
    case Fault.ALONE: {
      const most = cause.map(({ perUnit, grants: left }) => (perUnit.isZero ? 0n : left.dividedBy(perUnit))).reduce((least, one) => (one < least ? one : least));
      const { min, max, presence } = workload!;
      if (presence === Presence.ON_NODES) {
        return `${raise} or let it run on fewer nodes`;
      }
      return max > 1 && most > 0n ? `${raise} or lower its ${min < max && most < min ? 'minimum and ' : ''}maximum to ${most}` : `${raise} or ${worksInTurns(workload!) ? 'lower its parallelism' : 'ask for less'}`;
    }
    case Fault.SURGE: return `${raise} or lower maxSurge`;
    case Fault.FLOOR: return `${raise} or lower what is asked for`;
    case Fault.PEAK: return `${raise} or lower the maxima`;
  }
}

/** What a quota has to grant, what others use of it included. */
export function wanted({ needs: needed, quota, key }: Pick<QuotaShortfall, 'needs' | 'quota' | 'key'>): Quantity {
  const used = quota.used.get(key);
  return used ? needed.plus(used) : needed;
}

/** What is said of each key, those of which the same is said together. */
function keysBy(cause: QuotaCause, textOf: (one: QuotaShortfall) => string, link: string): string {
  const keys = new Map<string, string[]>();
  for (const one of cause) {
    const text = textOf(one);
    keys.set(text, [...keys.get(text) ?? [], one.key]);
  }
  return [...keys].map(([text, those]) => `${those.join(' and ')}${link}${text}`).join(', ');
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

/** What a quota grants, and how much of it others use. */
export function grants({ grants: left, quota, key }: Pick<QuotaShortfall, 'grants' | 'quota' | 'key'>): string {
  const used = quota.used.get(key);
  return used && !used.isZero ? `${left.isNegative ? 0 : left} (${left.plus(used)} − ${used} that others use)` : `${left}`;
}
