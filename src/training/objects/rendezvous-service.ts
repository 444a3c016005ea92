import { Manifest } from '../../manifest/manifest';
import { TrainingPlan } from '../training-plan';

/**
 * The headless Service by which the pods of an Indexed Job have names. They are published before the pods are ready, for the pods find each other before they are. A JobSet's
 * controller makes one of its own.
 */
export function rendezvousService({ meeting, task: { labels, name, namespace, selector } }: TrainingPlan): Manifest | undefined {
  return meeting.kind === 'job' ? {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { labels, name, ...namespace !== undefined && { namespace } },
    spec: { clusterIP: 'None', publishNotReadyAddresses: true, selector },
  } : undefined;
}
