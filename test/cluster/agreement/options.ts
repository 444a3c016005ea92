/**
 * What can be asked of the suite from outside:
 *
 *   AGREEMENT_SEED    another seed; the same seed makes the same cases
 *   AGREEMENT_CASES   how many random cases there are in all, instead of 400
 *   AGREEMENT_ONLY    one case again, as a disagreement names it: quota-17
 */
export const SEED = process.env.AGREEMENT_SEED ?? '20261121';

const CASES = Number(process.env.AGREEMENT_CASES ?? 400);
const ONLY = process.env.AGREEMENT_ONLY;

/** The names of the cases of one kind, which has `share` of all of them. */
export function casesOf(kind: string, share: number): string[] {
  if (!Number.isInteger(CASES) || CASES < 1) {
    throw new Error(`AGREEMENT_CASES must be a positive whole number, got ${process.env.AGREEMENT_CASES}`);
  }
  if (ONLY !== undefined) {
    return ONLY.startsWith(`${kind}-`) ? [ONLY] : [];
  }
  return Array.from({ length: Math.ceil(CASES * share) }, (_, i) => `${kind}-${i}`);
}

/** Whether all cases run, so that there have to be some of every sort. */
export const IS_WHOLE = ONLY === undefined && CASES >= 300;
