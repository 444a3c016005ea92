import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ApiObject, App, AppProps, Chart, JsonPatch, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { newFolder } from './folder';
import { configMap, duplicates, duplicateText, lonelyService, lonelyText } from './objects';
import '../../src/synth/stock-app';
import * as rules from '../../src/rules/judge';
import { MlApp } from '../../src/synth/ml-app';

const REFUSED = `Validation failed with the following errors:\n  [chart/a-again] ${duplicateText('chart/a', 'a')}`;

function newApp(props: AppProps = {}): App {
  return new App({ outdir: join(newFolder(), 'out'), ...props });
}

let printed: string[];
beforeEach(() => {
  printed = [];
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => printed.push(String(text)) > 0);
});
afterEach(() => jest.restoreAllMocks());

test('a stock app is refused with the findings, and writes nothing', () => {
  const app = newApp();
  duplicates(new Chart(app, 'chart'), 'a');
  configMap(new Chart(app, 'other'), 'b');

  expect(() => app.synth()).toThrow(new Error(REFUSED));
  expect(existsSync(app.outdir) ? readdirSync(app.outdir) : []).toEqual([]);
  expect(() => app.synthYaml()).toThrow(new Error(REFUSED));
});

test('a chart of it is refused too, each time for what it is then', () => {
  const chart = new Chart(newApp(), 'chart');
  duplicates(chart, 'a');

  expect(() => Testing.synth(chart)).toThrow(new Error(REFUSED));
  expect(() => Testing.synth(chart)).toThrow(new Error(REFUSED));

  chart.node.tryRemoveChild('a-again');
  expect(Testing.synth(chart)).toHaveLength(1);
});

const MISFIT = 'JSON patch 1 (remove /data/nope) does not fit: there is no /data/nope; correct the path, or leave the patch out';

test('patches that do not fit are refused before a file is written, all of them, with paths and without frames', () => {
  const app = newApp();
  configMap(new Chart(app, 'a'), 'fits');
  const charts = ['b', 'c'].map((id) => new Chart(app, id));
  charts.forEach((chart) => configMap(chart, 'map').addJsonPatch(JsonPatch.remove('/data/nope')));

  const text = `Validation failed with the following errors:\n  [b/map] ${MISFIT}\n  [c/map] ${MISFIT}`;
  expect(() => app.synth()).toThrow(expect.objectContaining({ message: text, stack: `Error: ${text}` }));
  expect(existsSync(app.outdir) ? readdirSync(app.outdir) : []).toEqual([]);
  expect(() => app.synthYaml()).toThrow(new Error(text));
  expect(() => Testing.synth(charts[0])).toThrow(new Error(text));
});

test('a chart of an MlApp is refused with the path too', () => {
  const chart = new Chart(new MlApp({ outdir: join(newFolder(), 'out') }), 'chart');
  configMap(chart, 'map').addJsonPatch(JsonPatch.remove('/data/nope'));

  expect(() => Testing.synth(chart)).toThrow(new Error(`Validation failed with the following errors:\n  [chart/map] ${MISFIT}`));
});

test('what cannot be rendered because its scope is unhappy is said once', () => {
  const app = newApp();
  const chart = new Chart(app, 'chart');
  configMap(chart, 'map').addJsonPatch(JsonPatch.remove('/data/nope'));
  chart.node.addValidation({ validate: () => ['is unhappy'] });

  expect(() => app.synth()).toThrow(new Error('Validation failed with the following errors:\n  [chart] is unhappy'));
});

test('after the tree is mended the old verdict is gone', () => {
  const app = newApp();
  const chart = new Chart(app, 'chart');
  const [first] = duplicates(chart, 'a');
  expect(() => app.synth()).toThrow(REFUSED);

  chart.node.tryRemoveChild('a');
  app.synth();
  expect(first.node.validate()).toEqual([]);

  duplicates(new Chart(app, 'later'), 'z');
  expect(() => app.synth()).toThrow(`[later/z-again] ${duplicateText('later/z', 'z')}`);
});

test('one synth of many charts is judged once, and its warnings are printed once', () => {
  const app = newApp();
  for (const id of ['a', 'b', 'c']) {
    lonelyService(new Chart(app, id), `web-${id}`);
  }
  const judge = jest.spyOn(rules, 'judge');

  app.synth();

  expect(judge).toHaveBeenCalledTimes(1);
  expect(printed.join('')).toBe(['a', 'b', 'c'].map((id) => `warning [${id}/web-${id}] ${lonelyText(`web-${id}`)}\n`).join(''));
  app.synthYaml();
  expect(judge).toHaveBeenCalledTimes(2);
});

test('what renders differently each time is judged as it is written', () => {
  const app = newApp();
  const chart = new Chart(app, 'chart');
  configMap(chart, 'ours');
  new kplus.Deployment(chart, 'theirs', { containers: [{ image: 'nginx:1' }], spread: true });

  // zone and host, once each
  expect(app.synthYaml().match(/topologyKey/g)).toHaveLength(2);
});

test('an object that has a rendering of its own keeps it', () => {
  const app = newApp();
  const chart = new Chart(app, 'chart');
  configMap(chart, 'ours');
  const object = new ApiObject(chart, 'theirs', { apiVersion: 'v1', kind: 'Secret' });
  const toJson = () => ({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'own' } });
  Object.defineProperty(object, 'toJson', { value: toJson, configurable: true, writable: true });

  expect(app.synthYaml()).toContain('name: own');
  expect(object.toJson).toBe(toJson);
});

test('a construct that says something itself is still heard, once', () => {
  const app = newApp();
  const chart = new Chart(app, 'chart');
  configMap(chart, 'ours');
  chart.node.addValidation({ validate: () => ['is unhappy'] });

  expect(() => app.synth()).toThrow(new Error('Validation failed with the following errors:\n  [chart] is unhappy'));
});

test('an app of a class of its own keeps its synth and its name', () => {
  class CompanyApp extends App {
    public synths = 0;

    public synth(): void {
      this.synths++;
      super.synth();
    }
  }
  const app = new CompanyApp({ outdir: join(newFolder(), 'out') });
  const chart = new Chart(app, 'chart');
  duplicates(chart, 'a');

  expect(() => app.synth()).toThrow(REFUSED);
  expect(app.synths).toBe(1);
  expect(app).toBeInstanceOf(CompanyApp);
  expect(app.constructor.name).toBe('CompanyApp');
  expect(() => new Chart(app, 'chart')).toThrow("There is already a Construct with name 'chart' in CompanyApp");
});

test('an app without objects of this library is left alone', () => {
  const app = newApp();
  const chart = new Chart(app, 'chart');
  const judge = jest.spyOn(rules, 'judge');
  new ApiObject(chart, 'theirs', { apiVersion: 'v1', kind: 'Secret' });

  app.synth();

  expect(judge).not.toHaveBeenCalled();
  expect(Object.getPrototypeOf(app)).toBe(App.prototype);
});
