import { IWarmable } from '../../pod/placement/pod-room';

/** Properties of `WarmCapacity`. */
export interface WarmCapacityProps {
  /** Whose pods there shall be room for: a service, or `PodRoom.of({ resources, placement })`. */
  readonly workload: IWarmable;
  /** For how many of its pods. */
  readonly replicas: number;
  /**
   * Name of the Deployment.
   * @default - the construct's id
   */
  readonly name?: string;
  /**
   * A PriorityClass that exists, of a value below that of every workload and of -10 at least, or node autoscalers make no node for the placeholders.
   * @default - one of its own, of value -10, called `<namespace>-<name>`, whose pods put no others out
   */
  readonly priorityClassName?: string;
  /**
   * An image whose program does nothing, as any user.
   * @default registry.k8s.io/pause:3.10.1
   */
  readonly image?: string;
}
