import { Command } from 'commander';

/** Adds `check` to the command line. */
export function registerCheck(cli: Command): void {
  cli.command('check')
    .description('judge manifests, whoever made them')
    .argument('<inputs...>', "folders or files of manifests, '-' for standard input");
}
