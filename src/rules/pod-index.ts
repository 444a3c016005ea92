import { PodTemplate } from './pod-template';
import { Selector, selects } from './selector';

/**
 * The pod templates of one namespace by their labels, so that a selector looks at the templates that carry its rarest label and not at all
 * of them: 10,000 Services over 10,000 Deployments take 10,000 steps.
 */
export class PodIndex {
  private readonly templates: PodTemplate[] = [];
  /** Templates by label key, then by value. */
  private readonly labelled = new Map<string, Map<unknown, PodTemplate[]>>();
  /** Templates whose pods get labels at run time. */
  private readonly runtime = new Map<string, PodTemplate[]>();

  public add(template: PodTemplate): void {
    this.templates.push(template);
    for (const key in template.labels) {
      let values = this.labelled.get(key);
      if (!values) {
        this.labelled.set(key, values = new Map());
      }
      push(values, template.labels[key], template);
    }
    for (const key of template.given) {
      push(this.runtime, key, template);
    }
  }

  /** Every template of the namespace. */
  public get all(): readonly PodTemplate[] {
    return this.templates;
  }

  /** The templates that `selector` selects. */
  public select(selector: Selector): PodTemplate[] {
    return this.candidates(selector).filter((template) => selects(selector, template.labels, template.given));
  }

  /** True if `selector` selects at least one template. */
  public selectsAny(selector: Selector): boolean {
    return this.candidates(selector).some((template) => selects(selector, template.labels, template.given));
  }

  /** The templates with the rarest of the labels that `selector` asks for; all of them if it asks for none. */
  private candidates(selector: Selector): readonly PodTemplate[] {
    let best: readonly PodTemplate[] | undefined;
    for (const [key, value] of selector.pairs) {
      best = shorter(best, this.carrying(key, value));
    }
    for (const { key, operator, values } of selector.expressions) {
      if (operator === 'In') {
        best = shorter(best, [...new Set(values.flatMap((value) => this.carrying(key, value)))]);
      }
    }
    return best ?? this.templates;
  }

  /** The templates whose pods have, or may get, the label. */
  private carrying(key: string, value: string): readonly PodTemplate[] {
    const labelled = this.labelled.get(key)?.get(value) ?? NONE;
    const runtime = this.runtime.get(key) ?? NONE;
    return runtime.length === 0 ? labelled : [...new Set([...labelled, ...runtime])];
  }
}

const NONE: readonly PodTemplate[] = [];

function shorter(a: readonly PodTemplate[] | undefined, b: readonly PodTemplate[]): readonly PodTemplate[] {
  return a !== undefined && a.length <= b.length ? a : b;
}

function push<K>(map: Map<K, PodTemplate[]>, key: K, template: PodTemplate): void {
  const list = map.get(key);
  if (list) {
    list.push(template);
  } else {
    map.set(key, [template]);
  }
}
