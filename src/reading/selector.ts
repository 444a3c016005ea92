import { isMap, listOf, mapOf, mapsOf, Shape, textOf } from './shape';

/** A label selector, read from any manifest. */
export interface Selector {
  /** Labels that have to be there with this very value. */
  readonly pairs: readonly (readonly [string, string])[];
  readonly expressions: readonly Expression[];
}

/** One of a selector's `matchExpressions`. */
export interface Expression {
  readonly key: string;
  readonly operator: string;
  readonly values: readonly string[];
}

const NO_EXPRESSIONS: readonly Expression[] = [];

/** A selector that is a plain map of labels, as a Service has it; nothing if it selects nothing. */
export function selectorOfMap(value: unknown): Selector | undefined {
  const pairs = pairsOf(value);
  return pairs.length > 0 ? { pairs, expressions: NO_EXPRESSIONS } : undefined;
}

/** A `LabelSelector` with `matchLabels` and `matchExpressions`; nothing if there is none. An empty one selects everything. */
export function selectorOf(value: unknown): Selector | undefined {
  if (!isMap(value)) {
    return undefined;
  }
  const expressions = value.matchExpressions === undefined ? NO_EXPRESSIONS : mapsOf(value.matchExpressions).map((item) => ({
    key: textOf(item.key) ?? '',
    operator: textOf(item.operator) ?? '',
    values: listOf(item.values).filter((x): x is string => typeof x === 'string'),
  }));
  return { pairs: pairsOf(value.matchLabels), expressions };
}

/**
 * True if `labels` satisfy `selector`. Labels in `unknown` are given at run time, and any value of them may match.
 *
 * @see https://github.com/kubernetes/apimachinery/blob/v0.36.0/pkg/labels/selector.go
 */
export function selects(selector: Selector, labels: Shape, unknown?: ReadonlySet<string>): boolean {
  for (const pair of selector.pairs) {
    if (labels[pair[0]] !== pair[1] && !unknown?.has(pair[0])) {
      return false;
    }
  }
  for (const expression of selector.expressions) {
    if (!satisfies(expression, labels[expression.key]) && !unknown?.has(expression.key)) {
      return false;
    }
  }
  return true;
}

function satisfies({ operator, values }: Expression, label: unknown): boolean {
  switch (operator) {
    case 'In': return typeof label === 'string' && values.includes(label);
    case 'NotIn': return typeof label !== 'string' || !values.includes(label);
    case 'Exists': return label !== undefined;
    case 'DoesNotExist': return label === undefined;
    default: return false;
  }
}

/** A selector as a reader writes it: `app=chat,tier in (a,b)`. */
export function selectorText({ pairs, expressions }: Selector): string {
  const texts = [
    ...pairs.map(([key, value]) => `${key}=${value}`),
    ...expressions.map(({ key, operator, values }) => {
      switch (operator) {
        case 'In': return `${key} in (${values.join(',')})`;
        case 'NotIn': return `${key} notin (${values.join(',')})`;
        case 'DoesNotExist': return `!${key}`;
        default: return key;
      }
    }),
  ];
  return texts.length > 0 ? texts.join(',') : 'everything';
}

function pairsOf(value: unknown): (readonly [string, string])[] {
  const pairs: (readonly [string, string])[] = [];
  const map = mapOf(value);
  for (const key in map) {
    if (typeof map[key] === 'string') {
      pairs.push([key, map[key]]);
    }
  }
  return pairs;
}
