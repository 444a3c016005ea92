import { Quantity } from './quantity';
import { mapOf } from '../reading/shape';

/** Amounts by the name of their resource: what a container requests, what a quota grants. */
export type Amounts = ReadonlyMap<string, Quantity>;

/** Nothing of anything. */
export const NO_AMOUNTS: Amounts = new Map();

/**
 * Amounts as a manifest writes them, rounded up to thousandths as the API server does. What cannot be read is left out: another rule
 * refuses it.
 */
export function amountsOf(value: unknown): Amounts {
  const map = mapOf(value);
  let amounts: Map<string, Quantity> | undefined;
  for (const name in map) {
    const quantity = Quantity.parse(map[name] ?? 0);
    if (quantity) {
      (amounts ??= new Map()).set(name, quantity.inThousandths);
    }
  }
  return amounts ?? NO_AMOUNTS;
}

/** The sum, resource by resource. */
export function sumOf(a: Amounts, b: Amounts): Amounts {
  if (a.size === 0 || b.size === 0) {
    return a.size === 0 ? b : a;
  }
  const sum = new Map(a);
  addTo(sum, b);
  return sum;
}

/** Adds `amounts` to `sum`. */
export function addTo(sum: Map<string, Quantity>, amounts: Amounts): void {
  for (const [name, quantity] of amounts) {
    const before = sum.get(name);
    sum.set(name, before ? before.plus(quantity) : quantity);
  }
}

/** The larger of the two, resource by resource. */
export function maxOf(a: Amounts, b: Amounts): Amounts {
  if (a.size === 0 || b.size === 0) {
    return a.size === 0 ? b : a;
  }
  const max = new Map(a);
  for (const [name, quantity] of b) {
    const before = max.get(name);
    max.set(name, before ? before.max(quantity) : quantity);
  }
  return max;
}

/** `first`, and of `second` what it does not have. */
export function filledFrom(first: Amounts, second: Amounts): Amounts {
  if (first.size === 0 || second.size === 0) {
    return first.size === 0 ? second : first;
  }
  let filled: Map<string, Quantity> | undefined;
  for (const [name, quantity] of second) {
    if (!first.has(name)) {
      (filled ??= new Map(first)).set(name, quantity);
    }
  }
  return filled ?? first;
}
