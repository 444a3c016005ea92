import { Severity } from '../../manifest/finding';
import { replicasOf } from '../../reading/replicas';
import { listOf, mapOf, mapsOf, numberOf, Shape } from '../../reading/shape';
import { Rule } from '../rule';

/** A volume for one node under several pods. */
export const singleWriter: Rule = {
  id: 'ML-VOL-001',
  title: 'a volume for one node has one pod',
  severity: Severity.WARNING,
  why: 'A ReadWriteOnce claim is attached to one node at a time: further pods, the one of a rollout included, wait on any other node (Multi-Attach error) while the old one holds it.',
  fix: 'Use ReadOnlyMany or ReadWriteMany, a StatefulSet with a claim for each pod, or one replica with strategy Recreate.',
  example: "Deployment 'chat' runs up to 4 pods (3 replicas and 1 more in a rollout) on PersistentVolumeClaim 'models', which is ReadWriteOnce; use ReadOnlyMany or ReadWriteMany, or one replica with strategy Recreate",
  judges: ['apps/Deployment'],
  check(set, report) {
    for (const deployment of set.ofKind('apps/Deployment')) {
      const template = set.template(deployment);
      const replicas = replicasOf(set, deployment);
      for (const volume of template && replicas ? mapsOf(template.spec.volumes) : []) {
        const name = mapOf(volume.persistentVolumeClaim).claimName;
        const claim = typeof name === 'string' ? set.find('PersistentVolumeClaim', deployment.namespace, name) : undefined;
        const modes = listOf(claim?.spec.accessModes);
        if (modes.length === 0 || !modes.every((mode) => mode === 'ReadWriteOnce' || mode === 'ReadWriteOncePod')) {
          continue;
        }
        const surge = surgeOf(mapOf(deployment.spec.strategy), replicas!.max);
        if (replicas!.max + surge > 1 && replicas!.max > 0) {
          report(deployment, `${deployment.called} runs up to ${replicas!.max + surge} pods (${replicas!.max} ${replicas!.max === 1 ? 'replica' : 'replicas'}${surge > 0 ? ` and ${surge} more in a rollout` : ''}) on ${claim!.called}, which is ${modes.join(', ')}; use ReadOnlyMany or ReadWriteMany, or one replica with strategy Recreate`);
        }
      }
    }
  },
};

/** Pods that a rollout adds: rounded up, 25 % unless it is said. */
function surgeOf(strategy: Shape, replicas: number): number {
  if (strategy.type === 'Recreate') {
    return 0;
  }
  const amount = mapOf(strategy.rollingUpdate).maxSurge ?? '25%';
  return numberOf(amount) ?? Math.ceil((parseInt(String(amount), 10) || 0) * replicas / 100);
}
