import { Scaling } from './scaling';
import { Cluster } from '../../cluster/cluster';
import { Manifest } from '../../manifest/manifest';
import { WorkloadAccount } from '../../trigger/role-of-workload';
import { ServerFacts } from '../server-facts';

/** Who sets the number of replicas, and by what: a HorizontalPodAutoscaler, or KEDA, never both. */
export interface ScalerPlan {
  readonly by: 'HPA' | 'KEDA';
  /** Metrics, as a HorizontalPodAutoscaler spells them. */
  readonly metrics: readonly object[];
  /** Triggers, as a ScaledObject spells them. */
  readonly triggers: readonly object[];
  /** True if a trigger asks Prometheus for the load of the pods themselves. */
  readonly asksPods: boolean;
  /** Who KEDA is to what the triggers ask. */
  readonly authentications?: readonly Manifest[];
}

/** What decides on the scaler. */
export interface ScalerTerms {
  readonly scaling: Scaling;
  readonly server: ServerFacts;
  readonly cluster?: Cluster;
  readonly namespace?: string;
  readonly deployment: string;
  readonly service: string;
  /** Who its pods are. */
  readonly account: WorkloadAccount;
  /** Name and labels of the TriggerAuthentications. */
  readonly name: string;
  readonly labels: { readonly [key: string]: string };
  /** Who puts the service to rest. */
  readonly offHours?: 'CronJobs' | 'KEDA';
}
