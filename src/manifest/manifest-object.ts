import { ApiObject, ApiObjectMetadata, ApiObjectMetadataDefinition, App, JsonPatch } from 'cdk8s';
import { Construct } from 'constructs';
import { NOT_PLAIN, plain, sortedBelow, sortedKeys } from './canonical';
import { applyPatches, MisfitPatch } from './json-patches';
import { attachJudge } from './judge';
import { Manifest, ManifestMetadata } from './manifest';
import { plainMetadata } from './plain-metadata';
import { refusal } from '../border/problems';

/** Resolvers that every cdk8s app has: Lazy, implicit tokens, unions. Plain data passes through them unchanged. */
export const STOCK_RESOLVERS = 3;

/**
 * The one place where this library makes an object of the Kubernetes API.
 *
 * A cdk8s `ApiObject` in every respect (JSON patches, metadata, dependencies), with a short cut: plain data that nobody patched is rendered
 * without cdk8s' resolve, sort and copy, which are most of a large synth's time. The bytes are the same; a test compares them.
 */
export class ManifestObject extends ApiObject {
  /** True if this library made `object`. (`instanceof` is no help: cdk8s has it say yes to every `ApiObject`.) */
  public static made(object: ApiObject): object is ManifestObject {
    return Object.getPrototypeOf(object) === ManifestObject.prototype;
  }

  private readonly manifest: Manifest;
  private ops?: JsonPatch[];
  /** None until somebody asks for it; then it may be changed, and only cdk8s can render it. */
  private askedFor?: ApiObjectMetadataDefinition;

  constructor(scope: Construct, id: string, manifest: Manifest) {
    super(scope, id, manifest);
    this.manifest = manifest;
    if (Object.hasOwn(this, 'metadata')) {
      // newer cdk8s defines its fields, which would hide the accessor below
      Reflect.deleteProperty(this, 'metadata');
    }
    attachJudge(this);
  }

  public addJsonPatch(...ops: JsonPatch[]): void {
    (this.ops ??= []).push(...ops);
  }

  /** @throws with the construct's path, if a patch does not fit */
  public toJson(): any {
    try {
      return this._json();
    } catch (e) {
      throw e instanceof MisfitPatch ? refusal([`[${this.node.path}] ${e.message}`]) : e;
    }
  }

  /**
   * As `toJson`, for whoever says the path himself.
   *
   * @throws `MisfitPatch` if a patch does not fit
   * @internal
   */
  public _json(): any {
    const asUsual = !process.env.CDK8S_DISABLE_SORT && App.of(this).resolvers?.length === STOCK_RESOLVERS;
    const manifest = asUsual ? this._plain() : undefined;
    return manifest ? sortedBelow(manifest) : this.patch(super.toJson());
  }

  /**
   * The object as plain data to read only: parts of it are the construct's own, and below the first level the keys are in no order.
   * Undefined where only cdk8s can render it.
   *
   * @internal
   */
  public _plain(): Manifest | undefined {
    const metadata = this.ops || this.askedFor ? undefined : plainMetadata(this.chart, this.manifest.metadata);
    const body = metadata && plain(this.manifest);
    if (!body || body === NOT_PLAIN) {
      return undefined;
    }
    const manifest = body as Manifest;
    return metadata === manifest.metadata && isInOrder(manifest) ? manifest : inOrder(manifest, metadata);
  }

  /**
   * The metadata as `ApiObject` makes it: a dozen maps and lists, for which hardly anybody asks. What `ApiObject` made is not kept, but made
   * again when somebody does.
   *
   * @internal
   */
  public _metadata(): ApiObjectMetadataDefinition {
    const given: ApiObjectMetadata = this.manifest.metadata;
    return this.askedFor ??= new ApiObjectMetadataDefinition({
      name: this.name,
      ...given,
      namespace: given.namespace ?? this.chart.namespace,
      labels: { ...this.chart.labels, ...given.labels },
      apiObject: this,
    });
  }

  /** What cdk8s rendered, with the patches; its first keys stay first. */
  private patch(json: any): any {
    if (!this.ops) {
      return json;
    }
    const { apiVersion, kind, metadata, ...rest } = applyPatches(json, this.ops);
    return { ...(apiVersion === undefined ? {} : { apiVersion }), ...(kind === undefined ? {} : { kind }), ...(metadata === undefined ? {} : { metadata }), ...rest };
  }
}

// a field of `ApiObject`, which TypeScript lets nobody make an accessor of
Object.defineProperty(ManifestObject.prototype, 'metadata', {
  get(this: ManifestObject) {
    return this._metadata();
  },
  set() {
    // by the constructor of `ApiObject`
  },
});

/** The keys that stand first. */
const HEAD = ['apiVersion', 'kind', 'metadata'];

/** True if the keys stand as cdk8s writes them: the first ones, then the others by name. */
function isInOrder(manifest: Manifest): boolean {
  let place = 0;
  let previous = '';
  for (const key in manifest) {
    if (place < HEAD.length) {
      if (key !== HEAD[place++]) {
        return false;
      }
    } else if (key < previous) {
      return false;
    } else {
      previous = key;
    }
  }
  return true;
}

function inOrder(manifest: Manifest, metadata: ManifestMetadata): Manifest {
  const result: Record<string, unknown> = { apiVersion: manifest.apiVersion, kind: manifest.kind, metadata };
  for (const key of sortedKeys(manifest)) {
    if (!HEAD.includes(key)) {
      result[key] = manifest[key];
    }
  }
  return result as unknown as Manifest;
}
