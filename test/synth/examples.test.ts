import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { filesIn, newFolder } from './folder';
import { exampleNames } from '../../examples/synth';
import { RECORD } from '../../src/synth/written-files';

/** What an example writes, with its own app or with cdk8s' in its place. */
function filesOf(example: string, stock: boolean): Record<string, string> {
  const outdir = newFolder();
  process.env.CDK8S_OUTDIR = outdir;
  jest.isolateModules(() => {
    if (stock) {
      jest.doMock('cdk8s-ml', () => ({ ...jest.requireActual('cdk8s-ml'), MlApp: jest.requireActual('cdk8s').App }));
    }
    jest.requireActual(join(__dirname, '..', '..', 'examples', example, 'main.ts'));
  });
  jest.dontMock('cdk8s-ml');
  delete process.env.CDK8S_OUTDIR;
  // only this library keeps one
  expect(existsSync(join(outdir, RECORD))).toBe(!stock);
  return filesIn(outdir);
}

beforeEach(() => jest.spyOn(process.stderr, 'write').mockReturnValue(true));
afterEach(() => jest.restoreAllMocks());

test.each(exampleNames())('example %s writes the same with a stock App', (example) => {
  const ours = filesOf(example, false);

  expect(Object.keys(ours)).not.toEqual([]);
  expect(filesOf(example, true)).toEqual(ours);
});
