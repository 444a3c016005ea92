import { json, LinterRun } from './linter';

/** @see https://www.checkov.io/5.Policy%20Index/kubernetes.html */
export const checkov = (program: string): LinterRun => ({
  name: 'checkov',
  run(folder) {
    const { results, summary } = json(program, ['-d', folder, '--framework', 'kubernetes', '--compact', '--quiet', '--skip-download', '-o', 'json']);
    if (summary.parsing_errors > 0) throw new Error(`checkov cannot read ${results.parsing_errors}`);
    // Deployment.team-a.chat
    const object = ({ resource }: any) => resource.split('.').join('/');
    return {
      findings: results.failed_checks.map((failed: any) => ({ linter: 'checkov', check: failed.check_id, object: object(failed), title: failed.check_name })),
      looked: [...new Set<string>([...results.failed_checks, ...results.passed_checks ?? []].map(object))],
    };
  },
});
