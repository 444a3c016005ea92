import { Faults, given } from './faults';
import { labelFault, labelRemedy } from './labels';
import { checkPodSecurityLabels } from './pod-security-labels';
import { isDns1035Label, isDnsLabel, isDnsSubdomain, isQualifiedName } from '../../border/names';
import { KubernetesVersion } from '../../cluster/kubernetes-version';
import { Severity } from '../../manifest/finding';
import { isMap, written } from '../../reading/shape';
import { Subject } from '../../reading/subject';
import { Rule } from '../rule';

/** Groups whose names only have to fit into a path: RBAC's have colons and upper case. */
const FREE_GROUPS = new Set([
  'rbac.authorization.k8s.io', 'certificates.k8s.io', 'flowcontrol.apiserver.k8s.io', 'internal.apiserver.k8s.io', 'apiregistration.k8s.io',
]);
/** Groups whose objects are certainly meant for an API server. Other files look like objects and are none: kustomize's, kubeadm's. */
const NAMED_GROUPS = new Set(['', 'apps', 'autoscaling', 'batch', 'networking.k8s.io', 'policy', 'rbac.authorization.k8s.io', 'scheduling.k8s.io', 'storage.k8s.io']);
const SUBDOMAIN = "a DNS subdomain (at most 253 of a-z, 0-9, '-' and '.', starting and ending with a letter or digit)";
const LABEL = "a DNS label (at most 63 of a-z, 0-9 and '-', starting and ending with a letter or digit)";
const LABEL_1035 = "a DNS label (at most 63 of a-z, 0-9 and '-', starting with a letter, ending with a letter or digit)";
/** The API server makes up a name for these, and takes any name for those. */
const UNNAMED_KINDS = new Set(['LimitRange']);
const FREE_KINDS = new Set(['policy/PodDisruptionBudget']);
const LABEL_KINDS = new Set(['Namespace', 'apps/StatefulSet']);
const ANNOTATIONS_LIMIT = 256 * 1024;

/** Names, labels and annotations that the API server refuses. */
export const metadata: Rule = {
  id: 'ML-API-001',
  title: 'names, labels and annotations are legal',
  severity: Severity.ERROR,
  why: 'The API server refuses the object. https://github.com/kubernetes/kubernetes/blob/v1.36.0/staging/src/k8s.io/apimachinery/pkg/api/validation/objectmeta.go',
  fix: 'Choose a name of lower-case letters, digits and dashes; put what does not fit into a label into an annotation.',
  example: "Deployment 'My_Model': metadata.name must be a DNS subdomain (at most 253 of a-z, 0-9, '-' and '.', starting and ending with a letter or digit), got \"My_Model\"; use for example \"my-model\"",
  judges: ['*'],
  check(set, report) {
    // the objects of one construct mostly have their labels in common
    let legal: unknown;
    for (const subject of set.subjects) {
      const faults = new Faults(report, subject);
      checkName(faults, subject);
      checkPodSecurityLabels(faults, subject);
      legal = checkMaps(faults, subject.metadata, 'metadata', legal);
      const template = set.template(subject);
      if (template && subject.kind !== 'Pod') {
        legal = checkMaps(faults, template.metadata, 'template.metadata', legal);
      }
    }
  },
};

function checkName(faults: Faults, subject: Subject): void {
  const { name, generateName, namespace } = subject.metadata;
  if (given(namespace) && namespace !== '' && !(typeof namespace === 'string' && isDnsLabel(namespace))) {
    faults.must('metadata.namespace', LABEL, namespace, suggestion(namespace, 63));
  }
  if (!given(name) || name === '') {
    if (NAMED_GROUPS.has(groupOf(subject.kind)) && !UNNAMED_KINDS.has(subject.kind) && (!given(generateName) || generateName === '')) {
      faults.must('metadata.name', 'a text that is not empty', name, 'give the object a name');
    }
    return;
  }
  if (typeof name !== 'string') {
    faults.must('metadata.name', 'a text', name, 'put it in quotes');
    return;
  }
  const { rule, max, isLegal } = ruleFor(subject);
  if (!isLegal(name)) {
    faults.must('metadata.name', rule, name, suggestion(name, max));
  }
}

interface NameRule {
  readonly rule: string;
  readonly max: number;
  isLegal(name: string): boolean;
}

const OF_SUBDOMAIN: NameRule = { rule: SUBDOMAIN, max: 253, isLegal: isDnsSubdomain };
const OF_LABEL: NameRule = { rule: LABEL, max: 63, isLegal: isDnsLabel };
const OF_1035_LABEL: NameRule = { rule: LABEL_1035, max: 63, isLegal: isDns1035Label };
const OF_PATH: NameRule = { rule: "a part of a path ('.', '..', '/' and '%' are none)", max: 253, isLegal: (name) => name !== '.' && name !== '..' && !/[/%]/.test(name) };

const groupOf = (kind: string): string => kind.slice(0, Math.max(0, kind.lastIndexOf('/')));

function ruleFor({ kind, cluster }: Subject): NameRule {
  if (kind === 'Service') {
    // 1.36 lets a Service's name begin with a digit (RelaxedServiceNameValidation); without a cluster nobody knows
    return cluster !== undefined && cluster.version.compare(KubernetesVersion.V1_36) < 0 ? OF_1035_LABEL : OF_LABEL;
  }
  if (LABEL_KINDS.has(kind)) {
    return OF_LABEL;
  }
  return FREE_GROUPS.has(groupOf(kind)) || FREE_KINDS.has(kind) ? OF_PATH : OF_SUBDOMAIN;
}

function suggestion(name: unknown, max: number): string {
  const legal = written(name).toLowerCase().replace(/[^a-z0-9-]+/g, '-').replace(/^[^a-z0-9]+/, '').slice(0, max).replace(/-+$/, '');
  return legal ? `use for example "${legal}"` : 'choose another name';
}

/** @param legal labels that were found legal the last time; returns those that were found so now */
function checkMaps(faults: Faults, { labels, annotations }: { readonly [key: string]: unknown }, at: string, legal: unknown): unknown {
  let found = labels;
  if (labels !== legal && isMap(labels)) {
    for (const key in labels) {
      const fault = labelFault(key, labels[key]);
      if (fault) {
        found = undefined;
        faults.must(`${at}.labels['${key}']`, fault, labels[key], labelRemedy(labels[key]));
      }
    }
  } else if (labels !== legal) {
    found = undefined;
    faults.texts(`${at}.labels`, labels);
  }
  faults.texts(`${at}.annotations`, annotations);
  if (isMap(annotations)) {
    checkAnnotations(faults, annotations, `${at}.annotations`);
  }
  return found ?? legal;
}

function checkAnnotations(faults: Faults, annotations: { readonly [key: string]: unknown }, at: string): void {
  let size = 0;
  for (const key in annotations) {
    const value = annotations[key];
    size += key.length + (typeof value === 'string' ? value.length : 0);
    // the API server lowers the case of an annotation's key before it looks at it
    if (!isQualifiedName(key) && !isQualifiedName(key.toLowerCase())) {
      faults.must(`a key of ${at}`, "a name of at most 63 of A-Z, a-z, 0-9, '-', '_' and '.', behind an optional DNS prefix and '/'", key, 'write for example "example.com/owner"');
    }
  }
  if (size > ANNOTATIONS_LIMIT) {
    faults.must(at, 'at most 262144 bytes in all', `${size} characters`, 'put large content into a ConfigMap');
  }
}
