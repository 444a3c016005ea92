import type { EnvVar } from 'kubernetes-types/core/v1';

/** Variables in an order in which Kubernetes can fill each in, and those that none exists for. */
export interface EnvOrder {
  readonly variables: EnvVar[];
  /** Names of variables that refer to each other in a circle, an entry for each circle. */
  readonly circles: string[][];
}

/**
 * Puts variables behind those that their values refer to, `$(NAME)`: Kubernetes fills in what was defined before, and leaves the rest as it is.
 * Whatever the order in which they were given, it is by name otherwise, those that refer to others last.
 *
 * @see https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/
 */
export function orderOf(given: EnvVar[]): EnvOrder {
  if (!given.some(({ value }) => mayRefer(value))) {
    return { variables: [...given].sort((a, b) => (a.name < b.name ? -1 : 1)), circles: [] };
  }
  const byName = new Map(given.map((variable) => [variable.name, variable]));
  const needs = new Map(given.map(({ name, value }) => [name, referencesIn(value).filter((other) => byName.has(other)).sort()]));
  const rank = ({ name }: EnvVar) => (needs.get(name)!.length > 0 ? 1 : 0);
  const sorted = [...given].sort((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1));

  const variables: EnvVar[] = [];
  const circles: string[][] = [];
  const done = new Set<string>();
  const place = (name: string, trail: string[]): void => {
    const start = trail.indexOf(name);
    if (start >= 0) {
      circles.push(trail.slice(start));
    } else if (!done.has(name)) {
      needs.get(name)!.forEach((other) => place(other, [...trail, name]));
      if (!done.has(name)) {
        done.add(name);
        variables.push(byName.get(name)!);
      }
    }
  };
  sorted.forEach(({ name }) => place(name, []));
  return { variables, circles };
}

/** Names that a value refers to; `$$` stands for a `$` that starts no reference. */
function referencesIn(value: unknown): string[] {
  return mayRefer(value) ? [...value.matchAll(/\$\$|\$\(([^)]*)\)/g)].flatMap(([, name]) => (name === undefined ? [] : [name])) : [];
}

function mayRefer(value: unknown): value is string {
  return typeof value === 'string' && value.includes('$(');
}
