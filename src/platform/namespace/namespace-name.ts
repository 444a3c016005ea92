import { isDnsLabel } from '../../border/names';
import { Problems } from '../../border/problems';

/** Records a problem unless `name` can be the name of a Namespace. @param property what it came from: `name`, or the construct's `id` */
export function checkNamespaceName(problems: Problems, property: string, name: string): void {
  if (!isDnsLabel(name)) {
    problems.add(property, 'a DNS label (at most 63 of a-z, 0-9 and \'-\', starting and ending with a letter or digit)', name,
      property === 'id' ? 'choose another id, or give \'name\'' : 'choose another name');
  }
}

/** Records a problem if `name` is a namespace that comes with every cluster: it is nobody's to make, label or limit. */
export function checkOwnName(problems: Problems, property: string, name: string): void {
  if (name === 'default' || name.startsWith('kube-')) {
    problems.add(property, 'a namespace of its own (not "default", not "kube-...")', name, 'choose another name, for example the team\'s');
  }
}
