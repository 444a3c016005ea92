import { bytesOf, sizeText } from '../../border/amounts';
import { Manifest } from '../../manifest/manifest';
import { present } from '../../manifest/present';
import { KEPT } from '../../pod/config/kept';
import { claimName } from '../plan-of-training';
import { TrainingPlan } from '../training-plan';

/** The claim of a training that saves on a volume of its own. GitOps controllers keep it: what is saved on it is worth more than it costs. */
export function checkpointClaim(plan: TrainingPlan): Manifest | undefined {
  const { props: { checkpoint }, task } = plan;
  const place = checkpoint?._place;
  return checkpoint && place?.kind === 'volume' ? {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { annotations: { ...KEPT }, labels: task.labels, name: claimName(checkpoint, plan)!, ...task.namespace !== undefined && { namespace: task.namespace } },
    spec: present({
      accessModes: [place.accessMode],
      resources: { requests: { storage: sizeText(bytesOf(place.size)) } },
      storageClassName: place.storageClassName,
    }),
  } : undefined;
}
