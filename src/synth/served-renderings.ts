import { ApiObject, Chart } from 'cdk8s';
import { RenderedObject } from './render';

/**
 * Has cdk8s write what was judged, and not render it a second time: rendering may leave traces. (A workload of cdk8s-plus-28 with `spread`
 * gets its affinity terms once more whenever it is rendered.)
 *
 * Only for as long as one synth takes, so that nobody sees an object as it was before a change.
 */
export class ServedRenderings {
  private readonly served = new Map<ApiObject, PropertyDescriptor | undefined>();

  /**
   * @param standing true if all of them are served until `end()`; else each is served once, to a synth of one chart that is under way, and
   * forgotten together with those of other charts as soon as that synth asks for its first
   */
  public serve(objects: readonly RenderedObject[], standing: boolean): void {
    let isFirst = true;
    for (const { object, manifest, raw } of objects) {
      const own = Object.getOwnPropertyDescriptor(object, 'toJson');
      // the library's own objects leave no traces, and what they gave is not in order yet
      if (!raw && own?.configurable !== false) {
        this.served.set(object, own);
        const toJson = () => {
          if (!standing) {
            this.forget(object);
            if (isFirst) {
              this.forgetOutside(object.chart);
            }
            isFirst = false;
          }
          return manifest;
        };
        Object.defineProperty(object, 'toJson', { value: toJson, configurable: true });
      }
    }
    if (!standing) {
      queueMicrotask(() => this.end());
    }
  }

  /** From now on objects are rendered again. */
  public end(): void {
    [...this.served.keys()].forEach((object) => this.forget(object));
  }

  private forgetOutside(chart: Chart): void {
    [...this.served.keys()].filter((object) => object.chart !== chart).forEach((object) => this.forget(object));
  }

  private forget(object: ApiObject): void {
    const own = this.served.get(object);
    this.served.delete(object);
    if (own) {
      Object.defineProperty(object, 'toJson', own);
    } else {
      delete (object as { toJson?: unknown }).toJson;
    }
  }
}
