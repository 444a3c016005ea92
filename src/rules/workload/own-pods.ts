import { Severity } from '../../manifest/finding';
import { selectorOf, selects, selectorText } from '../../reading/selector';
import { Rule } from '../rule';

/** Workloads that find their pods by a selector. A Job's selector is made up by the API server. */
const CONTROLLERS = ['apps/Deployment', 'apps/StatefulSet', 'apps/DaemonSet', 'apps/ReplicaSet'];

/** Two workloads that take each other's pods for their own. */
export const ownPods: Rule = {
  id: 'ML-POD-003',
  title: 'the selector of a workload fits no other workload of its namespace',
  severity: Severity.WARNING,
  why: 'Owner references keep most pods apart, and nothing else does: autoscalers measure the pods of both and stop (condition AmbiguousSelector), kubectl shows and budgets count both together, and pods that lose their owner are adopted by the wrong one. Kubernetes asks not to overlap selectors and does not stop it. https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#selector',
  fix: 'Give each workload a label of its own (app.kubernetes.io/instance), in its selector and in its pod template.',
  example: "Deployment 'search' selects the pods of Deployment 'chat' too (selector app=chat); give its selector and its pods a label of their own",
  judges: CONTROLLERS,
  check(set, report) {
    for (const kind of CONTROLLERS) {
      for (const workload of set.ofKind(kind)) {
        const selector = selectorOf(workload.spec.selector);
        if (!selector || selector.pairs.length + selector.expressions.length === 0) {
          continue;
        }
        const other = set.selectFirst(workload.namespace, selector, ({ owner }) => CONTROLLERS.includes(owner.kind)
          && (owner.kind !== workload.kind || owner.name !== workload.name))?.owner;
        // each pair is said once, of the later one, where both select each other
        if (other && (other.order < workload.order || !selects(selectorOf(other.spec.selector) ?? selector, set.template(workload)!.labels))) {
          report(workload, `${workload.called} selects the pods of ${other.called} too (selector ${selectorText(selector)}); give its selector and its pods a label of their own`);
        }
      }
    }
  },
};
