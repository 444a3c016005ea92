import { Severity } from '../../manifest/finding';
import { ManifestSet } from '../../reading/manifest-set';
import { Selector, selectorOfMap, selectorText } from '../../reading/selector';
import { written } from '../../reading/shape';
import { Subject } from '../../reading/subject';
import { Rule } from '../rule';

/** A Service without pods. */
export const serviceSelector: Rule = {
  id: 'ML-NET-001',
  title: 'a Service selects pods of its namespace',
  severity: Severity.ERROR,
  why: 'A Service whose selector matches no pod has no endpoints: every connection to it fails. An error where every pod of the namespace is made by these manifests; a warning where another app, an operator or a label set at run time may complete the match.',
  fix: "Make the selector equal to labels of the workload's pod template, and put both into the same namespace.",
  example: "Service 'chat' selects no pod of namespace 'team-a' (selector app=chta; Deployment 'chat' has app=chat); make its selector equal to labels of a pod template",
  judges: ['Service'],
  linters: { kubeLinter: ['dangling-service'], kubeScore: ['service-targets-pod'] },
  check(set, report) {
    for (const service of set.ofKind('Service')) {
      const selector = service.spec.type === 'ExternalName' ? undefined : selectorOfMap(service.spec.selector);
      if (selector && !set.selectsAny(service.namespace, selector)) {
        const certain = set.isClosed(service.namespace) && !set.templatesIn(service.namespace).some(({ labels }) => mayComplete(selector, labels));
        report(service, `${service.called} selects no pod of ${service.place} (selector ${selectorText(selector)}${hint(set, service, selector)}); make its selector equal to labels of a pod template`,
          certain ? Severity.ERROR : Severity.WARNING);
      }
    }
  },
};

/** True if labels given at run time (a leader's, say) may make a pod match: none of its own labels is against it, and one is for it. */
function mayComplete({ pairs }: Selector, labels: { readonly [key: string]: unknown }): boolean {
  return pairs.every(([key, value]) => labels[key] === undefined || labels[key] === value) && pairs.some(([key, value]) => labels[key] === value);
}

/** What the reader needs to see the slip: the labels of the workload of the same name, or where else the pods are. */
function hint(set: ManifestSet, { name, namespace }: Subject, selector: Selector): string {
  const elsewhere = set.namespaces.find((other) => other !== namespace && set.selectsAny(other, selector));
  if (elsewhere !== undefined || set.selectsAny(undefined, selector)) {
    return elsewhere === undefined ? '; it fits pods that state no namespace' : `; it fits pods of namespace '${elsewhere}'`;
  }
  const namesake = ['apps/Deployment', 'apps/StatefulSet'].map((kind) => set.find(kind, namespace, name ?? '')).find((found) => found !== undefined)
    ?? set.templatesIn(namespace)[0]?.owner;
  const labels = namesake && set.template(namesake)?.labels;
  return labels ? `; ${namesake.called} has ${Object.entries(labels).map(([key, value]) => `${key}=${written(value)}`).join(',') || 'no labels'}` : '';
}
