import { Duration, JsonPatch, Size } from 'cdk8s';
import { edited, imagePullPolicy, manifestsOf, teamNamespace } from './program';
import { INFERENCE_IMAGE, MOCK_IMAGE, ServingNode, START_TIMEOUT } from './serving-node';
import { Cpu, MlChart, ModelServer, OnlineInference, Release, Resources, Scaling } from '../../src';

const TEAM = 'team-security';

let cluster: ServingNode;

beforeAll(async () => {
  cluster = await ServingNode.start();
  const mounts = '/spec/template/spec/containers/0/volumeMounts';
  await cluster.apply(edited(manifestsOf(program), 'Deployment', 'mock-without-tmp',
    JsonPatch.test(`${mounts}/1/mountPath`, '/tmp'), JsonPatch.remove(`${mounts}/1`)));
  await cluster.rolledOut(TEAM, 'http', 'mock');
}, START_TIMEOUT);
afterAll(() => cluster?.stop());

/** The servers whose images the node has, and the mock without the one folder that nginx writes to. */
function program(chart: MlChart): void {
  const team = teamNamespace(chart, TEAM);
  new OnlineInference(team, 'http', {
    release: Release.of({ model: 'http', version: '1' }),
    server: ModelServer.http({
      image: INFERENCE_IMAGE,
      imagePullPolicy,
      livenessPath: '/health',
      longestRequest: Duration.seconds(1),
      writablePaths: [{ path: '/tmp' }, { path: '/models', size: Size.mebibytes(16) }],
    }),
    resources: Resources.burstable({ cpu: Cpu.millis(50), memory: Size.mebibytes(128) }),
    scaling: Scaling.fixed(1),
  });
  const mock = (name: string) => new OnlineInference(team, name, {
    release: Release.of({ model: name, version: '1' }), server: ModelServer.mock({ imagePullPolicy }), scaling: Scaling.fixed(1),
  });
  mock('mock');
  mock('mock-without-tmp');
}

/** Runs Python in the container of the HTTP server, as the user that the server is. */
async function python(statements: string): Promise<string> {
  const { metadata } = await cluster.pod(TEAM, 'http');
  return cluster.node.plane.run(['exec', '-n', TEAM, metadata.name, '--', 'python3', '-c', statements]);
}

test('restricted, with a read-only root and the paths that are written to, the servers run', async () => {
  for (const name of ['http', 'mock']) {
    const { spec, status } = await cluster.pod(TEAM, name);
    expect(spec.containers[0].securityContext.readOnlyRootFilesystem).toBe(true);
    expect(status.containerStatuses[0]).toMatchObject({ ready: true, restartCount: 0 });
  }
});

test('the server is nobody, may nothing, and has no token', async () => {
  const status = Object.fromEntries((await python('print(open("/proc/1/status").read())')).split('\n').map((line) => line.split(':\t')));
  expect(status).toMatchObject({ Uid: '65532\t65532\t65532\t65532', Gid: '65532\t65532\t65532\t65532', NoNewPrivs: '1', Seccomp: '2' });
  for (const set of ['CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb']) expect(status[set]).toBe('0000000000000000');
  expect(await python('import os; print(os.path.exists("/var/run/secrets/kubernetes.io"))')).toBe('False\n');
});

test('it writes to the paths that were named, and nowhere else', async () => {
  const attempts = `
for folder in ["/tmp", "/models", "/", "/app", "/etc"]:
    try:
        open(folder + "/x", "w").write("x")
        print(folder, "written")
    except OSError as error:
        print(folder, error.strerror)
`;
  expect((await python(attempts)).trimEnd().split('\n')).toEqual([
    '/tmp written', '/models written', '/ Read-only file system', '/app Read-only file system', '/etc Read-only file system',
  ]);
});

test('without the path that it writes to, nginx does not start', async () => {
  const container = async () => (await cluster.pod(TEAM, 'mock-without-tmp')).status.containerStatuses[0];
  await cluster.node.waitFor('its end', async () => (await container()).restartCount > 0 || JSON.stringify((await container()).state), 60);
  expect(await container()).toMatchObject({ ready: false, lastState: { terminated: { exitCode: 1 } } });
  const { metadata } = await cluster.pod(TEAM, 'mock-without-tmp');
  expect(await cluster.node.plane.run(['logs', '-n', TEAM, metadata.name, '--previous'])).toContain('"/tmp/client_temp" failed (30: Read-only file system)');
});

test('a pod that does not ask for so little is refused', async () => {
  const { code, stderr } = await cluster.node.plane.kubectl(['run', 'plain', '-n', TEAM, `--image=${MOCK_IMAGE}`]);
  expect(code).toBe(1);
  expect(stderr).toMatch(/violates PodSecurity "restricted:v1\.35": allowPrivilegeEscalation != false.*unrestricted capabilities.*runAsNonRoot != true.*seccompProfile/);
});
