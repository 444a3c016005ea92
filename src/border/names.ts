import { Problems } from './problems';

const DNS_LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const DNS_1035_LABEL = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
const DNS_SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const LABEL_VALUE = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;
const QUALIFIED_NAME = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const CONFIG_KEY = /^[-._a-zA-Z0-9]+$/;
// the API server takes any printable ASCII name but '='; a shell and most programs only these
const ENV_NAME = /^[A-Za-z_][A-Za-z0-9_.-]*$/;

/** RFC 1123 label: names of Deployments' pods, namespaces, containers. @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/ */
export const isDnsLabel = (s: string): boolean => s.length <= 63 && DNS_LABEL.test(s);

/** RFC 1035 label: names of Services. */
export const isDns1035Label = (s: string): boolean => s.length <= 63 && DNS_1035_LABEL.test(s);

/** RFC 1123 subdomain: names of most objects. */
export const isDnsSubdomain = (s: string): boolean => s.length <= 253 && DNS_SUBDOMAIN.test(s);

/** What the API server takes as the value of a label. */
export const isLabelValue = remembering((s) => s.length <= 63 && LABEL_VALUE.test(s));

/** What the API server takes as the key of a label or an annotation: an optional DNS prefix and a name. */
export const isQualifiedName = remembering((s) => {
  const parts = s.split('/');
  const name = parts[parts.length - 1];
  return parts.length <= 2 && name.length <= 63 && QUALIFIED_NAME.test(name) && (parts.length === 1 || isDnsSubdomain(parts[0]));
});

/** Labels are the same few thousand times over: what was found legal once need not be looked at again. */
function remembering(isLegal: (s: string) => boolean): (s: string) => boolean {
  const known = new Set<string>();
  return (s) => {
    if (known.has(s)) {
      return true;
    }
    const legal = isLegal(s);
    if (legal && known.size < 10_000) {
      known.add(s);
    }
    return legal;
  };
}

/** A key of a ConfigMap or Secret. */
export const isConfigKey = (s: string): boolean => s.length <= 253 && CONFIG_KEY.test(s) && s !== '.' && !s.startsWith('..');

/** A name of an environment variable that programs can read. */
export const isEnvName = (s: string): boolean => ENV_NAME.test(s);

/** Records a problem unless `value` can be the name of everything that a workload makes (a Service is the strictest). */
export function checkName(problems: Problems, property: string, value: string | undefined, max = 63): void {
  if (value === undefined || (value.length <= max && isDns1035Label(value))) {
    return;
  }
  problems.add(property, `a DNS label (at most ${max} of a-z, 0-9 and '-', starting with a letter, ending with a letter or digit)`, value,
    suggestion(value, max));
}

function suggestion(value: string, max: number): string {
  const legal = value.toLowerCase().replace(/[^a-z0-9-]+/g, '-').replace(/^[^a-z]+/, '').slice(0, max).replace(/-+$/, '');
  return legal ? `use for example "${legal}"` : 'choose another name';
}

/** Records a problem unless `value`, if it is given, can be the name of a PriorityClass. */
export function checkPriorityClass(problems: Problems, property: string, value: string | undefined): void {
  if (value !== undefined && !isDnsSubdomain(value)) {
    problems.add(property, 'the name of a PriorityClass', value, 'copy it from \'kubectl get priorityclasses\'');
  }
}
