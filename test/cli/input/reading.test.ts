import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { documentsOf } from '../../../src/cli/input/documents';
import { readInput } from '../../../src/cli/input/read';
import { Folder, SERVICE } from '../run';

const read = async (name: string, content: string | Uint8Array) => {
  const { objects, faults, leftOut } = await readInput([join(new Folder({ [name]: content }).path, name)], undefined);
  return { objects: objects.map(({ manifest, path }) => `${manifest.kind} ${manifest.metadata?.name} ${path.replace(/^.*\//, '')}`), faults, leftOut };
};
const named = (name: string): string => SERVICE.replace('chat', name);
const bare = (name: string): string => named(name).replace(/^.*\n.*\n/, '');
const json = (name: string): string => `{"apiVersion": "v1", "kind": "Service",\n "metadata": {"name": "${name}"}}`;
const indented = (text: string): string => `- ${text.trimEnd().replace(/\n/g, '\n  ')}\n`;

describe('objects are found with their lines', () => {
  test.each<[what: string, name: string, content: string | Uint8Array, objects: string[]]>([
    ['one', 'a.yaml', SERVICE, ['Service chat a.yaml:1']],
    ['several documents, comments and empty ones between', 'a.yaml', `# head\n---\n${named('a')}---\n---\n# nothing\n--- # remark\n${named('b')}...\n`, ['Service a a.yaml:3', 'Service b a.yaml:14']],
    ['a document on the line of the dashes', 'a.yaml', '--- {apiVersion: v1, kind: Service, metadata: {name: a}}\n', ['Service a a.yaml:1']],
    ['a directive', 'a.yaml', `%YAML 1.1\n---\n${SERVICE}`, ['Service chat a.yaml:3']],
    ['line ends of Windows', 'a.yaml', `---\n${SERVICE}---\n${named('b')}`.replace(/\n/g, '\r\n'), ['Service chat a.yaml:2', 'Service b a.yaml:10']],
    ['a byte order mark', 'a.yaml', `\ufeff${SERVICE}`, ['Service chat a.yaml:1']],
    ['UTF-16, as PowerShell writes', 'a.yaml', Buffer.from(`\ufeff${SERVICE}`, 'utf16le'), ['Service chat a.yaml:1']],
    ['a list', 'a.yaml', `apiVersion: v1\nitems:\n${indented(named('a'))}${indented(named('b'))}kind: List\nmetadata: {resourceVersion: ""}\n`, ['Service a a.yaml:3', 'Service b a.yaml:10']],
    ['a list further in, with remarks', 'a.yaml', `kind: List\napiVersion: v1\nitems:   # all\n\n  # first\n  ${indented(named('a')).replace(/\n(?=.)/g, '\n  ')}`, ['Service a a.yaml:6']],
    ['a list with an alias from item to item', 'a.yaml', 'apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Service\n  metadata: &m {name: a}\n- apiVersion: v1\n  kind: Pod\n  metadata: *m\n', ['Service a a.yaml:1', 'Pod a a.yaml:1']],
    ['a list in braces', 'a.yaml', `{apiVersion: v1, kind: List, items: [${json('a')}]}`, ['Service a a.yaml:1']],
    ['an empty list', 'a.yaml', `apiVersion: v1\nkind: List\nitems: []\n---\n${SERVICE}`, ['Service chat a.yaml:5']],
    ['a list of a kind', 'a.yaml', `apiVersion: v1\nkind: ServiceList\nitems:\n${indented(named('a'))}`, ['Service a a.yaml:4']],
    ['a list of a kind whose items leave it to the list', 'a.yaml', `apiVersion: v1\nitems:\n${indented(bare('a'))}${indented(bare('b'))}kind: ServiceList\n`, ['Service a a.yaml:3', 'Service b a.yaml:8']],
    ['the same in JSON', 'a.json', '{"items": [{"metadata": {"name": "a"}},\n{"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "b"}}], "kind": "PodList", "apiVersion": "v1"}', ['Pod a a.json:1', 'Secret b a.json:2']],
    ['the same in braces', 'a.yaml', '{kind: DeploymentList, apiVersion: apps/v1, items: [{metadata: {name: a}}]}', ['Deployment a a.yaml:1']],
    ['JSON', 'a.json', `\n${json('a')}`, ['Service a a.json:2']],
    ['JSON in YAML', 'a.yaml', `---\n${json('a')}\n---\n${json('b')}`, ['Service a a.yaml:2', 'Service b a.yaml:5']],
    ['JSON, one after the other', 'a.json', `${json('a')}\n${json('b')}`, ['Service a a.json:1', 'Service b a.json:3']],
    ['a list in JSON', 'a.json', `{"kind": "List", "apiVersion": "v1", "items": [\n${json('a')},\n${json('b')}\n]}`, ['Service a a.json:2', 'Service b a.json:4']],
    ['anchors and merge keys', 'a.yaml', 'apiVersion: v1\nkind: Service\nmetadata:\n  name: a\n  labels: &l {x: y}\n  annotations:\n    <<: *l\n', ['Service a a.yaml:1']],
  ])('%s', async (_, name, content, objects) => {
    expect(await read(name, content)).toEqual({ objects, faults: [], leftOut: [] });
  });

  test('in the order of names, not of the file system', async () => {
    const { path } = new Folder({ 'b.yaml': named('b'), 'a/z.yml': named('z'), 'a.yaml': named('a'), 'B.json': json('c') });
    const { objects } = await readInput([path], undefined);
    expect(objects.map(({ manifest }) => manifest.metadata.name)).toEqual(['c', 'z', 'a', 'b']);
  });

  test('once, though two arguments name them', async () => {
    const { path } = new Folder({ 'a.yaml': SERVICE });
    const { objects, faults } = await readInput([path, join(path, 'a.yaml')], undefined);
    expect([objects.length, faults]).toEqual([1, []]);
  });
});

