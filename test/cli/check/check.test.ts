import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BAD_SERVICE, Folder, REFUSED, SERVICE } from '../run';

const pod = (image: string, name = 'chat'): string => `apiVersion: v1\nkind: Pod\nmetadata:\n  name: ${name}\nspec:\n  containers:\n    - name: web\n      image: ${image}\n`;
const UNPINNED = "container 'web' of Pod 'chat' runs image 'nginx', which names neither tag nor digest; pin it by a release's tag or a digest";
/** Only what a test is about. */
const QUIET = ['--severity', 'ML-SEC-001=off'];

describe('check', () => {
  test('ends with 0 without errors, with 1 with some, and prints a line for each finding', () => {
    const folder = new Folder({ 'good.yaml': SERVICE, 'more/warned.yaml': pod('nginx'), 'bad.yaml': BAD_SERVICE.replace('chat', 'search') });
    expect(folder.run(['check', 'good.yaml', 'more', ...QUIET])).toEqual({
      code: 0, stderr: '', stdout: `more/warned.yaml:1: warning ML-IMG-001: ${UNPINNED}\n0 errors, 1 warning in 2 objects of 2 files\n`,
    });
    expect(folder.run(['check', '.', ...QUIET])).toEqual({
      code: 1,
      stderr: '',
      stdout: `bad.yaml:1: ${REFUSED.replace('chat', 'search')}\nmore/warned.yaml:1: warning ML-IMG-001: ${UNPINNED}\n1 error, 1 warning in 3 objects of 3 files\n`,
    });
  });

  test('reads standard input', () => {
    expect(new Folder().run(['check', '-'], `# Source: chart/templates/service.yaml\n${BAD_SERVICE}`)).toEqual({ code: 1, stderr: '', stdout: `stdin:2: ${REFUSED}\n1 error, 0 warnings in 1 object of 1 file\n` });
  });

  test('takes severities, and objects that somebody else makes', () => {
    const needy = `${pod('nginx:1.2')}      envFrom:\n        - secretRef: {name: token}\n`;
    const folder = new Folder({ 'a.yaml': pod('nginx'), 'b.yaml': needy.replace('chat', 'other') });
    const { code, stdout } = folder.run(['check', '.', ...QUIET, '--severity', 'ML-IMG-001=error']);
    expect([code, stdout.split('\n').map((line) => line.slice(0, 32))]).toEqual([1, ['a.yaml:1: error ML-IMG-001: cont', 'b.yaml:1: warning ML-REF-002: en', '1 error, 1 warning in 2 objects ', '']]);
    expect(folder.run(['check', '.', ...QUIET, '--severity', 'ML-IMG-001=off', '--external', 'Secret/token']).stdout).toBe('0 errors, 0 warnings in 2 objects of 2 files\n');
  });

  test('counts what is waived in the manifest', () => {
    const waived = pod('nginx').replace('  name: chat\n', '  name: chat\n  annotations:\n    cdk8s-ml.dev/waive.ML-IMG-001: the vendor has no other tag\n');
    expect(new Folder({ 'a.yaml': waived }).run(['check', '.', ...QUIET]).stdout).toBe('0 errors, 0 warnings, 1 waived in 1 object of 1 file\n');
  });

  test('judges against the cluster of a file', () => {
    const folder = new Folder({ 'a.yaml': `${pod('nginx:1.2')}      resources: {requests: {cpu: 5}}\n` });
    writeFileSync(join(folder.path, 'cluster.yaml'), folder.run(['import-nodes'], JSON.stringify({
      apiVersion: 'v1',
      kind: 'NodeList',
      items: [{
        apiVersion: 'v1',
        kind: 'Node',
        metadata: { name: 'a', labels: { 'kubernetes.io/hostname': 'a', 'pool': 'x' } },
        spec: {},
        status: { capacity: { cpu: '4', memory: '8Gi', pods: '110' }, allocatable: { cpu: '4', memory: '8Gi', pods: '110' }, conditions: [{ type: 'Ready', status: 'True' }], nodeInfo: { kubeletVersion: 'v1.35.0' } },
      }],
    })).stdout);
    const { code, stdout, stderr } = folder.run(['check', 'a.yaml', ...QUIET, '--cluster', 'cluster.yaml']);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: "note no room for DaemonSets is kept in pool 'nodes' of cluster 'cluster'; import them with the nodes (kubectl get nodes,daemonsets -A -o json | npx cdk8s-ml import-nodes), or give daemonSets of each pool\n",
    });
    expect(stdout).toMatch(/^a\.yaml:1: error ML-CAP-\d+: no pool of cluster 'cluster' as imported takes the pods of Pod 'chat'/);
    expect(folder.run(['check', 'a.yaml', ...QUIET]).code).toBe(0);
  });

  test('says what of a cluster it cannot judge, for want of its facts', () => {
    const pool = 'pools: [{name: a, maxNodes: 9, capacity: {cpu: "8", memory: 32Gi}, allocatable: {cpu: "8", memory: 32Gi}, daemonSets: {pods: "0"}}]';
    const folder = new Folder({ 'a.yaml': pod('nginx:1.2'), 'none.yaml': 'cluster: prod\npools: []\n', 'told.yaml': `cluster: prod\n${pool}\n` });
    expect(folder.run(['check', 'a.yaml', ...QUIET, '--cluster', 'none.yaml']).stderr).toBe("note cluster 'prod' has no pools, so that nothing is judged of the room on its nodes; import-nodes writes them\n");
    expect(folder.run(['check', 'a.yaml', ...QUIET, '--cluster', 'told.yaml']).stderr).toBe('');
  });

  test('judges what the file says of the cluster beside its nodes', () => {
    const nodes = 'cluster: prod\npools: [{name: a, maxNodes: 9, complete: true, capacity: {cpu: "8", memory: 32Gi}, allocatable: {cpu: "8", memory: 32Gi, pods: "110"}}]\n';
    const folder = new Folder({
      'bare.yaml': nodes,
      'told.yaml': `${nodes}metrics: [{api: custom.metrics.k8s.io}]\nstorageClasses: [{name: fast}]\ngateways: [{name: internal, namespace: gateways}]\nmonitorLabels: {release: prometheus}\n`,
      'app.yaml': `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: models}
spec: {storageClassName: nfs, accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: chat}
spec: {parentRefs: [{name: public, namespace: gateways}]}
---
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata: {name: chat, labels: {release: other}}
spec: {selector: {matchLabels: {app: chat}}, podMetricsEndpoints: [{port: http}]}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: chat}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: chat}
  maxReplicas: 2
  metrics: [{type: Pods, pods: {metric: {name: waiting}, target: {type: AverageValue, averageValue: 5}}}]
`,
    });
    const said = (cluster: string) => folder.run(['check', 'app.yaml', ...QUIET, '--cluster', cluster]).stdout.split('\n').filter((line) => line.includes("cluster 'prod'")).map((line) => line.replace(/^app\.yaml:\d+: /, ''));
    expect(said('bare.yaml')).toEqual([
      expect.stringMatching(/^warning ML-REF-006: HTTPRoute 'chat' .*, and cluster 'prod' does not say which Gateways it has/),
      expect.stringMatching(/^warning ML-NET-\d+: PodMonitor 'chat' is found .*, and cluster 'prod' does not say by which labels/),
      expect.stringMatching(/^warning ML-SCALE-007: HorizontalPodAutoscaler 'chat' scales by pods metric 'waiting', .* and cluster 'prod' declares no way to it/),
    ]);
    expect(said('told.yaml')).toEqual([
      "warning ML-REF-007: PersistentVolumeClaim 'models' asks for storage class 'nfs', which cluster 'prod' does not have (it has fast); mend the name, or add it to the cluster's storageClasses",
      "warning ML-REF-006: HTTPRoute 'chat' names Gateway 'public' of namespace 'gateways', which cluster 'prod' does not have (it has gateways/internal); mend the name, or add it to the cluster's gateways",
      "warning ML-NET-009: PodMonitor 'chat' lacks label release=prometheus, by which the Prometheus of cluster 'prod' selects monitors; add it",
    ]);
  });
});

