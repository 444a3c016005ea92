import { ApiObject } from 'cdk8s';
import { RenderedObject } from './render';

/**
 * Has cdk8s write what was judged for as long as `synth` takes, and not render it a second time: what renders may leave traces, or not give
 * the same twice.
 */
export function withRenderings<T>(objects: readonly RenderedObject[], synth: () => T): T {
  const served = new Map<ApiObject, PropertyDescriptor | undefined>();
  for (const { object, manifest, raw } of objects) {
    const own = Object.getOwnPropertyDescriptor(object, 'toJson');
    // what the library's own objects gave still has to be put in order, and they leave no traces
    if (!raw && own?.configurable !== false) {
      served.set(object, own);
      Object.defineProperty(object, 'toJson', { value: () => manifest, configurable: true });
    }
  }
  try {
    return synth();
  } finally {
    for (const [object, own] of served) {
      delete (object as { toJson?: unknown }).toJson;
      if (own) {
        Object.defineProperty(object, 'toJson', own);
      }
    }
  }
}
