#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { registerCheck } from './check/command';
import { UNJUDGED } from './exit-codes';
import { registerImportNodes } from './import-nodes/command';

/** The version of the package that this program belongs to. */
const { version } = JSON.parse(readFileSync(join(__dirname, '..', '..', 'package.json'), 'utf8')) as { readonly version: string };

/** `cdk8s-ml`: what the library knows, for manifests that it did not make. Each command registers itself. */
function program(): Command {
  const cli = new Command('cdk8s-ml')
    .description('Judges Kubernetes manifests before they are applied.')
    .version(version)
    .showHelpAfterError('(cdk8s-ml --help tells what there is)')
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : UNJUDGED));
  registerCheck(cli);
  registerImportNodes(cli);
  return cli;
}

for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // head and less go when they have read enough, and the judgement stays what it is
    if (error.code !== 'EPIPE') {
      process.exitCode = UNJUDGED;
      if (stream === process.stdout) {
        process.stderr.write(`standard output cannot be written: ${error.message}\n`);
      }
    }
  });
}

program().parseAsync().catch((error: unknown) => {
  process.stderr.write(`${inWords(error)}\n`);
  process.exitCode = UNJUDGED;
});

/** A refusal says all that there is to say; anything else is a fault of this program. */
function inWords(error: unknown): string {
  if (!(error instanceof Error)) {
    return String(error);
  }
  if (process.env.CDK8S_ML_STACK) {
    return error.stack ?? error.message;
  }
  return error.name === 'Refused' ? error.message : `cdk8s-ml failed: ${error.message}; CDK8S_ML_STACK=1 shows where, please report it`;
}
