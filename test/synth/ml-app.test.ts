import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ApiObject, App, Chart, Lazy, Testing, YamlOutputType } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { filesIn, newFolder } from './folder';
import { configMap, duplicates, duplicateText, lonelyService, lonelyText } from './objects';
import { Cluster } from '../../src/cluster/cluster';
import { ManifestObject } from '../../src/manifest/manifest-object';
import { MlChart } from '../../src/platform/ml-chart';
import { MlNamespace } from '../../src/platform/namespace/ml-namespace';
import { scopeOf } from '../../src/platform/scope';
import { MlApp, MlAppProps } from '../../src/synth/ml-app';

function newApp(props: MlAppProps = {}): MlApp {
  return new MlApp({ outdir: join(newFolder(), 'out'), ...props });
}

function errorOf(task: () => unknown): Error {
  try {
    task();
  } catch (e) {
    return e as Error;
  }
  throw new Error('nothing was thrown');
}

let printed: string[];
beforeEach(() => {
  printed = [];
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => printed.push(String(text)) > 0);
});
afterEach(() => jest.restoreAllMocks());

describe('what is wrong', () => {
  test('is said in one error, all of it, and nothing is written', () => {
    const app = newApp();
    const first = new Chart(app, 'first');
    const second = new Chart(app, 'second');
    first.node.addValidation({ validate: () => ['is unhappy', 'is very unhappy'] });
    new Construct(second, 'part').node.addValidation({ validate: () => ['has a reason too'] });
    duplicates(first, 'a');
    duplicates(second, 'b');

    const error = errorOf(() => app.synth());

    expect(error.message).toBe([
      '5 problems:',
      '[first] is unhappy',
      '[first] is very unhappy',
      '[second/part] has a reason too',
      `[first/a-again] ${duplicateText('first/a', 'a')}`,
      `[second/b-again] ${duplicateText('second/b', 'b')}`,
    ].join('\n  '));
    expect(existsSync(app.outdir)).toBe(false);
  });

  test('is said in a line where it is one thing', () => {
    const app = newApp();
    duplicates(new Chart(app, 'chart'), 'a');

    expect(() => app.synth()).toThrow(new Error(`[chart/a-again] ${duplicateText('chart/a', 'a')}`));
    expect(() => app.synthYaml()).toThrow(new Error(`[chart/a-again] ${duplicateText('chart/a', 'a')}`));
  });

  test('shows no stack frames unless asked', () => {
    const app = newApp();
    duplicates(new Chart(app, 'chart'), 'a');

    expect(errorOf(() => app.synth()).stack).not.toContain('    at ');
    process.env.CDK8S_ML_STACK = '1';
    try {
      expect(errorOf(() => app.synth()).stack).toContain('    at ');
    } finally {
      delete process.env.CDK8S_ML_STACK;
    }
  });

  test('is every object that cannot be rendered, and then nothing is judged', () => {
    const app = newApp();
    const chart = new Chart(app, 'chart');
    const broken = (id: string) => new ApiObject(chart, id, {
      apiVersion: 'v1', kind: 'Secret', metadata: { name: id }, data: Lazy.any({ produce: () => { throw new Error(`no ${id}`); } }),
    });
    broken('a');
    broken('b');
    duplicates(chart, 'c');

    expect(errorOf(() => app.synth()).message).toBe([
      '2 problems:',
      "[chart/a] Failed serializing construct at path 'chart/a' with name 'a': Error: no a",
      "[chart/b] Failed serializing construct at path 'chart/b' with name 'b': Error: no b",
    ].join('\n  '));
  });

  test('is not said twice where an object cannot be rendered for what its construct complains of', () => {
    const app = newApp();
    const construct = new Construct(new Chart(app, 'chart'), 'empty');
    construct.node.addValidation({ validate: () => ['must have a container'] });
    new ApiObject(construct, 'Resource', { apiVersion: 'v1', kind: 'Pod', spec: Lazy.any({ produce: () => { throw new Error('no container'); } }) });

    expect(errorOf(() => app.synth()).message).toBe('[chart/empty] must have a container');
  });

  test('is a circle of dependencies, in the words of cdk8s, among the rest', () => {
    const app = newApp();
    const [a, b] = [new Chart(app, 'a'), new Chart(app, 'b')];
    a.addDependency(b);
    b.addDependency(a);

    expect(errorOf(() => app.synth()).message).toBe('Dependency cycle detected: a => b => a');

    a.node.addValidation({ validate: () => ['is unhappy'] });
    duplicates(a, 'c');
    expect(errorOf(() => app.synth()).message).toBe([
      '3 problems:', '[a] is unhappy', 'Dependency cycle detected: a => b => a', `[a/c-again] ${duplicateText('a/c', 'c')}`,
    ].join('\n  '));
  });

  test('is gone when the tree is mended', () => {
    const app = newApp();
    const chart = new Chart(app, 'chart');
    duplicates(chart, 'a');
    expect(() => app.synth()).toThrow('is made twice');
    expect(app.findings).toHaveLength(1);

    chart.node.tryRemoveChild('a-again');
    app.synth();

    expect(app.findings).toEqual([]);
    expect(Object.keys(filesIn(app.outdir))).toEqual(['chart.k8s.yaml']);
  });
});

