import { Duration, Size } from 'cdk8s';
import { imagePullPolicy, manifestsOf, teamNamespace } from './program';
import { INFERENCE_IMAGE, ServingNode, START_TIMEOUT } from './serving-node';
import { Config, ConfigChange, Cpu, MlChart, ModelServer, OnlineInference, Release, Resources, Scaling } from '../../src';

const TEAM = 'team-configuration';

let cluster: ServingNode;
let before: { rolls: Told; keeps: Told };

beforeAll(async () => {
  cluster = await ServingNode.start();
  await cluster.apply(manifestsOf(program(1)));
  await cluster.rolledOut(TEAM, 'rolls', 'keeps');
  before = { rolls: await told('rolls'), keeps: await told('keeps') };
  await cluster.apply(manifestsOf(program(2)));
}, START_TIMEOUT);
afterAll(() => cluster?.stop());

/** Two services with one configuration, in a variable and in a file; a change rolls the pods of one and keeps those of the other. */
const program = (threshold: number) => (chart: MlChart) => {
  const team = teamNamespace(chart, TEAM);
  for (const [name, onChange] of [['rolls', ConfigChange.ROLL], ['keeps', ConfigChange.KEEP]] as const) {
    new OnlineInference(team, name, {
      release: Release.of({ model: name, version: '1' }),
      server: ModelServer.http({ image: INFERENCE_IMAGE, imagePullPolicy, livenessPath: '/health', longestRequest: Duration.seconds(1) }),
      resources: Resources.burstable({ cpu: Cpu.millis(50), memory: Size.mebibytes(128) }),
      scaling: Scaling.fixed(1),
      configs: [
        Config.asEnv({ MODEL_VERSION: `${threshold}` }, { onChange }),
        Config.asFiles('/config', { 'config.json': `{"threshold":${threshold}}` }, { onChange }),
      ],
    });
  }
};

/** What the running server of a service says: its variable, its file, and which pod it is. */
interface Told {
  readonly variable: string;
  readonly file: string;
  readonly pod: string;
}

async function told(name: string): Promise<Told> {
  const { metadata, status } = await cluster.pod(TEAM, name);
  const ask = async (path: string) => (await cluster.node.request(`http://${status.podIP}:8000${path}`)).body;
  return { variable: JSON.parse(await ask('/predict')).version, file: await ask('/config'), pod: metadata.uid };
}

test('a change that rolls gets new pods with the new values, and undo brings the old ones back', async () => {
  await rolled('rolls');
  expect(before.rolls).toMatchObject({ variable: '1', file: '{"threshold":1}' });
  expect(await told('rolls')).toMatchObject({ variable: '2', file: '{"threshold":2}', pod: expect.not.stringContaining(before.rolls.pod) });

  await change('undo', 'rolls');
  expect(await told('rolls')).toMatchObject({ variable: '1', file: '{"threshold":1}' });
});

test('a change that keeps reaches the mounted file of the same pod, not its variables, and undo can\'t take it back', async () => {
  await cluster.node.waitFor('the new file', async () => (await told('keeps')).file === '{"threshold":2}', 60);
  expect(await told('keeps')).toEqual({ variable: '1', file: '{"threshold":2}', pod: before.keeps.pod });
  expect((await cluster.pod(TEAM, 'keeps')).status.containerStatuses[0].restartCount).toBe(0);

  await change('restart', 'keeps');
  expect(await told('keeps')).toMatchObject({ variable: '2', file: '{"threshold":2}' });
  // the counter-example to the name of the content: the old revision names the same ConfigMap
  await change('undo', 'keeps');
  expect(await told('keeps')).toMatchObject({ variable: '2', file: '{"threshold":2}' });
});

async function change(how: 'undo' | 'restart', name: string): Promise<void> {
  await cluster.node.plane.run(['rollout', how, `deployment/${name}`, '-n', TEAM]);
  await rolled(name);
}

async function rolled(name: string): Promise<void> {
  await cluster.rolledOut(TEAM, name);
  await cluster.node.waitFor(`one pod of ${name}`, async () => (await cluster.pods(TEAM, name)).length === 1, 60);
}
