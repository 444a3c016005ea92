import { isEnvName, isLabelValue, isQualifiedName } from '../../border/names';
import { Problems } from '../../border/problems';
import { PREFIX } from '../../manifest/manifest';
import { isDerivedLabel } from '../workload-labels';

type Texts = { readonly [key: string]: string };

/** Records what is wrong with the environment that a user gives to a workload. */
export function checkEnv(problems: Problems, env: Texts | undefined): void {
  for (const [name, value] of Object.entries(env ?? {})) {
    if (!isEnvName(name)) {
      problems.add('env', 'names of environment variables (letters, digits, \'_\')', name, 'rename it');
    }
    if (typeof value !== 'string') {
      problems.add(`env.${name}`, 'a text', value, `write ${JSON.stringify(String(value))}`);
    }
  }
}

/** Records what is wrong with the labels that a user gives to a workload. */
export function checkOwnLabels(problems: Problems, labels: Texts | undefined): void {
  for (const [key, value] of Object.entries(labels ?? {})) {
    if (!isQualifiedName(key) || !isLabelValue(value)) {
      problems.add(`labels.${key}`, 'a legal label', value, 'use at most 63 letters, digits, \'-\', \'_\' and \'.\'');
    }
    if (isDerivedLabel(key)) {
      problems.add(`labels.${key}`, 'a label of your own', key, 'leave it out; it is derived from name and release');
    }
  }
}

/** Records what is wrong with the annotations that a user gives to pods which have some of `derived` already. */
export function checkPodAnnotations(problems: Problems, annotations: Texts | undefined, derived: Texts): void {
  for (const [key, value] of Object.entries(annotations ?? {})) {
    if (Object.hasOwn(derived, key) || key.startsWith(`${PREFIX}/`)) {
      problems.add(`podAnnotations.${key}`, 'an annotation of your own', key, 'leave it out; it is derived from the other properties');
    } else if (!isQualifiedName(key.toLowerCase())) {
      problems.add(`podAnnotations.${key}`, 'under a legal annotation key', key, 'use letters, digits, \'-\', \'_\' and \'.\', with a DNS prefix if any');
    } else if (typeof value !== 'string') {
      problems.add(`podAnnotations.${key}`, 'a text', value, 'quote it');
    }
  }
}
