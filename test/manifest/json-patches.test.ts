import { ApiObject, App, Chart, JsonPatch } from 'cdk8s';
import { applyPatches } from '../../src/manifest/json-patches';
import { ManifestObject } from '../../src/manifest/manifest-object';

const document = () => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: { 'a/b': '1' }, list: [1, 2, 3], count: 2 });

test('patches are applied in their order, and the paths of keys are unescaped', () => {
  expect(applyPatches(document(), [
    JsonPatch.add('/data/c', '3'), JsonPatch.copy('/data/c', '/data/d'), JsonPatch.replace('/data/a~1b', '2'), JsonPatch.remove('/data/c'),
  ])).toEqual({ ...document(), data: { 'a/b': '2', 'd': '3' } });
});

test.each([
  [JsonPatch.add('/metadata/annotations/x', 'y'),
    "JSON patch 1 (add /metadata/annotations/x) does not fit: there is no /metadata/annotations; add that first, with JsonPatch.add('/metadata/annotations', ...)"],
  [JsonPatch.remove('/spec/nope'), 'JSON patch 1 (remove /spec/nope) does not fit: there is no /spec; correct the path, or leave the patch out'],
  [JsonPatch.replace('/data/z', '1'), 'JSON patch 1 (replace /data/z) does not fit: there is no /data/z; correct the path, or leave the patch out'],
  [JsonPatch.copy('/spec/nope', '/data/c'), 'JSON patch 1 (copy /spec/nope to /data/c) does not fit: there is no /spec; correct the path, or leave the patch out'],
  [JsonPatch.move('/data/nope', '/data/c'), 'JSON patch 1 (move /data/nope to /data/c) does not fit: there is no /data/nope; correct the path, or leave the patch out'],
  [JsonPatch.copy('data', '/data/c'), "JSON patch 1 (copy data to /data/c) does not fit: a path begins with '/'; write '/data'"],
  [JsonPatch.move('/metadata', '/metadata/labels'), 'JSON patch 1 (move /metadata to /metadata/labels) does not fit: /metadata cannot be moved into itself; correct the path'],
  [JsonPatch.move('/list/0', '/list/3'),
    "JSON patch 1 (move /list/0 to /list/3) does not fit: /list is a list of 2, in which '3' is no place; write '-' for its end, or an index from 0 to 2"],
  [JsonPatch.add('/list/last', 1), "JSON patch 1 (add /list/last) does not fit: /list is a list of 3, in which 'last' is no place; write '-' for its end, or an index from 0 to 3"],
  [JsonPatch.add('/list/-1', 1), "JSON patch 1 (add /list/-1) does not fit: /list is a list of 3, in which '-1' is no place; write '-' for its end, or an index from 0 to 3"],
  [JsonPatch.add('/list/01', 1), "JSON patch 1 (add /list/01) does not fit: /list is a list of 3, in which '01' is no place; write '-' for its end, or an index from 0 to 3"],
  [JsonPatch.add('/list/4', 1), "JSON patch 1 (add /list/4) does not fit: /list is a list of 3, in which '4' is no place; write '-' for its end, or an index from 0 to 3"],
  [JsonPatch.add('/list/9/name', 1), "JSON patch 1 (add /list/9/name) does not fit: /list is a list of 3, in which '9' is no place; write '-' for its end, or an index from 0 to 3"],
  [JsonPatch.replace('/list/3', 1), 'JSON patch 1 (replace /list/3) does not fit: there is no /list/3; correct the path, or leave the patch out'],
  [JsonPatch.remove('/list/length'), 'JSON patch 1 (remove /list/length) does not fit: there is no /list/length; correct the path, or leave the patch out'],
  [JsonPatch.add('/metadata/name/x', 1), 'JSON patch 1 (add /metadata/name/x) does not fit: /metadata/name is "a", which holds nothing; correct the path'],
  [JsonPatch.add('/count/x', 1), 'JSON patch 1 (add /count/x) does not fit: /count is 2, which holds nothing; correct the path'],
  [JsonPatch.add('/count/x/y', 1), 'JSON patch 1 (add /count/x/y) does not fit: /count is 2, which holds nothing; correct the path'],
  [JsonPatch.add('data/c', 1), "JSON patch 1 (add data/c) does not fit: a path begins with '/'; write '/data/c'"],
  [JsonPatch.add('/data/c', undefined), 'JSON patch 1 (add /data/c) does not fit: it has no value; give one, or use JsonPatch.remove'],
  [JsonPatch.test('/spec/x', 1), 'JSON patch 1 (test /spec/x) does not fit: there is no /spec; correct the path, or leave the patch out'],
  [JsonPatch.replace('', null), 'JSON patch 1 (replace ) does not fit: it leaves no object; leave the patch out, or give a whole manifest'],
  [JsonPatch.replace('', {}), 'JSON patches leave it without apiVersion; leave out the one that takes it away'],
  [JsonPatch.remove('/metadata'), 'JSON patches leave it without metadata; leave out the one that takes it away'],
  [JsonPatch.test('/data/a~1b', '9'), 'JSON patch 1 (test /data/a~1b) does not fit: Test operation failed'],
])('a patch that does not fit is named', (patch, message) => {
  expect(() => applyPatches(document(), [patch])).toThrow(new Error(message));
});

test.each<[string, JsonPatch[]]>([
  ['the ends of a list', [JsonPatch.add('/list/0', 0), JsonPatch.add('/list/-', 9), JsonPatch.add('/list/5', 10), JsonPatch.remove('/list/1'), JsonPatch.replace('/list/0', 'a')]],
  ['what is moved within a list', [JsonPatch.move('/list/0', '/list/2'), JsonPatch.move('/list/1', '/list/1'), JsonPatch.copy('/list/0', '/list/-')]],
  ['what is copied from anywhere', [JsonPatch.copy('/metadata', '/data/meta'), JsonPatch.copy('', '/whole'), JsonPatch.add('/data/meta/labels', { a: 'b' })]],
  ['what becomes nothing', [JsonPatch.add('/data/c', null), JsonPatch.replace('/count', null), JsonPatch.test('/data/c', null)]],
  ['a whole manifest', [JsonPatch.replace('', { ...document(), kind: 'Secret' }), JsonPatch.add('', document())]],
])('%s: legal patches are applied as cdk8s applies them', (_, patches) => {
  expect(JSON.stringify(applyPatches(document(), patches))).toBe(JSON.stringify(JsonPatch.apply(document(), ...patches)));
});

test('a patched object has the bytes that a stock object has', () => {
  const render = (make: (chart: Chart) => ApiObject) => {
    const chart = new Chart(new App(), 'chart');
    const object = make(chart);
    object.addJsonPatch(JsonPatch.add('/zeta', { b: 1, a: 2 }), JsonPatch.add('/metadata/labels', { b: '1', a: '2' }), JsonPatch.remove('/kind'), JsonPatch.add('/kind', 'Secret'));
    return JSON.stringify(object.toJson());
  };
  expect(render((chart) => new ManifestObject(chart, 'a', document()))).toBe(render((chart) => new ApiObject(chart, 'a', document())));
});

test('an object that is patched wrongly says which it is, without frames', () => {
  const object = new ManifestObject(new Chart(new App(), 'chart'), 'a', document());
  object.addJsonPatch(JsonPatch.remove('/spec'));
  const text = '[chart/a] JSON patch 1 (remove /spec) does not fit: there is no /spec; correct the path, or leave the patch out';
  expect(() => object.toJson()).toThrow(expect.objectContaining({ message: text, stack: `Refused: ${text}` }));
});
