import { IRule } from './irule';
import { nearest } from '../../border/nearest';
import { Problems } from '../../border/problems';
import { Severity } from '../../manifest/finding';

const ID = /^(?!ML-)[A-Z][A-Z0-9]*(-[A-Z0-9]+)+$/;

/** Gathers what is wrong with a rule of somebody's own. */
export function ownRuleProblems(problems: Problems, rule: IRule, others: readonly string[]): void {
  const { id, title, severity } = rule;
  if (typeof id !== 'string' || !ID.test(id)) {
    problems.add('rule.id', "upper-case words and numbers with dashes between them, not beginning with 'ML-'", id, 'write for example "ACME-IMG-001"');
  } else if (others.includes(id)) {
    problems.add('rule.id', 'the id of one rule only', id, 'give each rule an id of its own');
  }
  if (typeof title !== 'string' || title.trim() === '') {
    problems.add('rule.title', 'a text that is not empty', title, 'write in a line what holds when all is well');
  }
  if (!Object.values(Severity).includes(severity)) {
    problems.add('rule.severity', 'a Severity', severity, 'write Severity.ERROR or Severity.WARNING');
  }
  if (typeof rule.check !== 'function') {
    problems.add('rule.check', 'a method', rule.check, 'write check(objects, report) { … }');
  }
}

/** Says so if there is no rule of that id. */
export function unknownRule(problems: Problems, property: string, id: string, known: readonly string[]): void {
  if (!known.includes(id)) {
    const near = nearest(id, known).join(' or ');
    problems.add(property, 'the id of a rule', id, near ? `write ${near}` : 'see docs/rules.md');
  }
}
