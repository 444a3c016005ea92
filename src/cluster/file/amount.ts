const UNITS: { readonly [suffix: string]: number } = {
  '': 1, 'm': 1e-3, 'k': 1e3, 'M': 1e6, 'G': 1e9, 'T': 1e12, 'P': 1e15, 'Ki': 2 ** 10, 'Mi': 2 ** 20, 'Gi': 2 ** 30, 'Ti': 2 ** 40, 'Pi': 2 ** 50,
};
const QUANTITY = /^(\d+(?:\.\d+)?)(m|k|M|G|T|P|Ki|Mi|Gi|Ti|Pi|)$/;

/** True for a quantity as nodes report them: `3920m`, `13498416Ki`, `110`. */
export const isQuantity = (text: unknown): text is string => typeof text === 'string' && QUANTITY.test(text);

/** The number that a quantity stands for; bytes and pieces are exact, as nodes report whole ones. */
export function amountOf(quantity: string): number {
  const [, digits, suffix] = QUANTITY.exec(quantity)!;
  return suffix === 'm' ? Number(digits) / 1000 : Number(digits) * UNITS[suffix];
}
