import { writeFileSync } from 'node:fs';
import { Command } from 'commander';
import { importNodes } from './import-nodes';
import { KeptFacts } from './kept-facts';
import { refusal } from '../../border/problems';
import { unreadable } from '../input/files';

interface ImportOptions {
  readonly name?: string;
  readonly output?: string;
}

/** Adds `import-nodes` to the command line. */
export function registerImportNodes(cli: Command): void {
  cli.command('import-nodes')
    .description('write the facts of a cluster from its nodes, which standard input lists, with its DaemonSets or without')
    .option('--name <name>', 'how messages call the cluster; as the file did before, or "cluster", without it')
    .option('--output <file>', 'the file to write; what was added to it by hand is kept; standard output without it')
    .addHelpText('after', '\nExample:\n  kubectl get nodes,daemonsets -A -o json | cdk8s-ml import-nodes --name prod --output prod.yaml\n\n'
      + 'What the DaemonSets take of each node is kept free; without them, list nodes alone: kubectl get nodes -o json.')
    .action(async ({ name, output }: ImportOptions) => {
      if (process.stdin.isTTY) {
        throw refusal(['standard input must be a list of nodes in JSON, got a terminal; run kubectl get nodes -o json | npx cdk8s-ml import-nodes']);
      }
      const { text, notes } = importNodes(await standardInput(), name, keptFrom(output));
      write(text, output);
      process.stderr.write(notes.map((note) => `note ${note}\n`).join(''));
    });
}

function write(text: string, output: string | undefined): void {
  if (output === undefined) {
    process.stdout.write(text);
    return;
  }
  try {
    writeFileSync(output, text);
  } catch (error) {
    throw refusal([`'--output' must be a file that can be written, got "${output}"; ${unreadable(error)}`]);
  }
}

function keptFrom(output: string | undefined): KeptFacts {
  try {
    return KeptFacts.of(output);
  } catch (error) {
    throw refusal([`'--output' must be a new file or one of a cluster's facts, got "${output}"; take another name, or mend this: ${(error as Error).message}`]);
  }
}

async function standardInput(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) {
    chunks.push(chunk as Buffer);
  }
  try {
    return Buffer.concat(chunks).toString('utf8');
  } catch {
    throw refusal(['standard input must be at most 512 MiB, got more; ask for fewer nodes: kubectl get nodes -l KEY=VALUE -o json']);
  }
}
