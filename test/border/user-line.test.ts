import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Size } from 'cdk8s';
import { Cpu } from '../../src/border/cpu';
import { userLine } from '../../src/border/user-line';
import { Cluster } from '../../src/cluster/cluster';
import { NodePool } from '../../src/cluster/node-pool';
import { Scaling } from '../../src/serving/scaling/scaling';

const here = (path: string) => join(process.cwd(), path);
const stackOf = (...frames: string[]) => ['Refused: text', '  [a] text at (x.ts:1:1)', ...frames.map((frame) => `    at ${frame}`)].join('\n');

describe('the line of the user\'s program', () => {
  test.each<[string, string[], string | undefined]>([
    ['of a function', [`load (${here('src/border/problems.ts')}:3:1)`, `load (${here('main.ts')}:12:5)`, `Object.<anonymous> (${here('main.ts')}:20:1)`], 'main.ts:12:5'],
    ['of a module', [`${here('programs/main.ts')}:4:26`], 'programs/main.ts:4:26'],
    ['of a module by its address', [`async ${pathToFileURL(here('my programs/main.mjs'))}:4:26`], 'my programs/main.mjs:4:26'],
    ['of a callback', ['Array.map (<anonymous>)', `new Team (${here('main.ts')}:9:2)`], 'main.ts:9:2'],
    ['behind packages and Node', [`f (${here('node_modules/cdk8s-ml/lib/border/problems.js')}:1:1)`, 'node:internal/main:1:1', `f (${here('a.js')}:2:2)`], 'a.js:2:2'],
    ['below a program in Python', [`f (${here('.venv/lib/python3.12/site-packages/jsii/_embedded/jsii/lib/program.js')}:1:1)`], undefined],
    ['outside of the working directory', ['f (/opt/program.js:1:1)', `f (${here('main.ts')}:1:1)`], undefined],
    ['nowhere', [], undefined],
  ])('%s', (_, frames, line) => {
    expect(userLine(stackOf(...frames))).toBe(line);
  });
});

describe('an error', () => {
  const stackOfError = (make: () => unknown): string => {
    try {
      make();
    } catch (error) {
      return (error as Error).stack!.replace(/:\d+:\d+$/, ':0:0');
    }
    return '';
  };

  test.each<[string, () => unknown, string]>([
    ['a factory\'s arguments', () => Scaling.onCpu(70 as any), '[Scaling.onCpu] \'props\' must be a UtilizationScaling, got 70; write for example { targetPercent: …, max: …, min: … }'],
    ['a fact', () => NodePool.cpu('general', { cpu: Cpu.units(8), memory: Size.gibibytes(32), maxNodes: 0 }),
      '[node pool general] \'maxNodes\' must be a whole number of at least 1, got 0; give a whole number in that range'],
    ['what a fact does not have', () => Cluster.of('prod').pool('l4'), '[cluster prod] has no pool "l4"; it has none'],
  ])('about %s tells that line, and no frames', (_, make, message) => {
    expect(stackOfError(make)).toBe(`Refused: ${message}\n  at test/border/user-line.test.ts:0:0`);
  });
});
