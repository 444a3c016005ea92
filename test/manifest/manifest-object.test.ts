import { ApiObject, App, Chart, JsonPatch, Lazy, Testing, Yaml } from 'cdk8s';
import { Manifest } from '../../src/manifest/manifest';
import { ManifestObject } from '../../src/manifest/manifest-object';

const MANIFEST: Manifest = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'chat', labels: { tier: 'model', app: 'chat' }, annotations: { 'example.com/b': '1', 'example.com/a': '2' } },
  spec: { template: { spec: { containers: [{ name: 'server', image: 'chat:1', env: [], ports: undefined }] } }, replicas: 2, paused: null },
};

/** The same manifest in a chart, made by this library and by cdk8s. */
function both(change: (object: ApiObject) => void = () => {}, manifest = MANIFEST): [ours: string, theirs: string] {
  const render = (make: (chart: Chart) => ApiObject) => {
    const chart = new Chart(new App(), 'chart', { namespace: 'team-a', labels: { owner: 'nlp', app: 'chart' } });
    const object = make(chart);
    change(object);
    return Yaml.stringify(...Testing.synth(chart), object.toJson());
  };
  return [render((chart) => new ManifestObject(chart, 'object', manifest)), render((chart) => new ApiObject(chart, 'object', manifest))];
}

test('is rendered as cdk8s renders it', () => {
  const [ours, theirs] = both();

  expect(ours).toBe(theirs);
  expect(ours).toContain('namespace: team-a');
  expect(ours).toContain('    app: chat\n    owner: nlp\n    tier: model\n');
});

test.each<[string, (object: ApiObject) => void]>([
  ['a patch', (object) => object.addJsonPatch(JsonPatch.add('/spec/aaa', { z: 1, a: 2 }), JsonPatch.remove('/spec/replicas'))],
  ['a label', (object) => object.metadata.addLabel('added', 'yes')],
  ['an annotation', (object) => object.metadata.addAnnotation('added', 'yes')],
  ['a finalizer', (object) => object.metadata.addFinalizers('example.com/f')],
  ['an owner', (object) => object.metadata.addOwnerReference({ apiVersion: 'v1', kind: 'Pod', name: 'a', uid: '1' })],
  ['another field of metadata', (object) => object.metadata.add('generateName', 'chat-')],
])('with %s it is rendered as cdk8s renders it', (_, change) => {
  const [ours, theirs] = both(change);

  expect(ours).toBe(theirs);
  expect(ours).not.toBe(both()[0]);
});

test.each<[string, Partial<Manifest>]>([
  ['a Lazy', { spec: { replicas: Lazy.any({ produce: () => 3 }) } }],
  ['more metadata', { metadata: { name: 'chat', finalizers: ['f'], ownerReferences: [] } as any }],
  ['empty metadata', { metadata: { name: 'chat', labels: {}, annotations: {} } }],
  ['a namespace', { metadata: { name: 'chat', namespace: 'team-b' } }],
  ['a label without a value', { metadata: { name: 'chat', labels: { app: undefined as any } } }],
  ['no name', { metadata: {} as any }],
  ['keys that are numbers', { 10: 'a', 9: 'b', data: { ['10']: 'a', ['9']: 'b', ['01']: 'c' } }],
  ['what occurs twice', ((labels) => ({ spec: { selector: labels, template: labels } }))({ b: '1', a: '2' })],
])('with %s it is rendered as cdk8s renders it', (_, more) => {
  const [ours, theirs] = both(undefined, { ...MANIFEST, ...more });

  expect(ours).toBe(theirs);
});

test('its metadata is that of an object of cdk8s, and the same one whenever it is asked for', () => {
  const chart = new Chart(new App(), 'chart', { namespace: 'team-a', labels: { owner: 'nlp' } });
  const [ours, theirs] = [new ManifestObject(chart, 'ours', MANIFEST), new ApiObject(chart, 'theirs', MANIFEST)];

  expect(ours.metadata.toJson()).toEqual(theirs.metadata.toJson());
  expect([ours.metadata.name, ours.metadata.namespace, ours.metadata.getLabel('owner')]).toEqual(['chat', 'team-a', 'nlp']);
  expect(ours.metadata).toBe(ours.metadata);
  expect(ours.toJson()).toEqual(theirs.toJson());
});

test('what it gives may be changed without changing it', () => {
  const object = new ManifestObject(new Chart(new App(), 'chart'), 'object', MANIFEST);

  object.toJson().spec.template.spec.containers[0].image = 'other:1';

  expect(object.toJson().spec.template.spec.containers[0].image).toBe('chat:1');
});

test('what it was made from is not copied for its own writer, and not changed', () => {
  const object = new ManifestObject(new Chart(new App(), 'chart'), 'object', { ...MANIFEST, spec: { template: { a: [{ b: 1 }] } } });

  const manifest = object._plain()!;

  expect(manifest.metadata.labels).toBe(MANIFEST.metadata.labels);
  expect(object._plain()!.spec).toBe(manifest.spec);
});

test('only its own objects are said to be made by the library', () => {
  const chart = new Chart(new App(), 'chart');

  expect(ManifestObject.made(new ManifestObject(chart, 'ours', MANIFEST))).toBe(true);
  expect(ManifestObject.made(new ApiObject(chart, 'theirs', MANIFEST))).toBe(false);
});
