import { NodePool } from '../../cluster/node-pool';

/** Properties of `ImagePrePull`. */
export interface ImagePrePullProps {
  /** The images, each with a tag (not `latest`) or a digest: those of the workloads that shall start sooner. */
  readonly images: string[];
  /** On the nodes of which pools. */
  readonly pools: NodePool[];
  /**
   * Nodes that pull at the same time when the list of images changes (`maxUnavailable`). At first, and on a node that joins, nothing holds a pull back.
   * @default - a tenth of the nodes, rounded up
   */
  readonly maxUnavailable?: number;
  /**
   * A PriorityClass that exists.
   * @default - that of the scope, if it has one
   */
  readonly priorityClassName?: string;
  /**
   * Name of the DaemonSet.
   * @default - the construct's id
   */
  readonly name?: string;
  /**
   * An image whose program does nothing, as any user: what runs while the others are kept.
   * @default registry.k8s.io/pause:3.10.1
   */
  readonly image?: string;
}
