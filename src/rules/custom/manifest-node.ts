import { checkCall } from '../../border/check-kinds';
import { isMap } from '../../reading/shape';

/**
 * A value somewhere in a manifest: a map, a list, a text, a number, true or false, or nothing.
 *
 * Manifests may come from anywhere, so no field is sure to be there or to have its type: every question has an answer, and a field that is not
 * there is a node without a value. Nothing throws.
 */
export class ManifestNode {
  /** @internal */
  public static _of(value: unknown): ManifestNode {
    return new ManifestNode(value);
  }

  private constructor(private readonly value: unknown) {}

  /**
   * The value below this one, by the keys that lead there: `at('spec', 'template', 'spec')`. In a list the key is the item's number, from `'0'`.
   *
   * @param keys from here downwards
   */
  public at(...keys: string[]): ManifestNode {
    checkCall('ManifestNode.at', [keys]);
    let value: unknown = this.value;
    for (const key of keys) {
      const has = (isMap(value) || Array.isArray(value)) && Object.prototype.hasOwnProperty.call(value, key);
      value = has ? (value as { readonly [key: string]: unknown })[key] : undefined;
    }
    return new ManifestNode(value);
  }

  /** True if the field is there and is not null. */
  public get exists(): boolean {
    return this.value !== undefined && this.value !== null;
  }

  /** The text, if it is one. */
  public get text(): string | undefined {
    return typeof this.value === 'string' ? this.value : undefined;
  }

  /** The number, if it is one. */
  public get number(): number | undefined {
    return typeof this.value === 'number' ? this.value : undefined;
  }

  /** True or false, if it is one of them. */
  public get flag(): boolean | undefined {
    return typeof this.value === 'boolean' ? this.value : undefined;
  }

  /** The items, if it is a list; otherwise none. */
  public get items(): ManifestNode[] {
    return Array.isArray(this.value) ? this.value.map((item) => new ManifestNode(item)) : [];
  }

  /** The keys, if it is a map; otherwise none. */
  public get keys(): string[] {
    return isMap(this.value) ? Object.keys(this.value) : [];
  }

  /** The value in JSON; `null` where there is none. */
  public get json(): string {
    return JSON.stringify(this.value ?? null);
  }
}
