import { NodePool } from './node-pool';
import { Provider } from './providers/provider';
import { isLabelValue } from '../border/names';
import { Problems } from '../border/problems';

/** Records what of a pool its provider does not have. */
export function checkWithProvider(problems: Problems, pool: NodePool, provider: Provider): void {
  checkPoolName(problems, pool, provider);
  checkSlices(problems, pool, provider);
  checkShares(problems, pool, provider);
}

/** Where slices are offered in one way, no other can be asked for. */
function checkSlices(problems: Problems, { name: pool, accelerator }: NodePool, { name, mig }: Provider): void {
  if (accelerator?._strategy !== undefined && mig !== undefined && accelerator._strategy !== mig) {
    problems.add(`pools.${pool}.accelerator`, `slices of one profile, which ${name} offers as nvidia.com/gpu`, accelerator.resourceName, 'leave the strategy out, and make a pool for each profile');
  }
}

/** Where shares are offered as whole cards are, they have no resource of their own. */
function checkShares(problems: Problems, { name: pool, sharing }: NodePool, { name, sharesAsCards }: Provider): void {
  if (sharesAsCards && sharing?.renamed) {
    problems.add(`pools.${pool}.sharing`, `shares that are not renamed, which ${name} offers as nvidia.com/gpu`, sharing, 'leave renamed out; labels tell shares from whole cards there');
  }
}

/** The pool's name is the value of the label by which it is selected, unless the label is declared. */
function checkPoolName(problems: Problems, pool: NodePool, { name, poolLabel, poolName }: Provider): void {
  if (poolLabel === undefined || pool._declaredLabels[poolLabel] !== undefined) {
    return;
  }
  if (poolName ? !poolName.fits.test(pool.name) : !isLabelValue(pool.name)) {
    problems.add('pools', poolName?.rule ?? `the name of a pool of ${name}`, pool.name, `call it as ${name} does, or declare its label ${poolLabel}`);
  }
}
