import { Command, Option } from 'commander';
import { check, FORMATS } from './check';
import { CheckOptions } from './options';

const several = (text: string, before: readonly string[]): string[] => [...before, text];

/** Adds `check` to the command line. */
export function registerCheck(cli: Command): void {
  cli.command('check')
    .description('judge manifests, whoever made them; ends with 0 without errors, 1 with errors, 2 if it could not judge')
    .argument('<inputs...>', "folders or files of manifests in YAML or JSON; '-' is standard input")
    .option('--cluster <file>', 'the cluster that they are meant for, as import-nodes wrote it')
    .addOption(new Option('--format <format>', 'how the findings are written to standard output').choices(Object.keys(FORMATS)).default('text'))
    .option('--baseline <file>', 'findings that may stay; only others fail')
    .option('--write-baseline <file>', 'write all findings into a baseline, and end with 0')
    .option('--severity <rule=severity>', 'make a rule an error or a warning, or turn it off; may be repeated', several, [])
    .option('--rules <module>', 'a JavaScript module that exports rules of your own; may be repeated', several, [])
    .option('--external <kind/name>', 'an object that somebody else makes (Secret/name, Secret/namespace/name); may be repeated', several, [])
    .addHelpText('after', '\nExamples:\n  cdk8s-ml check k8s/\n  helm template chart | cdk8s-ml check -\n  cdk8s-ml check k8s/ --format sarif > findings.sarif')
    .action(async (inputs: string[], options: CheckOptions) => {
      const { stdout, stderr, code } = await check(inputs, options, cli.version() ?? '');
      process.stderr.write(stderr.map((line) => `${line}\n`).join(''));
      process.stdout.write(stdout);
      process.exitCode = code;
    });
}
