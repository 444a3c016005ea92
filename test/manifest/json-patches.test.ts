import { ApiObject, App, Chart, JsonPatch } from 'cdk8s';
import { applyPatches } from '../../src/manifest/json-patches';
import { ManifestObject } from '../../src/manifest/manifest-object';

const document = () => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: { 'a/b': '1' } });

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
  [JsonPatch.test('/data/a~1b', '9'), 'JSON patch 1 (test /data/a~1b) does not fit: Test operation failed'],
])('a patch that does not fit is named', (patch, message) => {
  expect(() => applyPatches(document(), [patch])).toThrow(new Error(message));
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
