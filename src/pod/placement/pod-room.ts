import type { Container, PodSpec } from 'kubernetes-types/core/v1';
import { DeviceClaim } from './device-claim';
import { Placement } from './placement';
import { checkCall } from '../../border/check-kinds';
import { Problems } from '../../border/problems';
import { Cluster } from '../../cluster/cluster';
import { Resources } from '../resources/resources';

/** Something whose pods need room that can be kept warm: a service of this library, or a `PodRoom`. */
export interface IWarmable {
  /** What one of its pods takes of a node, and of which nodes. */
  readonly podRoom: PodRoom;
}

/** What a pod takes, and where. */
export interface PodRoomProps {
  /** What its containers request together. */
  readonly resources: Resources;
  /**
   * Where it runs.
   * @default - any node without taints
   */
  readonly placement?: Placement;
}

/**
 * What one pod takes of a node, and of which nodes it may take it.
 *
 * @example PodRoom.of({ resources: Resources.guaranteed({ cpu: Cpu.units(4), memory: Size.gibibytes(16) }), placement: Placement.of({ pools: [cluster.pool('a100')], gpus: 1 }) })
 */
export class PodRoom implements IWarmable {
  /** That of pods which another library makes. */
  public static of(props: PodRoomProps): PodRoom {
    checkCall('PodRoom.of', [props]);
    return new PodRoom(props.resources, props.placement ?? Placement.of({}), 0);
  }

  /** That of pods of this library. @param writable bytes of their disk-backed volumes @internal */
  public static _of(resources: Resources, placement: Placement, writable: number): PodRoom {
    return new PodRoom(resources, placement, writable);
  }

  private constructor(private readonly resources: Resources, private readonly placement: Placement, private readonly writable: number) {}

  /** Itself. */
  public get podRoom(): PodRoom {
    return this;
  }

  /** The same with the pools as `cluster` has them. @internal */
  public _in(cluster: Cluster | undefined): PodRoom {
    return new PodRoom(this.resources, this.placement._in(cluster), this.writable);
  }

  /** Records what is wrong with it. @internal */
  public _check(problems: Problems, property: string): void {
    this.resources._check(problems, `${property}.resources`, this.writable);
    this.placement._check(problems, `${property}.placement`);
  }

  /** What a container requests that takes as much. @internal */
  public get _resources(): Container['resources'] {
    return this.resources._render(this.writable, this.placement._extended);
  }

  /** What it claims of a DRA driver. @internal */
  public get _claim(): DeviceClaim | undefined {
    return this.placement._claim;
  }

  /** By what its nodes are chosen. @internal */
  public get _nodes(): Pick<PodSpec, 'affinity' | 'nodeSelector' | 'tolerations'> {
    const { _nodeAffinity, _nodeSelector, _tolerations } = this.placement;
    return { affinity: _nodeAffinity && { nodeAffinity: _nodeAffinity }, nodeSelector: _nodeSelector, tolerations: _tolerations };
  }
}
