import { Selector, selects } from './selector';
import { Shape } from './shape';

/** Something that selectors select. */
export interface Labelled {
  readonly labels: Shape;
  /** Labels that it gets at run time, with any value. */
  readonly given: ReadonlySet<string>;
}

/**
 * The pod templates (or Services) of one namespace by their labels, so that a selector looks at those that carry its rarest label and not
 * at all of them: 10,000 Services over 10,000 Deployments take 10,000 steps.
 */
export class LabelIndex<T extends Labelled> {
  private readonly items: T[] = [];
  /** Items by label key, then by value; made for a key when it is first asked for. */
  private readonly labelled = new Map<string, ReadonlyMap<unknown, readonly T[]>>();
  /** Items that get the label at run time. */
  private readonly runtime = new Map<string, T[]>();

  public add(item: T): void {
    this.items.push(item);
    this.labelled.clear();
    for (const key of item.given) {
      push(this.runtime, key, item);
    }
  }

  /** Everything in it. */
  public get all(): readonly T[] {
    return this.items;
  }

  /** What `selector` selects. */
  public select(selector: Selector): T[] {
    return this.candidates(selector).filter((item) => selects(selector, item.labels, item.given));
  }

  /** True if `selector` selects anything. */
  public selectsAny(selector: Selector): boolean {
    return this.candidates(selector).some((item) => selects(selector, item.labels, item.given));
  }

  /** The first item that `selector` selects for certain, whatever labels come at run time, and that `accept` accepts. */
  public selectFirst(selector: Selector, accept: (item: T) => boolean): T | undefined {
    return this.candidates(selector).find((item) => accept(item) && selects(selector, item.labels));
  }

  /** What carries the rarest of the labels that `selector` asks for; everything if it asks for none. */
  private candidates(selector: Selector): readonly T[] {
    let best: readonly T[] | undefined;
    for (const [key, value] of selector.pairs) {
      best = shorter(best, this.carrying(key, value));
    }
    for (const { key, operator, values } of selector.expressions) {
      if (operator === 'In') {
        best = shorter(best, [...new Set(values.flatMap((value) => this.carrying(key, value)))]);
      }
    }
    return best ?? this.items;
  }

  /** What has, or may get, the label. */
  private carrying(key: string, value: string): readonly T[] {
    let values = this.labelled.get(key);
    if (!values) {
      this.labelled.set(key, values = this.byValue(key));
    }
    const labelled = values.get(value) ?? [];
    const runtime = this.runtime.get(key);
    return runtime === undefined ? labelled : [...new Set([...labelled, ...runtime])];
  }

  private byValue(key: string): ReadonlyMap<unknown, readonly T[]> {
    const values = new Map<unknown, T[]>();
    for (const item of this.items) {
      const value = item.labels[key];
      if (value !== undefined) {
        push(values, value, item);
      }
    }
    return values;
  }
}

function shorter<T>(a: readonly T[] | undefined, b: readonly T[]): readonly T[] {
  return a !== undefined && a.length <= b.length ? a : b;
}

function push<K, T>(map: Map<K, T[]>, key: K, item: T): void {
  const list = map.get(key);
  if (list) {
    list.push(item);
  } else {
    map.set(key, [item]);
  }
}
