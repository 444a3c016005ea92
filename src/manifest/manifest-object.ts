import { ApiObject, ApiObjectMetadata, ApiObjectMetadataDefinition, App, JsonPatch, OwnerReference } from 'cdk8s';
import { Construct } from 'constructs';
import { attachJudge } from './judge';
import { canonical, NOT_PLAIN } from './canonical';
import { Manifest } from './manifest';

/** Resolvers that every cdk8s app has: Lazy, implicit tokens, unions. Plain data passes through them unchanged. */
const STOCK_RESOLVERS = 3;

/**
 * The one place where this library makes an object of the Kubernetes API.
 *
 * A cdk8s `ApiObject` in every respect (JSON patches, metadata, dependencies), with a short cut: plain data that nobody patched is rendered
 * without cdk8s' resolve, sort and copy, which are most of a large synth's time. The bytes are the same; a test compares them.
 */
export class ManifestObject extends ApiObject {
  public readonly metadata: ApiObjectMetadataDefinition;
  private readonly manifest: Manifest;
  private patched = false;

  constructor(scope: Construct, id: string, manifest: Manifest) {
    super(scope, id, manifest);
    this.manifest = manifest;
    const labels = this.chart.labels;
    this.metadata = new PlainMetadata({
      ...manifest.metadata,
      name: this.name,
      namespace: manifest.metadata.namespace ?? this.chart.namespace,
      labels: { ...labels, ...manifest.metadata.labels },
      apiObject: this,
    });
    attachJudge(this);
  }

  public addJsonPatch(...ops: JsonPatch[]): void {
    this.patched = true;
    super.addJsonPatch(...ops);
  }

  public toJson(): any {
    const plain = this.patched ? NOT_PLAIN : this.plain();
    return plain === NOT_PLAIN ? super.toJson() : plain;
  }

  private plain(): unknown {
    const metadata = (this.metadata as PlainMetadata).plain;
    if (!metadata || (App.of(this).resolvers?.length ?? 0) > STOCK_RESOLVERS) {
      return NOT_PLAIN;
    }
    const sort = !process.env.CDK8S_DISABLE_SORT;
    const body = canonical(this.manifest, sort);
    const head = canonical(metadata, true);
    if (body === NOT_PLAIN || head === NOT_PLAIN) {
      return NOT_PLAIN;
    }
    const { apiVersion, kind, metadata: _, ...rest } = body as Manifest;
    return { apiVersion, kind, metadata: head, ...rest };
  }
}

/** Metadata that knows its own plain form until somebody adds to it. */
class PlainMetadata extends ApiObjectMetadataDefinition {
  /** The metadata as plain data; undefined once it was changed through cdk8s' methods. */
  public plain?: Record<string, unknown>;

  constructor(options: ApiObjectMetadata & { readonly apiObject: ApiObject }) {
    super({ ...options } as any);
    const { apiObject, ...plain } = options;
    for (const key of ['labels', 'annotations'] as const) {
      if (plain[key] && Object.keys(plain[key]).length === 0) {
        delete (plain as any)[key];
      }
    }
    this.plain = plain;
  }

  public addLabel(key: string, value: string): void {
    this.plain = undefined;
    super.addLabel(key, value);
  }

  public addAnnotation(key: string, value: string): void {
    this.plain = undefined;
    super.addAnnotation(key, value);
  }

  public addFinalizers(...finalizers: string[]): void {
    this.plain = undefined;
    super.addFinalizers(...finalizers);
  }

  public addOwnerReference(owner: OwnerReference): void {
    this.plain = undefined;
    super.addOwnerReference(owner);
  }

  public add(key: string, value: any): void {
    this.plain = undefined;
    super.add(key, value);
  }
}