describe('two objects that would go to one file', () => {
  test('are an error that names both', () => {
    const app = newApp({ yamlOutputType: YamlOutputType.FILE_PER_RESOURCE });
    const chart = new Chart(app, 'chart');
    new ManifestObject(chart, 'here', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'same', namespace: 'team-a' } });
    new ManifestObject(chart, 'there', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'same', namespace: 'team-b' } });

    expect(errorOf(() => app.synth()).message).toBe('[chart/there] goes to the file ConfigMap.same.k8s.yaml, as does [chart/here], and would overwrite it; '
      + 'give one of them another name, or give the app another yamlOutputType');
    expect(existsSync(app.outdir)).toBe(false);
  });

  test('are none where each chart has a folder', () => {
    const app = newApp({ yamlOutputType: YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE });
    for (const id of ['a', 'b']) {
      new ManifestObject(new Chart(app, id), 'object', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'same', namespace: id } });
    }
    app.synth();

    expect(Object.keys(filesIn(app.outdir))).toEqual(['a/ConfigMap.same.k8s.yaml', 'b/ConfigMap.same.k8s.yaml']);
  });

  test('may be two charts, or a chart and the metadata of the constructs', () => {
    const app = newApp();
    // cdk8s leaves the id Default out of names
    new Chart(new Construct(app, 'Default'), 'a');
    new Chart(new Construct(app, 'a'), 'Default');
    expect(errorOf(() => app.synth()).message).toMatch(/^\[a\/Default\] goes to the file a-c8\w+\.k8s\.yaml, as does \[Default\/a\],/);

    const other = newApp({ outputFileExtension: '.json', recordConstructMetadata: true });
    new Chart(other, 'construct-metadata');
    expect(errorOf(() => other.synth()).message).toMatch(/goes to the file construct-metadata\.json, as does \[construct-metadata\],/);
  });
});

describe('findings', () => {
  test('are there after the synth, as a copy', () => {
    const app = newApp();
    lonelyService(new Chart(app, 'chart'), 'web');
    expect(app.findings).toEqual([]);

    app.synth();

    expect(app.findings).toEqual([expect.objectContaining({ rule: 'ML-NET-001', severity: 'warning', path: 'chart/web', object: 'Service/team-a/web' })]);
    app.findings.pop();
    expect(app.findings).toHaveLength(1);
  });

  test('that are warnings are printed once, a line each', () => {
    const app = newApp();
    const chart = new Chart(app, 'chart');
    lonelyService(chart, 'a');
    lonelyService(chart, 'b');

    app.synth();

    expect(printed.join('')).toBe(`warning [chart/a] ${lonelyText('a')}\nwarning [chart/b] ${lonelyText('b')}\n`);
  });

  test('are not printed by a quiet app', () => {
    const app = newApp({ quiet: true });
    lonelyService(new Chart(app, 'chart'), 'web');

    app.synth();

    expect(printed).toEqual([]);
    expect(app.findings).toHaveLength(1);
  });

  test('refuse a chart by itself too, each time for what it is then', () => {
    const chart = new Chart(newApp(), 'chart');
    duplicates(chart, 'a');
    const message = `Validation failed with the following errors:\n  [chart/a-again] ${duplicateText('chart/a', 'a')}`;

    expect(() => Testing.synth(chart)).toThrow(new Error(message));
    expect(() => chart.toJson()).toThrow(new Error(message));

    chart.node.tryRemoveChild('a');
    expect(Testing.synth(chart)).toHaveLength(1);
  });
});

describe('what is below takes from the app', () => {
  test('cluster, labels, pull secrets and priority class', () => {
    const cluster = Cluster.of('prod');
    const app = newApp({ cluster, labels: { team: 'nlp' }, imagePullSecrets: ['registry'], priorityClassName: 'high' });
    const chart = new MlChart(app, 'chart', { priorityClassName: 'higher' });

    expect(scopeOf(chart)).toEqual({ cluster, labels: { team: 'nlp' }, imagePullSecrets: ['registry'], priorityClassName: 'higher' });
  });

  test('labels and annotations of every scope, into objects that others made', () => {
    const app = newApp({ labels: { env: 'prod' }, quiet: true });
    const chart = new MlChart(app, 'chart');
    const namespace = new MlNamespace(chart, 'team-a', { owner: 'nlp', costCenter: 'a cost centre with spaces' });
    new ApiObject(namespace, 'theirs', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'theirs', namespace: 'team-a', labels: { env: 'mine' } } });
    new kplus.ServiceAccount(namespace, 'account', { metadata: { name: 'account', namespace: 'team-a' } });
    app.synth();

    const objects = Testing.synth(chart);
    const metadataOf = (name: string) => objects.find((object) => object.metadata.name === name).metadata;
    expect(metadataOf('theirs')).toEqual({
      name: 'theirs',
      namespace: 'team-a',
      labels: { ...scopeOf(namespace).labels, env: 'mine' },
      annotations: { 'cdk8s-ml.dev/cost-center': 'a cost centre with spaces' },
    });
    expect(metadataOf('account').labels).toEqual(scopeOf(namespace).labels);
    expect(app.synthYaml()).toBe(app.synthYaml());
  });
});

