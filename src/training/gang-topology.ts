import { checkCall } from '../border/check-kinds';
import { isQualifiedName } from '../border/names';
import { Problems } from '../border/problems';

/**
 * How close together the nodes of a run are, as Kueue's topology-aware scheduling has it.
 *
 * @see https://kueue.sigs.k8s.io/docs/concepts/topology_aware_scheduling/
 * @example GangTopology.preferred('cloud.provider.com/topology-block')
 */
export class GangTopology {
  /** In one domain, or not at all. @param nodeLabel the label of a level of the queue's Topology */
  public static required(nodeLabel: string): GangTopology {
    checkCall('GangTopology.required', [nodeLabel]);
    return new GangTopology('kueue.x-k8s.io/podset-required-topology', nodeLabel);
  }

  /** In one domain where there is room, otherwise in as few as there have to be. @param nodeLabel the label of a level of the queue's Topology */
  public static preferred(nodeLabel: string): GangTopology {
    checkCall('GangTopology.preferred', [nodeLabel]);
    return new GangTopology('kueue.x-k8s.io/podset-preferred-topology', nodeLabel);
  }

  private constructor(private readonly annotation: string, private readonly nodeLabel: string) {}

  /** Of the pods. @internal */
  public get _annotations(): { readonly [key: string]: string } {
    return { [this.annotation]: this.nodeLabel };
  }

  /** Records what is wrong with it. @internal */
  public _check(problems: Problems, property: string): void {
    if (!isQualifiedName(this.nodeLabel)) {
      problems.add(`${property}.nodeLabel`, 'the key of a node label', this.nodeLabel, 'copy it from the levels in \'kubectl get topologies -o yaml\'');
    }
  }
}
