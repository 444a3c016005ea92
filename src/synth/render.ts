import { ApiObject } from 'cdk8s';
import { IConstruct } from 'constructs';
import { Place } from './tree';
import { Cluster } from '../cluster/cluster';
import { JudgedObject } from '../manifest/judged';
import { Manifest } from '../manifest/manifest';
import { ManifestObject } from '../manifest/manifest-object';
import { scopeOf } from '../platform/scope';

/** An object as it will be applied. */
export interface RenderedObject extends JudgedObject {
  readonly object: ApiObject;
  /** True if the manifest is still to be copied, with its keys in order. */
  readonly raw: boolean;
}

/** Renders the objects of an app, each once. */
export class Renderer {
  private readonly disableSort = Boolean(process.env.CDK8S_DISABLE_SORT);
  private readonly clusters = new Map<IConstruct | undefined, Cluster | undefined>();

  /** @throws what cdk8s throws where an object can't be rendered */
  public render({ construct, path }: Place<ApiObject>): RenderedObject {
    const plain = !this.disableSort && ManifestObject.made(construct) ? construct._plain() : undefined;
    return {
      object: construct,
      manifest: plain ?? construct.toJson() as Manifest,
      raw: plain !== undefined,
      path,
      cluster: this.clusterOf(construct.node.scope),
    };
  }

  private clusterOf(scope: IConstruct | undefined): Cluster | undefined {
    if (!scope) {
      return undefined;
    }
    if (!this.clusters.has(scope)) {
      this.clusters.set(scope, scopeOf(scope).cluster);
    }
    return this.clusters.get(scope);
  }
}
