import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Problems } from '../../border/problems';
import { ExternalObject } from '../../manifest/external';
import { Severity } from '../../manifest/finding';
import { Baseline } from '../../rules/baseline';
import { IRule } from '../../rules/custom/irule';
import { ownRuleProblems, unknownRule } from '../../rules/custom/rule-problems';
import { ChosenSeverity, OFF, OwnRule, Policy } from '../../rules/policy';
import { RULES } from '../../rules/table';
import { unreadable } from '../input/files';

/** The options of `check`, as they stand on the command line. */
export interface CheckOptions {
  readonly cluster?: string;
  readonly format: string;
  readonly baseline?: string;
  readonly writeBaseline?: string;
  readonly severity: readonly string[];
  readonly rules: readonly string[];
  readonly external: readonly string[];
}

const CHOICES = [...Object.values(Severity), OFF];

/** What `--rules` and `--severity` decide. */
export async function policyFrom({ rules, severity }: Pick<CheckOptions, 'rules' | 'severity'>, problems: Problems): Promise<Policy> {
  const own: OwnRule[] = [];
  for (const file of rules) {
    own.push(...await rulesIn(file, problems));
  }
  own.forEach(({ rule }, i) => ownRuleProblems(problems, rule, own.slice(0, i).map((other) => other.rule.id)));
  const known = [...RULES, ...own.map(({ rule }) => rule)].map(({ id }) => id);
  return { rules: own, severities: severity.flatMap((text) => severityFrom(text, known, problems)) };
}

function severityFrom(text: string, known: readonly string[], problems: Problems): ChosenSeverity[] {
  const [, rule, severity] = /^([^=]*)=(.*)$/.exec(text) ?? [];
  if (rule === undefined || !CHOICES.includes(severity as Severity)) {
    problems.add('--severity', `a rule's id and ${CHOICES.join(', ').replace(/, (?=\w+$)/, ' or ')}`, text, 'write for example ML-IMG-001=error');
    return [];
  }
  unknownRule(problems, '--severity', rule, known);
  return [{ rule, severity: severity as Severity | typeof OFF, path: '' }];
}

/** The rules that a module exports: objects that are rules, classes that make one, and lists of them. */
async function rulesIn(file: string, problems: Problems): Promise<OwnRule[]> {
  try {
    const made = exportsOf(await import(pathToFileURL(resolve(file)).href)).map(asRule).filter((rule) => rule !== undefined);
    if (made.length === 0) {
      problems.add('--rules', 'a module that exports rules', file, 'export objects or classes with id, title, severity and check(objects, report)');
    }
    return made.map((rule) => ({ rule, path: '', from: file }));
  } catch (error) {
    problems.add('--rules', 'a module that can be loaded', file, existsSync(file) ? whyNotLoaded(file, error) : 'there is none; mend the path');
    return [];
  }
}

function whyNotLoaded(file: string, error: unknown): string {
  const reason = String(error instanceof Error ? error.message : error).split('\n')[0];
  return `it failed: ${reason}; ${/\.[mc]?tsx?$/.test(file) ? 'compile it to JavaScript first' : 'mend it'}`;
}

/** Whatever a module exports, by name or by default, in a list or alone; each once. */
function exportsOf(module: { readonly [name: string]: unknown }): unknown[] {
  const { default: whole, ...named } = module;
  const inside = typeof whole === 'object' && whole !== null ? Object.values(whole) : [];
  return [...new Set([whole, ...Object.values(named), ...inside].flat())];
}

function asRule(value: unknown): IRule | undefined {
  if (typeof value === 'function' && typeof value.prototype?.check === 'function') {
    return new (value as new () => IRule)();
  }
  return typeof value === 'object' && value !== null && typeof (value as IRule).check === 'function' ? value as IRule : undefined;
}

/** The objects that `--external` says somebody else makes: `Secret/name`, or `Secret/namespace/name`. */
export function externalsFrom(texts: readonly string[], problems: Problems): ExternalObject[] {
  return texts.flatMap((text) => {
    const parts = text.split('/');
    if (parts.length < 2 || parts.length > 3 || parts.includes('') || !/^[A-Z]\w*$/.test(parts[0])) {
      problems.add('--external', 'a kind, perhaps a namespace, and a name', text, 'write for example Secret/registry-credentials or Secret/team-a/registry-credentials');
      return [];
    }
    return [{ kind: parts[0], name: parts[parts.length - 1], ...(parts.length === 3 ? { namespace: parts[1] } : {}) }];
  });
}

/** The baseline of a file. */
export function baselineFrom(file: string | undefined, problems: Problems): Baseline | undefined {
  if (file === undefined) {
    return undefined;
  }
  try {
    return Baseline.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    problems.add('--baseline', 'a baseline file', file, `${code === undefined ? message : unreadable(error)}; write one by --write-baseline ${file}`);
    return undefined;
  }
}
