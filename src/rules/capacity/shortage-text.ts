import { counted } from './sum-text';
import { amountText } from '../../capacity/nodes/demand';
import { PodClasses } from '../../capacity/nodes/pod-classes';
import { Shortage } from '../../capacity/placement/counting';
import { Workload } from '../../capacity/workload';

/** Terms beyond which a sum names only how many more there are. */
const MOST_TERMS = 4;

/**
 * What is short, with the sum, of all workloads or of one only: `9 × nvidia.com/gpu are needed (2 × 4 of Deployment 'chat', 1 of Deployment 'rank') and pool 'l4' has 8 (8 ×
 * 1)`.
 */
export function shortageText({ classes, facts, nodes }: PodClasses, shortage: Shortage, counts: readonly number[], only?: Workload): string {
  const { groups, kinds, resource, step, wanted, has, perNode } = shortage;
  const pools = groups.map((group, i) => {
    const each = resource === undefined ? `${perNode[i]}` : amountText(resource, step === 1n ? perNode[i] : perNode[i]);
    const whole = resource !== undefined && step > 1n ? `⌊${amountText(resource, nodes[group].room.get(resource)!)} ÷ ${amountText(resource, step)}⌋` : each;
    return `${nodes[group].nodes} × ${whole}${facts.pools[group].estimated && resource !== undefined && resource !== 'pods' ? ' estimated' : ''} of ${facts.pools[group].name}`;
  });
  const terms = kinds.map(({ kind, weight }) => {
    const members = classes[kind].members.filter(({ workload }) => only === undefined || workload === only);
    const name = members[0].workload.subject.called;
    const others = new Set(members.map(({ workload }) => workload)).size - 1;
    const each = resource === undefined || step > 1n ? (weight === 1n ? '' : ` × ${weight}`) : ` × ${amountText(resource, weight)}`;
    return `${counted(counts[kind], 'pod')}${each} of ${name}${others > 0 ? ` and ${others} like it` : ''}`;
  });
  const text = (amount: bigint) => (resource === undefined || step > 1n ? `${amount}` : amountText(resource, amount));
  const what = resource === undefined ? 'places for pods of that size' : step > 1n ? `times ${amountText(resource, step)} of ${resource}` : resource;
  const named = terms.slice(0, MOST_TERMS).join(', ');
  return `${text(wanted)} ${what} (${named}${terms.length > MOST_TERMS ? `, and ${terms.length - MOST_TERMS} more` : ''}), and the nodes that may take them have ${text(has)} (${pools.join(' + ')})`;
}
