import { nearest } from '../../border/nearest';
import { Severity } from '../../manifest/finding';
import { ManifestSet } from '../../reading/manifest-set';
import { HPA, SCALED_OBJECT, targetKind, VPA } from '../../reading/scalers';
import { mapOf, textOf } from '../../reading/shape';
import { Subject } from '../../reading/subject';
import { Rule } from '../rule';

/** Kinds of Kubernetes' own that can be scaled, by the number of pods and by their size. */
const SCALABLE = new Set(['apps/Deployment', 'apps/StatefulSet', 'apps/ReplicaSet', 'ReplicationController']);
const SIZABLE = new Set([...SCALABLE, 'apps/DaemonSet', 'batch/Job', 'batch/CronJob']);
const UNSCALABLE = new Set(['apps/DaemonSet', 'batch/Job', 'batch/CronJob', 'Pod', 'Service', 'ConfigMap']);
/** Kinds that a scaler can only mean in the group `apps`; another group of its own may have a StatefulSet too. */
const WITHOUT_GROUP = /^(extensions\/)?(Deployment|StatefulSet|ReplicaSet|DaemonSet)$/;

/** A scaler without anything to scale. */
export const scaleTarget: Rule = {
  id: 'ML-SCALE-001',
  title: 'what is scaled exists, and can be scaled',
  severity: Severity.ERROR,
  why: 'A scaler whose target is not there does nothing, and only its conditions say so. An error where the target can never be there: an API group that has no such kind, a kind that has no scale, or a namespace whose pods are all made here; a warning where somebody else may make it.',
  fix: 'Let scaleTargetRef name apiVersion apps/v1, the kind and the name of a workload in the same namespace.',
  example: "HorizontalPodAutoscaler 'chat' scales Deployment 'chta', which is not among the manifests of namespace 'team-a'; mend the name (is it 'chat'?) or declare it with External.declare",
  judges: [HPA, SCALED_OBJECT, VPA],
  linters: { kubeLinter: ['dangling-horizontalpodautoscaler'], kubeScore: ['horizontalpodautoscaler-has-target'] },
  check(set, report) {
    for (const [kind, field, fallback, kinds] of [[HPA, 'scaleTargetRef', '', SCALABLE], [SCALED_OBJECT, 'scaleTargetRef', 'apps/v1', SCALABLE], [VPA, 'targetRef', '', SIZABLE]] as const) {
      for (const scaler of set.ofKind(kind)) {
        const ref = mapOf(scaler.spec[field]);
        const target = targetKind(ref, fallback);
        const name = textOf(ref.name);
        if (name === undefined || textOf(ref.kind) === undefined && kind !== SCALED_OBJECT) {
          continue;
        }
        const called = `${target.slice(target.lastIndexOf('/') + 1)} '${name}'`;
        if (WITHOUT_GROUP.test(target)) {
          report(scaler, `${scaler.called} scales ${called} of apiVersion ${JSON.stringify(ref.apiVersion ?? '')}, which has no such kind; write ${field}.apiVersion apps/v1`);
        } else if (UNSCALABLE.has(target) && !kinds.has(target)) {
          report(scaler, `${scaler.called} scales ${called}, and a ${target.slice(target.lastIndexOf('/') + 1)} has no number of replicas; scale a Deployment or a StatefulSet`);
        } else if (kinds.has(target) && !set.find(target, scaler.namespace, name) && !set.external(called.split(' ')[0], scaler.namespace, name)) {
          report(scaler, `${scaler.called} scales ${called}, which is not among the manifests of ${scaler.place}; mend the name${hint(set, target, scaler, name)} or declare it with External.declare`,
            set.isClosed(scaler.namespace) ? Severity.ERROR : Severity.WARNING);
        }
      }
    }
  },
};

function hint(set: ManifestSet, kind: string, { namespace }: Subject, name: string): string {
  const names = set.namesOf(kind, namespace);
  const [near] = nearest(name, names);
  return near === undefined ? '' : ` (is it '${near}'?)`;
}
