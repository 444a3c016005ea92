import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { newFolder } from './folder';

/** Runs a program in a process of its own; it prints the files of the packages that it loaded. */
function loadedBy(program: string): string[] {
  const source = `
    const { Duration, Size } = require('cdk8s');
    const { Cpu, MlApp, MlChart, MlNamespace, ModelServer, OnlineInference, Release, Resources } = require('./src');
    ${program}
    console.log(Object.keys(require.cache).join('\\n'));`;
  const root = join(__dirname, '..', '..');
  return execFileSync(process.execPath, ['--require', 'tsx/cjs', '-e', source], {
    cwd: root, encoding: 'utf8', env: { ...process.env, CDK8S_OUTDIR: newFolder(), NODE_OPTIONS: '' },
  }).split('\n');
}

test('a synth that does not use cdk8s-plus does not load it', () => {
  const files = loadedBy(`
    const app = new MlApp();
    const namespace = new MlNamespace(new MlChart(app, 'chart'), 'team-a', { owner: 'nlp', costCenter: 'cc-1' });
    const make = (id) => new OnlineInference(namespace, id, {
      release: Release.of({ model: id, version: '1.0.0' }),
      server: ModelServer.http({ image: 'registry.example.com/' + id + ':1.0.0', loadTime: Duration.seconds(20) }),
      resources: Resources.guaranteed({ cpu: Cpu.units(1), memory: Size.gibibytes(2) }),
    });
    make('chat').allowFrom(make('front'));
    app.synth();`);

  expect(files.some((file) => file.includes('/cdk8s/'))).toBe(true);
  expect(files.filter((file) => file.includes('cdk8s-plus'))).toEqual([]);
});
