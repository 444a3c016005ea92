import { Problems } from '../../src/border/problems';
import { checkProgram, checkScript } from '../../src/border/program';

const said = (check: (problems: Problems) => void): string[] => {
  const problems = new Problems('');
  check(problems);
  return problems.all;
};
const RULE = "'command' must be a program and, each for itself, its arguments, for no shell takes them apart, got ";

describe('a program', () => {
  test.each<[string[] | undefined]>([[undefined], [[]], [['python', 'train.py']], [['sh', '-c', 'python train.py']], [['python']], [[' ']], [['./run ']]])('%j is one', (command) => {
    expect(said((problems) => checkProgram(problems, 'command', command))).toEqual([]);
  });

  test.each([
    [['python train.py'], 'write ["python", "train.py"]'],
    [[' python\ttrain.py '], 'write ["python", "train.py"]'],
    [['python train.py', '--epochs', '3'], 'write ["python", "train.py", "--epochs", "3"]'],
    [['cd /app && python train.py'], 'write ["sh", "-c", "cd /app && python train.py"]'],
  ])('%j is more than one', (command, remedy) => {
    expect(said((problems) => checkProgram(problems, 'command', command))).toEqual([`${RULE}${JSON.stringify(command)}; ${remedy}`]);
  });
});

describe('a script', () => {
  test.each(['train.py', 'src/train.py', '-m'])('%s is one', (script) => expect(said((problems) => checkScript(problems, 'script', script))).toEqual([]));

  test.each([
    ['train.py --lr 1', 'write script: "train.py", args: ["--lr", "1"]'],
    ['python3.12 train.py', 'write script: "train.py"'],
    ['torchrun train.py', 'write script: "train.py"'],
  ])('%s is more than one', (script, remedy) => {
    expect(said((problems) => checkScript(problems, 'script', script))).toEqual([`'script' must be a script alone, for no shell takes it apart, got ${JSON.stringify(script)}; ${remedy}`]);
  });
});
