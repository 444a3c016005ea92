import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Chart } from 'cdk8s';
import { newFolder } from './folder';
import { ManifestObject } from '../../src/manifest/manifest-object';
import { MlApp } from '../../src/synth/ml-app';
import { service } from '../rules/manifests';

const bad = (...ports: number[]): any => service({ selector: undefined, ports: ports.map((port, i) => ({ port, name: `port-${i}` })) });

describe('the baseline of an app', () => {
  const file = (): string => join(newFolder(), 'baseline.json');
  let printed: string;

  beforeEach(() => {
    printed = '';
    jest.spyOn(process.stderr, 'write').mockImplementation((text) => Boolean(printed += String(text)));
  });
  afterEach(() => {
    jest.restoreAllMocks();
    delete process.env.CDK8S_ML_BASELINE;
  });

  function synth(baseline: string, manifest: any): MlApp {
    const app = new MlApp({ outdir: newFolder(), baseline });
    new ManifestObject(new Chart(app, 'chart'), 'service', manifest);
    app.synth();
    return app;
  }

  test('is written on demand, and lets pass what was there', () => {
    const baseline = file();
    process.env.CDK8S_ML_BASELINE = 'write';
    const app = synth(baseline, bad(70000));
    expect(existsSync(join(app.outdir, 'chart.k8s.yaml'))).toBe(true);
    expect(JSON.parse(readFileSync(baseline, 'utf8')).findings).toMatchObject([{ rule: 'ML-API-017', severity: 'error', object: 'Service/team-a/chat', count: 1 }]);
    delete process.env.CDK8S_ML_BASELINE;
    expect(synth(baseline, bad(80000)).findings).toMatchObject([{ rule: 'ML-API-017', known: true }]);
    expect(() => synth(baseline, bad(80000, 70000))).toThrow(/^\[chart\/service\] ML-API-017: .*70000/);
    expect(printed).toBe('');
    synth(baseline, bad(80));
    expect(printed).toBe(`${baseline}: ML-API-017 of Service/team-a/chat is gone; take it out by a run with CDK8S_ML_BASELINE=write\n`);
  });

  test('has to be there, and to be one', () => {
    const baseline = file();
    expect(() => new MlApp({ baseline })).toThrow(`[MlApp] 'baseline' must be a baseline file, got "${baseline}"; there is none; write it by a run with CDK8S_ML_BASELINE=write`);
    for (const [text, says] of [
      ['{', 'it is no JSON ('], ['{}', 'it is no baseline of version 1, which begins with { "version": 1, "findings": ['],
      ['{"version": 1, "findings": [{"rule": "a"}]}', 'findings[0] must have rule, severity, object and a count of at least 1'],
    ]) {
      writeFileSync(baseline, text);
      expect(() => new MlApp({ baseline })).toThrow(`got "${baseline}"; ${says}`);
    }
  });
});
