import { Duration } from 'cdk8s';
import { Exposure } from './exposure';
import { OnlineInferenceNames, OnlineInferenceProps } from './online-inference-props';
import { Rollout } from './rollout';
import { ScalerPlan } from './scaling/scaler-terms';
import { Scaling } from './scaling/scaling';
import { ServerFacts } from './server-facts';
import { bytesOf } from '../border/amounts';
import { ScopeFacts } from '../platform/scope';
import { ArtifactPlan } from '../pod/artifact/artifact-plan';
import { ContainerFiles } from '../pod/config/container-files';
import { DrainTerms } from '../pod/lifecycle/drain';
import { Probe } from '../pod/lifecycle/probe';
import { imagePullSeconds, loadAllowance, podBudget, startupAllowance, startupProbe } from '../pod/lifecycle/startup';
import { Placement } from '../pod/placement/placement';
import { SELECTOR_LABEL } from '../pod/workload-labels';

/** Everything that the objects of one service have in common, worked out once from its props. */
export interface ServicePlan {
  readonly name: string;
  readonly names: Required<OnlineInferenceNames>;
  readonly namespace?: string;
  readonly scope: ScopeFacts;
  readonly props: OnlineInferenceProps;
  readonly server: ServerFacts;
  readonly scaling: Scaling;
  readonly scaler: ScalerPlan;
  readonly exposure: Exposure;
  readonly placement: Placement;
  readonly rollout: Rollout;
  readonly drain: DrainTerms;
  readonly probes: { readonly startup: Probe; readonly readiness: Probe; readonly liveness: Probe };
  /** Seconds until a new pod serves, at the latest. */
  readonly budget: number;
  readonly selector: { readonly [key: string]: string };
  readonly labels: { readonly [key: string]: string };
  readonly annotations: { readonly [key: string]: string };
  readonly files: ContainerFiles;
  /** What reaches a pod of its artifact, if it has one. */
  readonly artifact?: ArtifactPlan;
}

/**
 * The three probes of a server: its own questions, numbers from its load time, and whatever the props say instead. Where no start-up probe holds
 * liveness back until the model is loaded, its own initial delay does.
 */
export function probesOf(props: OnlineInferenceProps, server: ServerFacts): ServicePlan['probes'] {
  const readiness = (props.readiness ?? UNTOLD)._or(READINESS._or(server.readiness));
  const startup = startupProbe(props.startup ?? UNTOLD, readiness._question(server.readiness), server.loadTime);
  const patience = startup._isNone ? Probe.timed({ ...PATIENT, initialDelay: loadAllowance(server.loadTime) }) : LIVENESS;
  const liveness = (props.liveness ?? UNTOLD)._or(patience._or(server.liveness));
  return { startup, readiness, liveness };
}

/** Seconds until a new pod of the service serves, at the latest: a node, its model, its image, its start. */
export function budgetOf(server: ServerFacts, placement: Placement, probes: ServicePlan['probes'], artifact?: ArtifactPlan): number {
  const startup = startupAllowance(probes.startup, probes.readiness, server.loadTime);
  return podBudget({ provisioning: placement._provisioning, imagePull: imagePullSeconds(bytesOf(server.imageSize)), artifact: artifact?.seconds, startup });
}

/** The selector of a service's pods, unless it takes over another's; it depends on the name alone, so it can never drift. */
export const selectorOf = (name: string): { readonly [key: string]: string } => ({ [SELECTOR_LABEL]: name });

/** A probe of which the user says nothing. */
const UNTOLD = Probe.timed({});
const READINESS = Probe.timed({ period: Duration.seconds(10), timeout: Duration.seconds(5), failureThreshold: 3 });
/** Liveness is twice as patient as readiness: a slow server loses its traffic before it loses its life. */
const PATIENT = { period: Duration.seconds(10), timeout: Duration.seconds(5), failureThreshold: 6 };
const LIVENESS = Probe.timed(PATIENT);
