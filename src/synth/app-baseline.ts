import { readFileSync, writeFileSync } from 'node:fs';
import { IConstruct } from 'constructs';
import { Problems } from '../border/problems';
import { Finding } from '../manifest/finding';
import { Baseline } from '../rules/baseline';

/** What an app does with its baseline: know what it has, or write down what there is. */
interface AppBaseline {
  readonly file: string;
  readonly baseline?: Baseline;
}

const declared = new WeakMap<IConstruct, AppBaseline>();
/** `CDK8S_ML_BASELINE=write` has a program write its baseline file. */
const writes = (): boolean => process.env.CDK8S_ML_BASELINE === 'write';

/** Has the judgement of a tree know the findings of a file. */
export function declareBaseline(root: IConstruct, file: string, problems: Problems): void {
  if (writes()) {
    declared.set(root, { file });
    return;
  }
  try {
    declared.set(root, { file, baseline: Baseline.parse(readFileSync(file, 'utf8')) });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    problems.add('baseline', 'a baseline file', file, `${code === 'ENOENT' ? 'there is none' : message}; write it by a run with CDK8S_ML_BASELINE=write`);
  }
}

/** The findings, those that the baseline has marked as known; and what to say of the baseline. */
export function withBaseline(root: IConstruct, findings: readonly Finding[]): { readonly findings: Finding[]; readonly notes: string[] } {
  const app = declared.get(root);
  if (!app) {
    return { findings: [...findings], notes: [] };
  }
  const { findings: marked, gone } = (app.baseline ?? Baseline.of(findings)).compare(findings);
  return { findings: marked, notes: gone.map(({ rule, object }) => `${app.file}: ${rule} of ${object} is gone; take it out by a run with CDK8S_ML_BASELINE=write`) };
}

/** Writes the baseline of a tree, if that was asked for. */
export function writeBaseline(root: IConstruct, findings: readonly Finding[]): void {
  const app = declared.get(root);
  if (app && !app.baseline) {
    writeFileSync(app.file, Baseline.of(findings).toJson());
  }
}
