import { ApiObject, App } from 'cdk8s';
import { IConstruct } from 'constructs';
import { Place } from './tree';
import { JudgedObject } from '../manifest/judged';
import { Manifest } from '../manifest/manifest';
import { ManifestObject, STOCK_RESOLVERS } from '../manifest/manifest-object';
import { scopeOf } from '../platform/scope';

/** An object as it will be applied. */
export interface RenderedObject extends JudgedObject {
  readonly object: ApiObject;
  /** True if the manifest is still to be copied, with its keys in order. */
  readonly raw: boolean;
}

/** Renders the objects of an app, each once. */
export class Renderer {
  /** False where plain data does not pass as it is: then cdk8s renders everything. */
  private readonly asUsual: boolean;
  private lastScope?: IConstruct;
  private lastClusters: Pick<JudgedObject, 'cluster' | 'placedOn'> = {};

  constructor(root: IConstruct) {
    this.asUsual = !process.env.CDK8S_DISABLE_SORT && (root as App).resolvers?.length === STOCK_RESOLVERS;
  }

  /** @throws what cdk8s throws where an object can't be rendered */
  public render({ construct, path }: Place<ApiObject>): RenderedObject {
    const ours = ManifestObject.made(construct) ? construct : undefined;
    const plain = this.asUsual ? ours?._plain() : undefined;
    return {
      object: construct,
      manifest: plain ?? (ours ? ours._json() : construct.toJson()) as Manifest,
      raw: plain !== undefined,
      path,
      ...this.clustersOf(construct.node.scope),
    };
  }

  /** What a construct makes has the cluster in common, so the last answer is mostly the next one. */
  private clustersOf(scope: IConstruct | undefined): Pick<JudgedObject, 'cluster' | 'placedOn'> {
    if (scope !== this.lastScope) {
      this.lastScope = scope;
      const { cluster, placedOn } = scope ? scopeOf(scope) : {};
      this.lastClusters = { cluster, placedOn };
    }
    return this.lastClusters;
  }
}
