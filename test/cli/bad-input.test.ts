import { chmodSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { BAD_SERVICE, Folder, REFUSED, SERVICE } from './run';

const NONE = '0 errors, 0 warnings in 1 object of 1 file\n';

/** Runs `check .` over one file. */
const checked = (name: string, content: string | Uint8Array) => new Folder({ [name]: content }).run(['check', '.']);

describe('what cannot be read ends with 2, its place and what to change', () => {
  test.each<[what: string, name: string, content: string | Uint8Array, says: string]>([
    ['a colon in a value', 'a.yaml', `${SERVICE}  a: b: c\n`, "a.yaml:8:6: nested mappings are not allowed in compact mappings; put a value that has ': ' in it in quotes, or indent the lines below as they are meant"],
    ['a tab', 'a.yaml', `${SERVICE}\tx: 1\n`, 'a.yaml:8:1: tabs are not allowed as indentation; indent by spaces; YAML takes no tabs'],
    ['a key that stands twice', 'a.yaml', `---\n${SERVICE}spec: {}\n`, 'a.yaml:9:1: this key stands twice in one map; take one of them away'],
    ['a document that ends before the file does', 'a.yaml', `${SERVICE}...\n${SERVICE}`, "a.yaml:9:1: what stands below a line of '...' is a document of its own, which kubectl does not read; separate documents by a line of ---"],
    ['a member that stands twice', 'a.json', '{"apiVersion": "v1",\n "kind": "Service", "kind": "Pod"}', 'a.json:2:21: "kind" stands twice in one map; take one of them away'],
    ['JSON without its end', 'a.json', '{"apiVersion": "v1", "kind": "Service"', "a.json:1:39: the text ends where ',' or '}' is expected; is the file whole?"],
    ['JSON that is cut off in a text', 'a.json', '{"apiVersion": "v1", "kind": "Serv', "a.json:1:35: the text ends where '\"' is expected; is the file whole?"],
    ['JSON with a line end in a text', 'a.json', '{"apiVersion": "v1", "kind": "Serv\nice"}', 'a.json:1:35: expected \'"\', got "\\n"'],
    ['JSON with an escape of another language', 'a.json', '{"apiVersion": "v1", "kind": "Serv\\x69ce"}', 'a.json:1:35: expected what JSON knows behind a backslash, got "\\\\"'],
    ['JSON with a comma too many', 'a.json', '{"apiVersion": "v1",\n}', 'a.json:2:1: } stands behind a comma; take the comma away'],
    ['JSON by hand', 'a.json', "{'apiVersion': 1, kind: 2}", 'a.json:1:2: expected a text in double quotes, got "\'"'],
    ['an alias of nothing', 'a.yaml', SERVICE.replace('chat', '*nobody'), 'a.yaml:4:9: nothing has the anchor &nobody; set it before the alias *nobody, or put the value in quotes'],
    ['aliases that multiply', 'a.yaml', laughs(12), 'a.yaml:1:1: its aliases stand for more than is sensible; write out what they stand for'],
    ['a list as a key', 'a.yaml', `${SERVICE}[a, b]: c\n`, 'a.yaml:8:1: a key must be a text, got a list; put it in quotes'],
    ['a kind without apiVersion', 'a.yaml', SERVICE.replace('apiVersion: v1\n', ''), "a.yaml:1: 'apiVersion' must be a text, got nothing; every manifest says its apiVersion and its kind"],
    ['an apiVersion without kind', 'a.yaml', SERVICE.replace('kind: Service', 'kind: [Service]'), "a.yaml:1: 'kind' must be a text, got [\"Service\"]; every manifest says its apiVersion and its kind"],
    ['an item that is no object', 'a.yaml', 'apiVersion: v1\nkind: List\nitems: [1]\n', "a.yaml:1: 'items[0]' must be an object, got 1; take it away"],
    ['bytes that are no text', 'a.yaml', Uint8Array.from([0x61, 0xff, 0xfe, 0x80]), 'a.yaml: it is no text in UTF-8; save it in that encoding'],
  ])('%s', (_, name, content, says) => {
    expect(checked(name, content)).toEqual({ code: 2, stdout: '', stderr: `error ${says}\n` });
  });

  test('a text of a hundred megabytes', () => {
    const text = `{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}, "data": {"x": "${'y'.repeat(100_000_000)}\\n"}}`;
    const { code, stdout, stderr } = checked('a.json', text);
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout).toContain('its data must be at most 1 MiB in all, got "100000001 characters"');
  }, 60_000);

  test('a file that is not there, and one that may not be read', () => {
    const folder = new Folder({ 'closed.yaml': SERVICE });
    chmodSync(join(folder.path, 'closed.yaml'), 0);
    expect(folder.run(['check', 'none.yaml'])).toEqual({ code: 2, stdout: '', stderr: 'error none.yaml: there is no such file or folder; mend the path\n' });
    const { code, stderr } = folder.run(['check', '.']);
    // nothing is closed to the superuser
    expect([code, stderr]).toEqual(process.getuid?.() === 0 ? [0, ''] : [2, 'error closed.yaml: it cannot be read; give yourself the right to read it\n']);
  });

  test('a link that leads to itself, and one that leads nowhere', () => {
    const folder = new Folder({ 'good.yaml': SERVICE });
    symlinkSync('loop.yaml', join(folder.path, 'loop.yaml'));
    symlinkSync('nowhere', join(folder.path, 'gone.yaml'));
    expect(folder.run(['check', '.'])).toEqual({
      code: 2,
      stdout: NONE,
      stderr: 'error gone.yaml: there is no such file or folder; mend the path\nerror loop.yaml: it is a link that leads to itself; mend the link\n',
    });
  });

  test('a document of which the rest of the file is judged all the same', () => {
    const { code, stdout, stderr } = new Folder({ 'a.yaml': 'apiVersion: v1\nkind: [\n', 'b.yaml': BAD_SERVICE }).run(['check', '.']);
    expect(code).toBe(2);
    expect(stdout).toBe(`b.yaml:1: ${REFUSED}\n1 error, 0 warnings in 1 object of 2 files\n`);
    expect(stderr).toMatch(/^error a\.yaml:\d:\d: .*; .*\n$/);
  });

  test('a document that looks like no manifest either, where there is nothing else', () => {
    const broken = new Folder({ 'a.yaml': 'a: [1\n', 'b.yaml': SERVICE });
    const stderr = 'error a.yaml:2:1: flow sequence in block collection must be sufficiently indented and end with a ]; indent it as its neighbours are\n';
    expect(broken.run(['check', 'a.yaml'])).toEqual({ code: 2, stdout: '', stderr });
    expect(broken.run(['check', '.'])).toEqual({ code: 0, stdout: NONE.replace('1 file', '2 files'), stderr: 'note not judged: 1 document without apiVersion and kind, which is no manifest: a.yaml:2\n' });
  });

  test('nothing on standard input, as from a pipe whose first program failed', () => {
    expect(new Folder().run(['check', '-'])).toEqual({ code: 2, stdout: '', stderr: 'error stdin: there is no manifest in it; name files or folders of manifests, or pipe them in\n' });
    expect(new Folder({ 'README.md': 'hello' }).run(['check', '.']).stderr).toBe('error .: there is no manifest in it; name files or folders of manifests, or pipe them in\n');
  });

  test.each<[args: string[], says: string]>([
    [['check'], "error: missing required argument 'inputs'\n(cdk8s-ml --help tells what there is)\n"],
    [['chekc', '.'], "error: unknown command 'chekc'\n(Did you mean check?)\n(cdk8s-ml --help tells what there is)\n"],
    [['check', '.', '--form', 'json'], "error: unknown option '--form'\n(Did you mean --format?)\n(cdk8s-ml --help tells what there is)\n"],
    [['check', '.', '--format', 'xml'], "error: option '--format <format>' argument 'xml' is invalid. Allowed choices are text, json, sarif, github.\n(cdk8s-ml --help tells what there is)\n"],
    [['check', '.', '--severity', 'ML-IMG-001=bad'], "'--severity' must be a rule's id and error, warning or off, got \"ML-IMG-001=bad\"; write for example ML-IMG-001=error\n"],
    [['check', '.', '--severity', 'ML-IMG-01=off'], "'--severity' must be the id of a rule, got \"ML-IMG-01\"; write ML-IMG-001\n"],
    [['check', '.', '--external', 'secret'], "'--external' must be a kind, perhaps a namespace, and a name, got \"secret\"; write for example Secret/registry-credentials or Secret/team-a/registry-credentials\n"],
    [['check', '.', '--baseline', 'none.json'], "'--baseline' must be a baseline file, got \"none.json\"; there is no such file or folder; mend the path; write one by --write-baseline none.json\n"],
    [['check', '.', '--baseline', 'a.yaml'], "'--baseline' must be a baseline file, got \"a.yaml\"; it is no JSON (Unexpected token 'a', \"apiVersion: v1\" is not valid JSON); write one by --write-baseline a.yaml\n"],
    [['check', '.', '--rules', 'none.js'], "'--rules' must be a module that can be loaded, got \"none.js\"; there is none; mend the path\n"],
    [['check', '.', '--rules', 'empty.js'], "'--rules' must be a module that exports rules, got \"empty.js\"; export objects or classes with id, title, severity and check(objects, report)\n"],
    [['check', '.', '--rules', 'broken.js'], "'--rules' must be a module that can be loaded, got \"broken.js\"; it failed: no coffee; mend it\n"],
    [['check', '.', '--cluster', 'none.yaml'], "'--cluster': [none.yaml] cannot be read (ENOENT); make it by kubectl get nodes -o json | npx cdk8s-ml import-nodes --output none.yaml\n"],
  ])('arguments: %j', (args, says) => {
    const files = { 'a.yaml': SERVICE.replace(/\n[^]*/, ''), 'empty.js': 'exports.a = 1;', 'broken.js': "throw new Error('no coffee');" };
    const { code, stdout, stderr } = new Folder(files).run(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toBe(says);
  });
});

describe('what is no manifest is left out, and it is said', () => {
  test.each<[what: string, files: { readonly [name: string]: string }, says: string]>([
    ['a Helm chart', { 'chart/Chart.yaml': 'apiVersion: v2\nname: x\n', 'chart/values.yaml': 'a: 1\n', 'chart/templates/a.yaml': 'kind: {{ .Values.a }}\n' },
      '1 Helm chart, whose templates are no manifests (judge what it makes: helm template FOLDER | cdk8s-ml check -): chart'],
    ['a kustomization', { 'base/kustomization.yaml': 'resources: [a.yaml, ../more]\npatches:\n- path: patches/b.yaml\n', 'base/a.yaml': BAD_SERVICE, 'base/patches/b.yaml': BAD_SERVICE, 'more/c.yaml': BAD_SERVICE },
      '1 kustomization, whose files are parts of manifests (judge what it makes: kubectl kustomize FOLDER | cdk8s-ml check -): base'],
    ['templates', { 'a.yaml.tpl': 'a', 'b.yaml': `${SERVICE}{{- if .Values.x }}\na: {{ .Values.y }}\n{{- end }}\n`, 'c.yaml': SERVICE.replace('chat', '"{{ .Release.Name }}"'), 'd.yaml': SERVICE.replace('chat', '${name}') },
      '4 templates, to be filled before it is a manifest (judge what it makes: helm template CHART | cdk8s-ml check -): a.yaml.tpl, b.yaml:8, c.yaml:1, d.yaml:1'],
    ['values, a playbook and a workflow', { 'values.yaml': 'image: x\n---\nother: y\n', 'playbook.yaml': '- hosts: all\n', 'odd.yaml': 'a: @b\n' },
      '4 documents without apiVersion and kind, which is no manifest: odd.yaml:1, playbook.yaml:1, values.yaml:1, values.yaml:3'],
    ['files of clients', { 'kubeconfig.yaml': 'apiVersion: v1\nkind: Config\n', 'kind.yaml': 'kind: Cluster\napiVersion: kind.x-k8s.io/v1alpha4\n', 'kubelet.yaml': 'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nmetadata: {name: x}\n' },
      '3 configurations of a program, which no API server takes: kind.yaml:1, kubeconfig.yaml:1, kubelet.yaml:1'],
    ['folders that are hidden or installed', { '.git/a.yaml': BAD_SERVICE, 'node_modules/b.yaml': BAD_SERVICE }, '2 folders that is hidden, linked or installed (name it to have it judged): .git, node_modules'],
  ])('%s', (_, files, says) => {
    expect(new Folder({ ...files, 'good.yaml': SERVICE }).run(['check', '.'])).toEqual({ code: 0, stdout: expect.stringContaining('0 errors, 0 warnings in 1 object of'), stderr: `note not judged: ${says}\n` });
  });

  test('a link to a folder, however it leads', () => {
    const folder = new Folder({ 'a/good.yaml': SERVICE });
    symlinkSync('..', join(folder.path, 'a', 'up'));
    expect(folder.run(['check', '.'])).toEqual({ code: 0, stdout: NONE, stderr: 'note not judged: 1 folder that is hidden, linked or installed (name it to have it judged): a/up\n' });
  });

  test('a folder is looked into where it is named', () => {
    const folder = new Folder({ '.github/a.yaml': BAD_SERVICE });
    expect(folder.run(['check', '.github/']).stdout).toBe(`.github/a.yaml:1: ${REFUSED}\n1 error, 0 warnings in 1 object of 1 file\n`);
  });

  test('objects of other people\'s kinds are judged by their metadata, and counted', () => {
    const custom = 'apiVersion: serving.kserve.io/v1beta1\nkind: InferenceService\nmetadata: {name: My_Model}\n';
    const { code, stdout, stderr } = new Folder({ 'a.yaml': custom }).run(['check', '.']);
    expect({ code, stderr }).toEqual({ code: 1, stderr: 'note judged by their metadata only: serving.kserve.io/InferenceService (1)\n' });
    expect(stdout).toMatch(/^a\.yaml:1: error ML-API-001: InferenceService 'My_Model': metadata\.name must be a DNS subdomain/);
  });
});

/** Each level stands for ten of the one before. */
function laughs(levels: number): string {
  const lines = Array.from({ length: levels }, (_, i) => `  l${i + 1}: &l${i + 1} [${Array.from({ length: 10 }, () => `*l${i}`).join(', ')}]`);
  return ['apiVersion: v1', 'kind: ConfigMap', 'data:', '  l0: &l0 ha', ...lines, ''].join('\n');
}
