import { Problems } from '../../src/border/problems';

/** What `check` records, a line for each problem. */
export function checked(check: (problems: Problems) => void): string[] {
  const problems = new Problems('');
  check(problems);
  try {
    problems.throw();
  } catch (error) {
    const [first, ...rest] = (error as Error).message.split('\n  ');
    return rest.length === 0 ? [first] : rest;
  }
  return [];
}