describe('what cdk8s is told by the environment', () => {
  afterEach(() => {
    delete process.env.CDK8S_OUTDIR;
    delete process.env.CDK8S_RECORD_CONSTRUCT_METADATA;
  });

  test('is the folder', () => {
    process.env.CDK8S_OUTDIR = join(newFolder(), 'told');
    const app = new MlApp();
    configMap(new Chart(app, 'chart'), 'a');
    app.synth();

    expect(Object.keys(filesIn(process.env.CDK8S_OUTDIR))).toEqual(['chart.k8s.yaml']);
  });

  test('is whether the constructs are recorded', () => {
    process.env.CDK8S_RECORD_CONSTRUCT_METADATA = 'true';
    const app = newApp();
    configMap(new Chart(app, 'chart'), 'a');
    app.synth();

    expect(filesIn(app.outdir)['construct-metadata.json']).toBe('{"version":"1.0.0","resources":{"a":{"path":"chart/a"}}}');
  });

  test('and then objects that share a name are told apart, for the reports of cdk8s-cli', () => {
    const made = (app: MlApp) => {
      const chart = new Chart(app, 'chart');
      configMap(chart, 'shared');
      new ApiObject(chart, 'b', { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'shared', namespace: 'team' } });
      app.synth();
      return JSON.parse(filesIn(app.outdir)['construct-metadata.json']).resources;
    };
    process.env.CDK8S_RECORD_CONSTRUCT_METADATA = 'true';
    expect(made(newApp())).toEqual({ 'shared': { path: 'chart/b' }, 'ConfigMap/shared': { path: 'chart/shared' }, 'Secret/team/shared': { path: 'chart/b' } });
    // asked for by a property it is as cdk8s writes it
    expect(made(newApp({ recordConstructMetadata: true }))).toEqual({ shared: { path: 'chart/b' } });
  });
});

test('each construct is validated, each object rendered and the whole judged once', () => {
  const app = newApp({ quiet: true });
  const validated = jest.fn(() => []);
  const rendered = jest.fn(() => ({ a: '1' }));
  for (const id of ['a', 'b', 'c']) {
    const chart = new Chart(app, id);
    chart.node.addValidation({ validate: validated });
    new ApiObject(chart, 'object', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: id }, data: Lazy.any({ produce: rendered }) });
  }
  const judge = jest.spyOn(jest.requireActual<typeof import('../../src/rules/judge')>('../../src/rules/judge'), 'judge');

  app.synth();

  expect(validated).toHaveBeenCalledTimes(3);
  expect(rendered).toHaveBeenCalledTimes(3);
  expect(judge).toHaveBeenCalledTimes(1);
});

test('the same program gives the same bytes, twice and in another app', () => {
  const make = () => {
    const app = newApp({ quiet: true });
    const chart = new MlChart(app, 'chart');
    lonelyService(chart, 'web');
    new kplus.Deployment(chart, 'theirs', { containers: [{ image: 'nginx:1' }] });
    app.synth();
    return app;
  };
  const app = make();
  const first = filesIn(app.outdir);

  app.synth();

  expect(filesIn(app.outdir)).toEqual(first);
  expect(filesIn(make().outdir)).toEqual(first);
});

test('refuses labels and names that no object could have, all of them at once', () => {
  expect(() => newApp({ labels: { 'team': 'no spaces please', 'my key': 'a' }, imagePullSecrets: ['good', 'My_Secret'], priorityClassName: '' })).toThrow(new Error([
    '4 problems:',
    "[MlApp] 'labels.team' must be a label value (at most 63 letters, digits, '-', '_' and '.'), got \"no spaces please\"; shorten it, or make it an annotation",
    "[MlApp] 'labels.my key' must be under a legal label key, got \"my key\"; use letters, digits, '-', '_' and '.', with a DNS prefix if any",
    "[MlApp] 'imagePullSecrets[1]' must be a DNS subdomain (at most 253 of a-z, 0-9, '-' and '.'), got \"My_Secret\"; write the name that the object has",
    "[MlApp] 'priorityClassName' must be a DNS subdomain (at most 253 of a-z, 0-9, '-' and '.'), got \"\"; write the name that the object has",
  ].join('\n  ')));
});

test('is a cdk8s App', () => {
  expect(newApp()).toBeInstanceOf(App);
});
