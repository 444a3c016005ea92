import { nearest } from '../../border/nearest';
import { Severity } from '../../manifest/finding';
import { CLUSTER_QUEUE, LOCAL_QUEUE } from '../../reading/queues';
import { selectorOf, selects } from '../../reading/selector';
import { mapOf, textOf } from '../../reading/shape';
import { Rule } from '../rule';

/** The label that the API server gives to every namespace. */
const NAME = 'kubernetes.io/metadata.name';

/** LocalQueues that lead nowhere. */
export const localQueue: Rule = {
  id: 'ML-QUEUE-001',
  title: 'a LocalQueue leads to a ClusterQueue that takes its namespace',
  severity: Severity.WARNING,
  why: 'Work in a LocalQueue whose ClusterQueue is not there, or whose namespaceSelector leaves out the namespace, stays suspended without an end. A warning where the ClusterQueue may come from somebody else; an error where it is there and leaves out the namespace by its name, or has no selector at all, which selects none. (https://kueue.sigs.k8s.io/docs/concepts/cluster_queue/#namespace-selector)',
  fix: 'Name a ClusterQueue that is there, add the namespace to its selector, or declare it with External.declare.',
  example: "LocalQueue 'research' leads to ClusterQueue 'reserch', which is not among the manifests; mend the name (is it 'research'?), make it, or declare it with External.declare",
  judges: [LOCAL_QUEUE],
  check(set, report) {
    for (const local of set.ofKind(LOCAL_QUEUE)) {
      const name = textOf(local.spec.clusterQueue);
      if (name === undefined || set.external('ClusterQueue', undefined, name)) {
        continue;
      }
      const queue = set.find(CLUSTER_QUEUE, undefined, name);
      if (!queue) {
        const [near] = nearest(name, set.namesOf(CLUSTER_QUEUE, undefined));
        const hint = near === undefined ? '' : ` (is it '${near}'?)`;
        report(local, `${local.called} leads to ClusterQueue '${name}', which is not among the manifests; mend the name${hint}, make it, or declare it with External.declare`);
        continue;
      }
      const selector = selectorOf(queue.spec.namespaceSelector);
      if (!selector) {
        report(local, `${local.called} leads to ${queue.called}, which has no namespaceSelector and so takes no namespace; give it one, {} for every namespace`, Severity.ERROR);
      } else if (local.namespace !== undefined) {
        const made = set.find('Namespace', undefined, local.namespace);
        const asked = [...selector.pairs.map(([key]) => key), ...selector.expressions.map(({ key }) => key)];
        // other labels than the name are known of a namespace that is made here only, and others may add some
        const unknown = new Set(asked.filter((key) => key !== NAME && mapOf(made?.metadata.labels)[key] === undefined));
        if (!selects(selector, { ...mapOf(made?.metadata.labels), [NAME]: local.namespace }, unknown)) {
          report(local, `${local.called} of namespace '${local.namespace}' leads to ${queue.called}, whose namespaceSelector leaves that namespace out; add it to the selector`, Severity.ERROR);
        }
      }
    }
  },
};
