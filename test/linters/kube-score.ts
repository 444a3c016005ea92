import { readdirSync } from 'fs';
import { join } from 'path';
import { json, LinterFinding, LinterRun } from './linter';

/** Off by default, and held all the same. Equal requests and limits of processor are not: a burst is a user's choice. */
const OPTIONAL = ['container-seccomp-profile', 'container-ports-check'];

/** Grades: 1 critical, 5 warning, 7 nearly good, 10 good. */
const GOOD = 7;

/** @see https://github.com/zegl/kube-score/blob/master/README_CHECKS.md */
export const kubeScore = (program: string): LinterRun => ({
  name: 'kube-score',
  run(folder) {
    const files = readdirSync(folder).filter((name) => name.endsWith('.yaml')).map((name) => join(folder, name));
    const objects = json(program, ['score', '--kubernetes-version', 'v1.36', ...OPTIONAL.flatMap((check) => ['--enable-optional-test', check]), '-o', 'json', ...files]);
    const findings: LinterFinding[] = [];
    const looked: string[] = [];
    for (const { type_meta: { kind }, object_meta: { namespace, name }, checks } of objects) {
      const object = `${kind}/${namespace}/${name}`;
      looked.push(object);
      for (const { check, grade, skipped, comments } of checks) {
        if (!skipped && grade < GOOD) {
          findings.push({ linter: 'kube-score', check: check.id, object, title: (comments ?? []).map(({ summary }: any) => summary).join('; ') });
        }
      }
    }
    return { findings, looked };
  },
});
