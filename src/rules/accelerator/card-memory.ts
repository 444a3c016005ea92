import { usedPools } from './entered-pools';
import { sizeText } from '../../border/amounts';
import { Truth } from '../../capacity/nodes/truth';
import { Quantity } from '../../capacity/quantity';
import { NodePool } from '../../cluster/node-pool';
import { ACCELERATOR_MEMORY } from '../../manifest/annotations';
import { Severity } from '../../manifest/finding';
import { WORKLOADS } from '../../reading/pod-template';
import { mapOf } from '../../reading/shape';
import { Rule } from '../rule';

const MEBIBYTE = 1024n ** 2n;

/** A model that the card cannot hold. */
export const cardMemory: Rule = {
  id: 'ML-GPU-004',
  title: 'a card has the memory that its model takes',
  severity: Severity.ERROR,
  why: `What the model takes of each card is in the annotation ${ACCELERATOR_MEMORY} of its pods. On a card with less the server ends as soon as it has loaded so much. `
    + 'An error where no pool that the pods may enter has cards that are large enough, a warning where some have.',
  fix: 'Take cards with more memory, more of them for each pod, a shorter context or a smaller number format.',
  example: "Deployment 'chat' takes 40Gi of each card, and none that it may get has as much (pool 'l4': nvidia-l4 with 23034Mi); take larger cards, or more of them for each pod",
  judges: WORKLOADS,
  check(set, report) {
    for (const template of set.templates) {
      const needed = Quantity.parse(mapOf(template.metadata.annotations)[ACCELERATOR_MEMORY]);
      if (!needed) {
        continue;
      }
      const used = usedPools(set, template);
      const small = used.filter(({ pool }) => isBelow(pool, needed));
      if (small.length === 0) {
        continue;
      }
      const text = small.map(({ pool }) => `pool '${pool.name}': ${pool.accelerator}${pool.sharing?.strategy === 'mps' ? `, ${pool.sharing}, shares` : ''} with ${sizeText(pool._devices!.mebibytes! * 1024 ** 2)}`).join(', ');
      const isError = small.length === used.length && used.some(({ truth }) => truth >= Truth.LIKELY);
      report(template.owner, `${template.owner.called} takes ${needed} of each card, and ${isError ? 'none that it may get has as much' : 'some that it may get have less'} (${text}); `
        + 'take larger cards, or more of them for each pod', isError ? Severity.ERROR : Severity.WARNING);
    }
  },
};

function isBelow({ _devices }: NodePool, needed: Quantity): boolean {
  return _devices?.mebibytes !== undefined && Quantity.of(BigInt(_devices.mebibytes) * MEBIBYTE).compare(needed) < 0;
}
