import { ApiObjectMetadataDefinition } from 'cdk8s';

/** The metadata of an `ApiObject` that knows whether somebody called one of the methods that change it. */
export class WatchedMetadata extends ApiObjectMetadataDefinition {
  /**
   * Watches metadata that cdk8s has made: `ApiObject` makes its own, and a second one beside it would cost more than all the rest of it.
   */
  public static watch(metadata: ApiObjectMetadataDefinition): void {
    Object.setPrototypeOf(metadata, WatchedMetadata.prototype);
  }

  /** True if `metadata` is watched and still is what it was made with. */
  public static isUnchanged(metadata: ApiObjectMetadataDefinition): boolean {
    return metadata instanceof WatchedMetadata && metadata.changed === undefined;
  }

  private declare changed?: true;

  /** Records that metadata is no longer what it was made with. */
  public markChanged(): void {
    this.changed = true;
  }
}

const READING = ['constructor', 'getLabel', 'toJson'];

// every other method of cdk8s changes something, also one that a later version brings
for (const name of Object.getOwnPropertyNames(ApiObjectMetadataDefinition.prototype)) {
  if (!READING.includes(name)) {
    const method = (ApiObjectMetadataDefinition.prototype as any)[name] as (...args: unknown[]) => unknown;
    (WatchedMetadata.prototype as any)[name] = function (this: WatchedMetadata, ...args: unknown[]): unknown {
      this.markChanged();
      return method.apply(this, args);
    };
  }
}
