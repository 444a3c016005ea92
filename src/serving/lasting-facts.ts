import { ServicePlan } from './service-plan';
import { roomWith } from '../pod/artifact/artifact-room';
import { Placement } from '../pod/placement/placement';
import { Resources } from '../pod/resources/resources';

/**
 * What is still asked of a service when its objects are made: by `WarmCapacity`, by autoscalers and policies of cdk8s-plus. The rest of its plan is
 * forgotten, which takes as much memory as the objects that were made of it.
 */
export interface LastingFacts {
  readonly selector: { readonly [key: string]: string };
  readonly namespace?: string;
  /** What the containers of a pod request, those of its artifact included. */
  readonly resources: Resources;
  readonly placement: Placement;
  /** Bytes of its disk-backed volumes. */
  readonly writableBytes: number;
  readonly image: string;
  readonly container: string;
  readonly port: number;
  /** The number of replicas that its user gave, if it is fixed. */
  readonly fixedReplicas?: number;
  /** Its replicas at night, if it is put to rest then. */
  readonly nightReplicas?: number;
}

/** The part of a plan that outlasts it. */
export function lastingFacts({ selector, namespace, props, server, placement, files, names, artifact }: ServicePlan): LastingFacts {
  return {
    selector,
    namespace,
    resources: roomWith((props.resources ?? server.resources)!, artifact),
    placement,
    writableBytes: files.writableBytes,
    image: server.image,
    container: names.container,
    port: server.port,
    fixedReplicas: props.scaling?._fixed ? props.scaling.min : undefined,
    nightReplicas: props.offHours?._downReplicas,
  };
}
