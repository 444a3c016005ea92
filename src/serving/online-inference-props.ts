import { AvailabilityProps } from './availability-props';
import { Exposure } from './exposure';
import { ModelServer } from './model-server';
import { Rollout } from './rollout';
import { OffHours } from './scaling/off-hours';
import { Scaling } from './scaling/scaling';
import { INamedObject } from '../manifest/named-object';
import { ModelArtifact } from '../model/artifact/model-artifact';
import { Release } from '../model/release';
import { Monitoring } from '../observability/monitoring';
import { ArtifactLoader } from '../pod/artifact/artifact-loader';
import { Config } from '../pod/config/config';
import { SecretSource } from '../pod/config/secret-source';
import { Identity } from '../pod/identity/identity';
import { DrainProps } from '../pod/lifecycle/drain-props';
import { Probe } from '../pod/lifecycle/probe';
import { Placement } from '../pod/placement/placement';
import { Resources } from '../pod/resources/resources';

/** Names of the objects that a service consists of, where they are not the service's own name. */
export interface OnlineInferenceNames {
  /**
   * The Deployment.
   * @default - the name
   */
  readonly deployment?: string;
  /**
   * The Service: the DNS name that clients keep.
   * @default - the name
   */
  readonly service?: string;
  /**
   * The ServiceAccount.
   * @default - the name
   */
  readonly serviceAccount?: string;
  /**
   * The HorizontalPodAutoscaler, or the ScaledObject in its place.
   * @default - the name
   */
  readonly autoscaler?: string;
  /**
   * The PodDisruptionBudget.
   * @default - the name
   */
  readonly disruptionBudget?: string;
  /**
   * The NetworkPolicy.
   * @default - the name
   */
  readonly networkPolicy?: string;
  /**
   * The container in which the server runs. Whoever takes over a Deployment keeps the name of its container: another name adds a container beside it.
   * @default server
   */
  readonly container?: string;
}

/** Properties of `OnlineInference`. */
export interface OnlineInferenceProps {
  /** Which model answers: it becomes labels, annotations and environment. */
  readonly release: Release;
  /** The program that answers with it. */
  readonly server: ModelServer;
  /**
   * Where the files of the model are. A preset that wants a path gets the artifact's; every server has it as `MODEL_PATH`.
   * @default - the server has them, or fetches them itself
   */
  readonly artifact?: ModelArtifact;
  /**
   * What fetches the artifact.
   * @default - ArtifactLoader.of({})
   */
  readonly artifactLoader?: ArtifactLoader;
  /**
   * What one replica needs.
   * @default - what the server's preset says; a server without one has to be given its resources
   */
  readonly resources?: Resources;
  /**
   * How many replicas serve.
   * @default Scaling.fixed(2)
   */
  readonly scaling?: Scaling;
  /**
   * How clients reach it.
   * @default Exposure.clusterInternal()
   */
  readonly exposure?: Exposure;
  /**
   * Where its pods run.
   * @default - any node without taints
   */
  readonly placement?: Placement;
  /**
   * How a new revision replaces the old one.
   * @default - Rollout.surge(); Rollout.replaceInPlace() where the accelerators of its pools hold no pod more than the most replicas
   */
  readonly rollout?: Rollout;
  /**
   * How a pod leaves.
   * @default - preStop sleep, the server's longest request, 5 s
   */
  readonly drain?: DrainProps;
  /**
   * The probe that waits for the model.
   * @default - the server's readiness question, for 1.5 times its load time
   */
  readonly startup?: Probe;
  /**
   * The probe that takes a pod out of the Service.
   * @default - the server's readiness question
   */
  readonly readiness?: Probe;
  /**
   * The probe that restarts a container.
   * @default - the server's liveness question
   */
  readonly liveness?: Probe;
  /**
   * Environment variables with plain values.
   * @default - none but those of the release
   */
  readonly env?: { readonly [name: string]: string };
  /**
   * Configuration in ConfigMaps.
   * @default - none
   */
  readonly configs?: Config[];
  /**
   * Secrets that exist already.
   * @default - none
   */
  readonly secrets?: SecretSource[];
  /**
   * How it outlives the loss of nodes and zones.
   * @default - one pod disrupted at a time, spread over zones and hosts where possible
   */
  readonly availability?: AvailabilityProps;
  /**
   * How its metrics get to Prometheus.
   * @default - they don't
   */
  readonly monitoring?: Monitoring;
  /**
   * When it rests.
   * @default - never
   */
  readonly offHours?: OffHours;
  /**
   * Who it is to the cloud.
   * @default - nobody
   */
  readonly identity?: Identity;
  /**
   * A ServiceAccount that another construct makes or stands for, cdk8s-plus' `ServiceAccount` for example.
   * @default - one of its own, without rights and without a token
   */
  readonly serviceAccount?: INamedObject;
  /**
   * A VerticalPodAutoscaler that only recommends (`kubectl describe vpa`) and changes nothing.
   * @default false
   */
  readonly recommendResources?: boolean;
  /**
   * Its name, from which its objects are named.
   * @default - the construct's id
   */
  readonly name?: string;
  /**
   * Names of single objects.
   * @default - the name
   */
  readonly names?: OnlineInferenceNames;
  /**
   * Further labels of all its objects and pods.
   * @default - none
   */
  readonly labels?: { readonly [key: string]: string };
  /**
   * Annotations of its pods alone, for what looks at pods: a service mesh (`sidecar.istio.io/inject`), an agent, a backup. Those that follow from
   * release, scope and monitoring cannot be given here.
   * @default - none but those that are derived
   */
  readonly podAnnotations?: { readonly [key: string]: string };
  /**
   * The labels by which its pods are selected, to take over a Deployment that exists: the selector of a Deployment can never change, so give what
   * stands in its `spec.selector.matchLabels`. Pods carry them too, and Service, policies, budget and monitor select by them. Those of the
   * recommended ones (`app.kubernetes.io/name`) are on all its objects. They must be those of no other workload in the namespace.
   * @default - `app.kubernetes.io/name` with the service's name
   */
  readonly selectorLabels?: { readonly [key: string]: string };
}
