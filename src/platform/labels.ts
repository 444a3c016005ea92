import { POD_SECURITY } from './namespace/pod-security';
import { ownershipKey } from './ownership';
import { isLabelValue, isQualifiedName } from '../border/names';
import { Problems } from '../border/problems';

type Texts = { readonly [key: string]: string };

/** The label by which network policies and others select a namespace of that name; the API server keeps it right. */
export const NAMESPACE_NAME = 'kubernetes.io/metadata.name';

/** Records what is wrong with labels that a user adds to a namespace or to what is in it. */
export function checkLabels(problems: Problems, property: string, labels: Texts | undefined): void {
  for (const [key, value] of Object.entries(labels ?? {})) {
    const instead = takenBy(key);
    if (instead) {
      problems.say(`'${property}.${key}' cannot be given; ${instead}`);
    } else if (!isQualifiedName(key)) {
      problems.add(`${property}.${key}`, 'under a legal label key', key, 'use letters, digits, \'-\', \'_\' and \'.\', with a DNS prefix if any');
    } else if (!isLabelValue(value)) {
      problems.add(`${property}.${key}`, 'a label value (at most 63 letters, digits, \'-\', \'_\' and \'.\')', value, 'shorten it, or make it an annotation');
    }
  }
}

/** Records what is wrong with annotations that a user adds. */
export function checkAnnotations(problems: Problems, property: string, annotations: Texts | undefined): void {
  for (const [key, value] of Object.entries(annotations ?? {})) {
    if (!isQualifiedName(key.toLowerCase())) {
      problems.add(`${property}.${key}`, 'under a legal annotation key', key, 'use letters, digits, \'-\', \'_\' and \'.\', with a DNS prefix if any');
    } else if (typeof value !== 'string') {
      problems.add(`${property}.${key}`, 'a text', value, 'quote it');
    }
  }
}

function takenBy(key: string): string | undefined {
  if (key === NAMESPACE_NAME) {
    return 'the API server sets it to the name';
  }
  return key.startsWith(`${POD_SECURITY}/`) ? 'give \'podSecurity\' instead' : ownershipKey(key);
}
