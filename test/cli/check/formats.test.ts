import { Log } from 'sarif';
import { asGithub } from '../../../src/cli/check/formats/github';
import { Result } from '../../../src/cli/check/result';
import { Severity } from '../../../src/manifest/finding';
import { RULES } from '../../../src/rules/table';
import { BAD_SERVICE, Folder, REFUSED, SERVICE } from '../run';

const MESSAGE = REFUSED.replace('error ML-API-017: ', '');
const deployment = `apiVersion: apps/v1
kind: Deployment
metadata: {name: chat, namespace: team-a, annotations: {cdk8s-ml.dev/waive.ML-IMG-001: the vendor has no other tag}}
spec:
  replicas: 2
  selector: {matchLabels: {app: chat}}
  strategy: {rollingUpdate: {maxSurge: 1}}
  template:
    metadata: {labels: {app: chat}}
    spec: {containers: [{name: web, image: nginx, resources: {requests: {cpu: 500m, memory: 1Gi}, limits: {memory: 1Gi, nvidia.com/gpu: 1}}}]}
`;
const files = { 'a/bad file.yaml': BAD_SERVICE, 'good.yaml': deployment, 'broken.yaml': 'apiVersion: v1\nkind: [\n', 'values.yaml': 'a: 1\n' };
const quiet = ['--severity', 'ML-SEC-001=off'];
const run = (format: string) => new Folder(files).run(['check', '.', '--format', format, ...quiet]);

test('json has findings, footprint, summary and what was not judged', () => {
  const { code, stdout } = run('json');
  const amounts = (pods: number, cpu: string, memory: string) => ({ pods, requests: { cpu, memory, 'nvidia.com/gpu': `${pods}` }, limits: { memory, 'nvidia.com/gpu': `${pods}` } });
  expect(code).toBe(2);
  expect(JSON.parse(stdout)).toEqual({
    findings: [
      { rule: 'ML-API-017', severity: 'error', object: 'Service/chat', message: MESSAGE, file: 'a/bad file.yaml', line: 1 },
      { rule: 'ML-IMG-001', severity: 'warning', object: 'Deployment/team-a/chat', message: expect.stringContaining('nginx'), file: 'good.yaml', line: 1, waivedBecause: 'the vendor has no other tag' },
    ],
    footprint: [{
      namespace: 'team-a', floor: amounts(2, '1', '2Gi'), rollout: amounts(3, '1500m', '3Gi'), peak: amounts(3, '1500m', '3Gi'), perNode: { pods: 0, requests: {}, limits: {} },
    }],
    summary: { errors: 1, warnings: 0, known: 0, waived: 1, files: 4, objects: 2, metadataOnly: {} },
    problems: [{ file: 'broken.yaml', line: 3, column: 1, message: expect.stringMatching(/; /) }],
    leftOut: [{ reason: 'no manifest', place: 'values.yaml:1' }],
    alternatives: [],
    gone: [],
  });
});

test('sarif has every rule, and places that a code host finds', () => {
  const { runs: [{ tool, results, invocations }], version } = JSON.parse(run('sarif').stdout) as Log;
  expect(version).toBe('2.1.0');
  expect(tool.driver.rules!.map(({ id }) => id)).toEqual(RULES.map(({ id }) => id));
  expect(results!.map(({ ruleId, ruleIndex, level, suppressions }) => [ruleId, tool.driver.rules![ruleIndex!].id, level, suppressions])).toEqual([
    ['ML-API-017', 'ML-API-017', 'error', undefined],
    ['ML-IMG-001', 'ML-IMG-001', 'warning', [{ kind: 'inSource', justification: 'the vendor has no other tag' }]],
  ]);
  expect(results![0].locations![0].physicalLocation).toEqual({ artifactLocation: { uri: 'a/bad%20file.yaml', uriBaseId: '%SRCROOT%' }, region: { startLine: 1 } });
  expect(invocations![0]).toMatchObject({ executionSuccessful: false, toolExecutionNotifications: [{ level: 'error' }, { level: 'note' }] });
});

test('sarif says that a run did not succeed where a rule of one\'s own failed, which ends with 2', () => {
  const rule = "exports.own = { id: 'ACME-1', title: 'own', severity: 'warning', check: () => { throw new Error('no coffee'); } };";
  const folder = new Folder({ 'a.yaml': SERVICE, 'own.js': rule });
  const { code, stdout } = folder.run(['check', 'a.yaml', '--format', 'sarif', '--rules', 'own.js']);
  const [{ invocations, results }] = (JSON.parse(stdout) as Log).runs;
  expect([code, invocations![0].executionSuccessful]).toEqual([2, false]);
  expect(results!.map(({ ruleId, level }) => [ruleId, level])).toEqual([['ACME-1', 'error']]);
  const good = JSON.parse(folder.run(['check', 'a.yaml', '--format', 'sarif']).stdout) as Log;
  expect(good.runs[0].invocations![0].executionSuccessful).toBe(true);
});

test('github annotates files', () => {
  expect(run('github').stdout.split('\n')).toEqual([
    expect.stringMatching(/^::error file=broken\.yaml,line=3,col=1,title=unreadable::broken\.yaml:3:1: /),
    `::error file=a/bad file.yaml,line=1,title=ML-API-017 Service/chat::${MESSAGE}`,
    '',
  ]);
});

test('github\'s own signs are escaped', () => {
  const finding = { rule: 'ACME-1', severity: Severity.WARNING, path: 'a,b:c%.yaml:3', object: 'Pod/x,y', message: '100 %:\nmore, ::error::no' };
  expect(asGithub({ findings: [finding], faults: [] } as unknown as Result)).toBe('::warning file=a%2Cb%3Ac%25.yaml,line=3,title=ACME-1 Pod/x%2Cy::100 %25:%0Amore, ::error::no\n');
});
