import { secondsOf } from '../../border/amounts';
import { present } from '../../manifest/present';
import { REPLICATED_JOB } from '../rendezvous';
import { gangFailurePolicy } from '../retry';
import { TrainingPlan } from '../training-plan';
import { jobSpec } from './job-spec';

/**
 * The spec of a run's JobSet: one Job with a pod for each node.
 * @see https://github.com/kubernetes-sigs/jobset/blob/v0.12.0/api/jobset/v1alpha2/jobset_types.go
 */
export function jobSetSpec(plan: TrainingPlan): object {
  const { props: { deadline, ttl }, retry, runName } = plan;
  return present({
    failurePolicy: gangFailurePolicy(retry, deadline !== undefined),
    network: { enableDNSHostnames: true, publishNotReadyAddresses: true, subdomain: runName },
    replicatedJobs: [{ name: REPLICATED_JOB, replicas: 1, template: { spec: jobSpec(plan) } }],
    ttlSecondsAfterFinished: ttl && secondsOf(ttl),
  });
}
