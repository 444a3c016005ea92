import { Quota } from './quota';
import { Problems } from '../../border/problems';

/** The quotas of a namespace. */
export interface Quotas {
  readonly quota?: Quota;
  readonly additionalQuotas?: Quota[];
}

/** All of them, the first first. */
export function allQuotas({ quota, additionalQuotas }: Quotas): Quota[] {
  return [...quota ? [quota] : [], ...additionalQuotas ?? []];
}

/** Records what is wrong with the quotas of a namespace, each for itself and together. */
export function checkQuotas(problems: Problems, { quota, additionalQuotas }: Quotas): void {
  const seen = new Map<string, string>();
  const check = (property: string, one: Quota) => {
    one._check(problems, property);
    const earlier = seen.get(one.name);
    if (earlier) {
      problems.add(`${property}.name`, `another than that of ${earlier}`, one.name, 'give one of them another name');
    }
    seen.set(one.name, property);
  };
  if (quota) {
    check('quota', quota);
  }
  additionalQuotas?.forEach((one, i) => check(`additionalQuotas[${i}]`, one));
}