describe('files that make the same object are alternatives', () => {
  const config = (key: string): string => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\ndata: {${key}: x}\n`;
  const user = (key: string): string => `${pod('nginx:1.2')}      env:\n        - name: A\n          valueFrom: {configMapKeyRef: {name: settings, key: ${key}}}\n`;
  const MISSING = "error ML-REF-001: env A of container 'web' of Pod 'chat' takes key 'b' of ConfigMap 'settings', which has a; mend the key (is it 'a'?) or add it";

  test('of folders, each of which is judged by itself', () => {
    const folder = new Folder({ 'dev/config.yaml': config('a'), 'dev/pod.yaml': user('a'), 'prod/config.yaml': config('b'), 'prod/pod.yaml': user('b') });
    expect(folder.run(['check', '.', ...QUIET])).toEqual({
      code: 0,
      stdout: '0 errors, 0 warnings in 4 objects of 4 files\n',
      stderr: 'note ConfigMap/settings is made by dev/config.yaml and by prod/config.yaml, which are judged as alternatives\nnote Pod/chat is made by dev/pod.yaml and by prod/pod.yaml, which are judged as alternatives\n',
    });
  });

  test('of one folder, each of which is judged beside what all have in common', () => {
    const folder = new Folder({ 'small.yaml': user('a'), 'large.yaml': user('b'), 'config.yaml': config('a') });
    expect(folder.run(['check', '.', ...QUIET])).toMatchObject({ code: 1, stdout: `large.yaml:1: ${MISSING}\n1 error, 0 warnings in 3 objects of 3 files\n` });
  });

  test('while one file that makes an object twice is wrong', () => {
    const { code, stdout } = new Folder({ 'a.yaml': `${SERVICE}---\n${SERVICE}` }).run(['check', '.']);
    expect(code).toBe(1);
    expect(stdout).toContain("a.yaml:9: error ML-DUP-001: Service 'chat' is made twice, here and by a.yaml:1;");
  });
});

test('a reader that goes before the end, as head does, is no error of the program', async () => {
  const many = Array.from({ length: 300 }, () => BAD_SERVICE).join('---\n');
  const folder = new Folder({ 'bad.yaml': many, 'good.yaml': SERVICE });
  expect(await folder.runUnread(['check', 'good.yaml', '--format', 'json'])).toEqual({ code: 0, stderr: '' });
  expect(await folder.runUnread(['check', 'bad.yaml'])).toEqual({ code: 1, stderr: '' });
  expect(await folder.runUnread(['check', 'none.yaml', 'good.yaml'])).toEqual({ code: 2, stderr: 'error none.yaml: there is no such file or folder; mend the path\n' });
});

describe('a baseline', () => {
  test('lets pass what it knows, wherever that stands and whatever the numbers are; more of it fails', () => {
    const folder = new Folder({ 'a.yaml': BAD_SERVICE, 'b.yaml': pod('nginx') });
    expect(folder.run(['check', '.', ...QUIET, '--write-baseline', 'known.json', '--format', 'json'])).toEqual({
      code: 0, stdout: '', stderr: expect.stringMatching(/known\.json knows 2 findings now; --baseline known\.json lets them pass\n$/),
    });
    expect(JSON.parse(readFileSync(join(folder.path, 'known.json'), 'utf8'))).toEqual({
      version: 1,
      findings: [
        { rule: 'ML-API-017', severity: 'error', object: 'Service/chat', count: 1, message: REFUSED.replace('error ML-API-017: ', '') },
        { rule: 'ML-IMG-001', severity: 'warning', object: 'Pod/chat', count: 1, message: UNPINNED },
      ],
    });
    const again = ['check', 'a.yaml', 'b.yaml', ...QUIET, '--baseline', 'known.json'];
    expect(folder.run(again)).toEqual({ code: 0, stderr: '', stdout: '0 errors, 0 warnings, 2 known in 2 objects of 2 files\n' });

    writeFileSync(join(folder.path, 'a.yaml'), `# moved\n\n${BAD_SERVICE.replace('70000', '80000')}    - port: 90000\n      name: x\n`);
    writeFileSync(join(folder.path, 'b.yaml'), pod('nginx:1.2'));
    const { code, stdout, stderr } = folder.run(again);
    expect(code).toBe(1);
    expect(stdout.split('\n')[0]).toMatch(/^a\.yaml:3: error ML-API-017: .* has no name/);
    expect(stdout).toMatch(/1 known in 2 objects of 2 files\n$/);
    expect(stderr).toBe('note known.json has 1 finding of ML-IMG-001 on Pod/chat that is gone; write it anew by --write-baseline known.json\n');
  });

  test('knows no warning that has become an error', () => {
    const folder = new Folder({ 'b.yaml': pod('nginx') });
    folder.run(['check', '.', ...QUIET, '--write-baseline', 'known.json']);
    expect(folder.run(['check', 'b.yaml', ...QUIET, '--baseline', 'known.json', '--severity', 'ML-IMG-001=error']).code).toBe(1);
  });

  test('is not written of what could not be judged', () => {
    const folder = new Folder({ 'a.yaml': 'kind: [' });
    expect(folder.run(['check', '.', '--write-baseline', 'known.json']).code).toBe(2);
    expect(() => readFileSync(join(folder.path, 'known.json'))).toThrow('ENOENT');
    expect(new Folder({ 'a.yaml': SERVICE }).run(['check', '.', '--write-baseline', 'no/such/folder.json'])).toEqual({
      code: 2, stdout: '', stderr: "'--write-baseline' must be a file that can be written, got \"no/such/folder.json\"; there is no such file or folder; mend the path\n",
    });
  });
});

