import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runExample } from '../../examples/synth';
import { expectedManifests, readManifests } from '../support/manifest-files';

const ROOT = join(__dirname, '..', '..');

/** The library as a Python package, built from this checkout and installed with its peers from their registry into an environment of its own. */
describe('the Python package', () => {
  const work = mkdtempSync(join(tmpdir(), 'cdk8s-ml-python-'));
  const python = join(work, 'venv', 'bin', 'python');

  beforeAll(() => {
    run('npx', ['projen', 'compile']);
    const dist = join(work, 'dist');
    mkdirSync(dist);
    run('npx', ['jsii-pacmak', '--target', 'python', '--outdir', dist, ROOT]);
    const wheel = readdirSync(join(dist, 'python')).find((file) => file.endsWith('.whl'))!;
    run('python3', ['-m', 'venv', join(work, 'venv')]);
    run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', join(dist, 'python', wheel)]);
    cpSync(join(__dirname, 'python'), join(work, 'programs'), { recursive: true });
  });

  afterAll(() => rmSync(work, { recursive: true, force: true }));

  function run(command: string, args: string[]): void {
    execFileSync(command, args, { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] });
  }

  function program(name: string): { readonly code: number | null; readonly output: string; readonly outdir: string } {
    const outdir = join(work, 'out', name);
    const { status, stdout, stderr } = spawnSync(python, [join(work, 'programs', `${name}.py`)], { encoding: 'utf8', env: { ...process.env, CDK8S_OUTDIR: outdir } });
    return { code: status, output: stdout + stderr, outdir };
  }

  test.each([['local_mock', 'local-mock'], ['ml_inference', 'ml-inference'], ['stock_app', 'ml-inference']])('%s.py writes the bytes of the %s example', (name, example) => {
    const { code, output, outdir } = program(name);
    expect({ code, output: code === 0 ? '' : output }).toEqual({ code: 0, output: '' });
    expect(readManifests(outdir)).toEqual(expectedManifests(example));
  });

  test('tasks.py, with every kind of task, trigger, queue and artifact, writes the bytes of its twin in TypeScript', () => {
    const { code, output, outdir } = program('tasks');
    expect({ code, output: code === 0 ? '' : output }).toEqual({ code: 0, output: '' });
    const twin = join(work, 'out', 'twin');
    jest.isolateModules(() => runExample('tasks', twin, join(__dirname, 'typescript')));
    expect(readManifests(outdir)).toEqual(readManifests(twin));
    expect(readManifests(outdir)['tasks.k8s.yaml'].match(/(?<=^kind: ).*/gm)).toEqual(expect.arrayContaining([
      'ClusterQueue', 'CronJob', 'DaemonSet', 'Deployment', 'Job', 'JobSet', 'LocalQueue', 'PersistentVolumeClaim', 'ResourceFlavor', 'Role', 'PrometheusRule', 'ScaledJob', 'ScaledObject', 'Topology',
      'TrainJob', 'TriggerAuthentication', 'WorkloadPriorityClass',
    ]));
  });

  test('what is wrong with tasks is said in Python too, and a secret is not', () => {
    const { code, output, outdir } = program('refused_tasks');
    expect(code).toBe(1);
    for (const part of [
      "[refused/scores] 'shards' must be a whole number of at least 1, got 0; cut the work into at least 1 part",
      "[refused/scores] 'schedule.timeZone' must be an IANA time zone, got \"Berlin\"; write for example \"Europe/Berlin\" or \"Etc/UTC\"",
      "[refused/scores] 'exitCodes.badInput' must be exit codes from 1 to 255, got 0; take it away; 0 is success",
      "[refused/worker] 'queue.address' must be an address without credentials, got \"amqp://***@rabbit:5672\"",
      "[refused/worker] 'longestUnit' must be below consumer_timeout (1800 s)",
      "[refused/training] 'nodes' is 3 and Launcher.custom has no 'rendezvous'",
      "[refused/training] 'checkpoint' is on a volume for one writer (ReadWriteOnce) and 'nodes' is 3",
    ]) {
      expect(output).toContain(part);
    }
    expect(output).not.toContain('secret@');
    expect(existsSync(outdir)).toBe(false);
  });

  test('a refusal is one error with every violation, and nothing is written', () => {
    const { code, output, outdir } = program('refused');
    expect(code).toBe(1);
    for (const part of [
      "[refused/svc] 'server.image' must be an image with a tag (not latest) or a digest, got \"repo/m:latest\"",
      "'server.readinessPath' must be an absolute path, got \"ready\"",
      "'resources.memoryLimit' must be at least the request (256Mi), got \"128Mi\"",
      "'scaling.min' must be at most max (2), got 5",
    ]) {
      expect(output).toContain(part);
    }
    expect(existsSync(outdir)).toBe(false);
  });

  test('a rule written in Python is asked, and stops the synth', () => {
    const { code, output, outdir } = program('own_rule');
    expect(code).toBe(1);
    expect(output).toContain("[own/bad] ACME-LABEL-001: Thing 'bad' has no label 'team'; give it one");
    expect(output).not.toContain('own/good');
    expect(existsSync(outdir)).toBe(false);
  });
});
