import { Problems } from './problems';

/** What only a shell understands. */
const FOR_A_SHELL = /["'`\\|&;<>$()*]/;

/** Records a problem if a program and its arguments are written as one string: no shell takes it apart, and no file has such a name. */
export function checkProgram(problems: Problems, property: string, command: readonly string[] = []): void {
  const [program, ...rest] = command;
  if (program !== undefined && isSeveral(program)) {
    const list = FOR_A_SHELL.test(program) ? ['sh', '-c', program] : [...wordsOf(program), ...rest];
    problems.add(property, 'a program and, each for itself, its arguments, for no shell takes them apart', command, `write ${listText(list)}`);
  }
}

/** Records a problem if a script and its arguments are written as one string. */
export function checkScript(problems: Problems, property: string, script: string): void {
  if (isSeveral(script)) {
    const [file, ...args] = wordsOf(script.replace(/^\s*(python[\d.]*|torchrun)\s+/, ''));
    problems.add(property, 'a script alone, for no shell takes it apart', script, `write script: ${JSON.stringify(file)}${args.length > 0 ? `, args: ${listText(args)}` : ''}`);
  }
}

const isSeveral = (text: string): boolean => /\S\s+\S/.test(text);

const wordsOf = (text: string): string[] => text.trim().split(/\s+/);

const listText = (list: readonly string[]): string => `[${list.map((part) => JSON.stringify(part)).join(', ')}]`;
