import { Severity } from '../src/manifest/finding';
import { Rule } from '../src/rules/rule';
import { RULES } from '../src/rules/table';

/** What the middle of a rule's id stands for. */
const SUBJECTS: { readonly [subject: string]: string } = {
  API: 'What the API server refuses',
  CAP: 'Room: quotas, limits and nodes',
  CRON: 'Schedules',
  DUP: 'The same thing twice',
  GPU: 'Accelerators',
  IMG: 'Images',
  JOB: 'Runs',
  NET: 'Who finds whom',
  PDB: 'Disruption budgets',
  POD: 'Pods',
  PROBE: 'Probes, start and end of pods',
  QUEUE: 'Queues of Kueue',
  REF: 'Who needs what',
  REL: 'Releases',
  RES: 'Resources',
  SCALE: 'Scalers',
  SEC: 'Security',
  TRAIN: 'Training',
  VER: 'Versions of Kubernetes',
  VOL: 'Volumes',
  WAIVE: 'Waivers',
};

const LINTERS = { kubeLinter: 'kube-linter', kubeScore: 'kube-score', polaris: 'Polaris', checkov: 'Checkov' } as const;

const HEAD = `# Rules

<!-- Generated from src/rules/table.ts: node --require tsx/cjs docs/generate.ts -->

Every synth judges the manifests as they will be applied: after patches, with objects that other libraries made. An **error** is what cannot
work, because the API server refuses it, or because no pod of it can ever start or be reached; it stops the synth, and no file is written.
Everything else that is unwise is a **warning**. Where a rule says both, the severity in the table is the heavier one.

What the manifests refer to and somebody else makes is declared with \`External.declare(chart, { kind, name })\`. A finding is waived for
everything below one construct, with the reason that reviewers will read, by \`Waivers.of(construct).add('ML-…', 'reason')\`; the reason reaches
the manifests as annotation \`cdk8s-ml.dev/waive.<rule>\`, beside the annotations by which linters pass over their checks of the same thing. In
manifests from elsewhere the annotation can be written by hand.

\`Rules.of(construct).severity('ML-…', Severity.ERROR)\` makes every finding of a rule below a construct weigh that much, \`.off('ML-…')\` turns it off, and
\`.add(…)\` adds one of your own. \`npx cdk8s-ml check FOLDER\` judges manifests from anywhere by the same rules.
`;

/** The page about the rules, from their table. */
export function rulesDocument(): string {
  const subjects = [...new Set(RULES.map(subjectOf))];
  return [HEAD, overview(), ...subjects.map((subject) => section(subject, RULES.filter((rule) => subjectOf(rule) === subject)))].join('\n');
}

function overview(): string {
  const rows = RULES.map(({ id, title, severity }) => `| [${id}](#${id.toLowerCase()}) | ${title} | ${severity} |`);
  return `| Rule | What holds | Severity |\n|---|---|---|\n${rows.join('\n')}\n`;
}

function section(subject: string, rules: readonly Rule[]): string {
  return `## ${SUBJECTS[subject]}\n\n${rules.map(entry).join('\n')}`;
}

function entry({ id, title, severity, why, fix, example, linters }: Rule): string {
  const checks = (Object.keys(LINTERS) as (keyof typeof LINTERS)[]).flatMap((linter) => {
    const names = linters?.[linter] ?? [];
    return names.length > 0 ? [`${LINTERS[linter]} ${names.map((name) => `\`${name}\``).join(', ')}`] : [];
  });
  return [
    `### ${id}`,
    '',
    `**${capital(title)}.** ${severity === Severity.ERROR ? 'Error.' : 'Warning.'}`,
    '',
    why.replace(/(https:\/\/\S+)/g, '<$1>'),
    '',
    `*${fix.startsWith('`') ? fix : capital(fix)}*`,
    '',
    '```text',
    example,
    '```',
    '',
    ...checks.length > 0 ? [`A waiver reaches ${checks.join('; ')}.`, ''] : [],
  ].join('\n');
}

const subjectOf = ({ id }: Rule): string => id.split('-')[1];
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