test('a list of any kinds tells no item what it is', async () => {
  const { objects, leftOut } = await read('a.yaml', 'apiVersion: v1\nkind: List\nitems:\n- metadata: {name: a}\n- apiVersion: v1\n  kind: Service\n  metadata: {name: b}\n');
  expect([objects, leftOut.map(({ reason }) => reason)]).toEqual([['Service b a.yaml:5'], ['no manifest']]);
});

test('documents are the same however the file arrives in pieces', async () => {
  const text = fc.array(fc.constantFrom('---', '---\n', '\n---\n', 'a: é\n', '\r\n', '\r', '- b', '----\n', ' ---\n', '\n', '# €'), { maxLength: 12 }).map((parts) => parts.join(''));
  const documents = async (bytes: Uint8Array, size: number) => {
    const found: unknown[] = [];
    const pieces = async function* () {
      for (let at = 0; at < bytes.length; at += size) {
        yield bytes.subarray(at, at + size);
      }
    };
    for await (const document of documentsOf(pieces())) {
      found.push(document);
    }
    return found;
  };
  await fc.assert(fc.asyncProperty(text, fc.integer({ min: 1, max: 7 }), async (content, size) => {
    const bytes = Buffer.from(content);
    expect(await documents(bytes, size)).toEqual(await documents(bytes, bytes.length + 1));
  }));
});

test('a hundred megabytes are judged in seconds, and not held as text', () => {
  const folder = new Folder();
  const one = Array.from({ length: 2000 }, (_, i) => `---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: map-%-${i}\ndata:\n  text: |\n    ${'some words '.repeat(40)}\n`).join('');
  writeFileSync(join(folder.path, 'big.yaml'), Array.from({ length: Math.ceil(100_000_000 / one.length) }, (_, i) => one.replace(/%/g, `${i}`)).join(''));
  const { code, stdout } = folder.run(['check', '.'], '', { NODE_OPTIONS: '--max-old-space-size=700' });
  expect(stdout).toMatch(/^0 errors, 0 warnings in \d{6} objects of 1 file\n$/);
  expect(code).toBe(0);
}, 300_000);