describe('rules of one\'s own', () => {
  const registry = `exports.OwnRegistry = class {
    id = 'ACME-IMG-001'; title = 'images come from our registry'; severity = 'error';
    check(objects, report) {
      for (const object of objects) for (const container of object.containers) {
        const image = container.at('image').text;
        if (!image?.startsWith('registry.acme.example/')) report.add(object, \`\${object.kind} '\${object.name}' runs \${image}; take it from registry.acme.example\`);
      }
    }
  };`;
  const SAID = "b.yaml:1: error ACME-IMG-001: Pod 'chat' runs nginx:1.2; take it from registry.acme.example\n1 error, 0 warnings in 1 object of 1 file\n";

  test.each([['by name', registry], ['by default, as an object', registry.replace('exports.OwnRegistry = ', 'module.exports = new (').replace(/};$/, '})();')]])('are taken from a module, exported %s', (_, source) => {
    expect(new Folder({ 'rules.js': source, 'b.yaml': pod('nginx:1.2') }).run(['check', 'b.yaml', ...QUIET, '--rules', 'rules.js'])).toEqual({ code: 1, stderr: '', stdout: SAID });
  });

  test('have severities and waivers like the others', () => {
    const folder = new Folder({ 'rules.js': registry, 'b.yaml': pod('nginx:1.2') });
    expect(folder.run(['check', 'b.yaml', ...QUIET, '--rules', 'rules.js', '--severity', 'ACME-IMG-001=warning'])).toMatchObject({ code: 0, stdout: expect.stringContaining('warning ACME-IMG-001') });
    writeFileSync(join(folder.path, 'b.yaml'), pod('nginx:1.2').replace('  name: chat\n', '  name: chat\n  annotations: {cdk8s-ml.dev/waive.ACME-IMG-001: "for the demo"}\n'));
    expect(folder.run(['check', 'b.yaml', ...QUIET, '--rules', 'rules.js'])).toEqual({ code: 0, stderr: '', stdout: '0 errors, 0 warnings, 1 waived in 1 object of 1 file\n' });
  });

  test.each([
    ['throws', "throw new Error('no coffee')", 'rule ACME-IMG-001 (t) failed: no coffee; mend the rule'],
    ['says nothing', "report.add(objects[0], ' ')", "rule ACME-IMG-001 (t) failed: [RuleReport.add] 'message' must be a text that is not empty, got \" \"; say what is wrong, and what to change; mend the rule"],
    ['takes its time', 'return Promise.reject(1)', 'check returns a promise, and the manifests are written before it is kept; make the rule answer at once'],
  ])('one that %s has not judged, which no severity makes good', (_, body, says) => {
    const source = `exports.a = { id: 'ACME-IMG-001', title: 't', severity: 'error', check(objects, report) { ${body}; } };`;
    const run = new Folder({ 'rules.js': source, 'b.yaml': SERVICE }).run(['check', 'b.yaml', '--rules', 'rules.js', '--severity', 'ACME-IMG-001=warning']);
    expect(run).toEqual({ code: 2, stderr: '', stdout: `rules.js: error ACME-IMG-001: ${says}\n1 error, 0 warnings in 1 object of 1 file\n` });
  });

  test('one that is not whole is refused, with all that it lacks', () => {
    const source = "exports.a = { id: 'ML-OWN-001', severity: 'bad', check: () => {} }; exports.b = { id: 'ACME-1', title: 't', severity: 'error', check: () => {} }; exports.c = { ...exports.b };";
    expect(new Folder({ 'rules.js': source, 'b.yaml': SERVICE }).run(['check', '.', '--rules', 'rules.js'])).toEqual({
      code: 2,
      stdout: '',
      stderr: `4 problems:
  'rule.id' must be upper-case words and numbers with dashes between them, not beginning with 'ML-', got "ML-OWN-001"; write for example "ACME-IMG-001"
  'rule.title' must be a text that is not empty, got nothing; write in a line what holds when all is well
  'rule.severity' must be a Severity, got "bad"; write Severity.ERROR or Severity.WARNING
  'rule.id' must be the id of one rule only, got "ACME-1"; give each rule an id of its own
`,
    });
  });
});