test('a hundred megabytes on one line, as jq -c and json.dumps write a list, are judged in seconds', () => {
  const folder = new Folder();
  const items = Array.from({ length: 200_000 }, (_, i) => JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: `map-${i}` }, data: { text: 'some words '.repeat(40) } }));
  writeFileSync(join(folder.path, 'big.json'), `{"apiVersion": "v1", "kind": "List", "items": [${items.join(',')}]}`);
  const { code, stdout } = folder.run(['check', '.'], '', { NODE_OPTIONS: '--max-old-space-size=1200' });
  expect(stdout).toBe('0 errors, 0 warnings in 200000 objects of 1 file\n');
  expect(code).toBe(0);
}, 300_000);

test('a line that arrives in pieces is searched for its end once', async () => {
  const search = jest.spyOn(String.prototype, 'lastIndexOf');
  const pieces = async function* () {
    for (let i = 0; i < 500; i++) {
      yield Buffer.from('{"a": 1}');
    }
  };
  const found: string[] = [];
  let searched = 0;
  try {
    for await (const { text } of documentsOf(pieces())) {
      found.push(text);
    }
    searched = search.mock.contexts.reduce<number>((sum, text) => sum + String(text).length, 0);
  } finally {
    search.mockRestore();
  }
  expect(found).toEqual(['{"a": 1}'.repeat(500)]);
  expect(searched).toBe(found[0].length);
});

describe('nothing that is handed in ends in a stack trace', () => {
  const bytes = fc.uint8Array({ maxLength: 200 });
  const value = fc.json({ maxDepth: 5 });
  const manifest = fc.tuple(
    fc.constantFrom('v1', 'apps/v1', 'batch/v1', 'keda.sh/v1alpha1', 'x/y'), fc.constantFrom('Pod', 'Deployment', 'List', 'CronJob', 'ScaledJob', 'DaemonSet', 'ResourceQuota'), value, value, value,
  ).map(([apiVersion, kind, spec, metadata, items]) => `{"apiVersion": "${apiVersion}", "kind": "${kind}", "spec": ${spec}, "metadata": ${metadata}, "items": ${items}}`);
  const replicas = fc.tuple(fc.constantFrom('-1', '1e300', '0.5', '.inf', '.nan', 'x', '[1]', '999999999999'), fc.constantFrom('1e300', '-5', '1x', '.inf', '{}')).map(([count, cpu]) => `apiVersion: apps/v1
kind: Deployment
metadata: {name: a}
spec: {replicas: ${count}, template: {spec: {containers: [{name: a, image: a:1, resources: {requests: {cpu: ${cpu}}, limits: {cpu: ${cpu}}}}]}}}
`);

  test('whatever it is', () => {
    const inputs = fc.sample(fc.oneof(bytes.map((some) => Buffer.from(some)), fc.string({ maxLength: 300, unit: 'binary' }), value, manifest, replicas), { numRuns: 300, seed: 7 });
    const folder = new Folder(Object.fromEntries(inputs.map((content, i) => [`${String(i).padStart(3, '0')}.${i % 2 ? 'yaml' : 'json'}`, content])));
    for (const format of ['json', 'sarif', 'github', 'text']) {
      const { code, stdout, stderr } = folder.run(['check', '.', '--format', format]);
      expect(code).toBe(2);
      expect(`${stdout}${stderr}`).not.toMatch(/^\s+at |cdk8s-ml failed/m);
      expect(stderr.split('\n').slice(0, -1).filter((line) => !/^(error \S+: \S|error \S+:\d+(:\d+)?: \S|note )/.test(line))).toEqual([]);
    }
  });
});
