import { Duration, Size } from 'cdk8s';
import { Cpu, Exposure, MlChart, MlNamespace, ModelServer, NetworkPeer, OnlineInference, Release, Resources, Scaling } from '../../src';
import { ClientPod } from './harness/client-pod';
import { imagePullPolicy, manifestsOf, teamNamespace } from './program';
import { CLIENT_IMAGE, clients, INFERENCE_IMAGE, ServingNode, START_TIMEOUT } from './serving-node';

const TEAM = 'team-network';
const OTHER_TEAM = 'team-network-2';
/** A namespace without policies that no program names but as the one that the ranker may call. */
const WORLD = 'world';

const TARGETS = {
  features: `http://features.${TEAM}.svc.cluster.local/ready`,
  guarded: `http://guarded.${TEAM}.svc.cluster.local/ready`,
  sibling: `http://sibling.${TEAM}.svc.cluster.local/ready`,
  ranker: `http://ranker.${OTHER_TEAM}.svc.cluster.local/ready`,
  world: `http://world.${WORLD}.svc.cluster.local:8000/ready`,
  // it answers 400 to whoever does not speak TLS
  api: 'http://kubernetes.default.svc.cluster.local:443/',
};
type Target = keyof typeof TARGETS;

let cluster: ServingNode;
let stranger: ClientPod;
let neighbour: ClientPod;

beforeAll(async () => {
  cluster = await ServingNode.start();
  const { plane } = cluster.node;
  await cluster.apply([...manifestsOf(program), ...world()]);
  await cluster.node.waitForServiceAccount(WORLD);
  stranger = await ClientPod.start(plane, { namespace: WORLD, image: CLIENT_IMAGE, name: 'stranger' });
  neighbour = await ClientPod.start(plane, { namespace: TEAM, image: CLIENT_IMAGE, name: 'neighbour' });
  await cluster.rolledOut(TEAM, 'features', 'guarded', 'sibling');
  await cluster.rolledOut(OTHER_TEAM, 'ranker');
  await plane.run(['wait', '--for=condition=Ready', 'pod/world', '-n', WORLD, '--timeout=60s'], { timeoutSeconds: 70 });
}, START_TIMEOUT);
afterAll(() => cluster?.stop());

function program(chart: MlChart): void {
  const serve = (namespace: MlNamespace, name: string, exposure?: Exposure) => new OnlineInference(namespace, name, {
    release: Release.of({ model: name, version: '1' }),
    server: ModelServer.http({ image: INFERENCE_IMAGE, imagePullPolicy, livenessPath: '/health', longestRequest: Duration.seconds(1) }),
    resources: Resources.burstable({ cpu: Cpu.millis(50), memory: Size.mebibytes(128) }),
    scaling: Scaling.fixed(1),
    exposure,
  });
  const team = teamNamespace(chart, TEAM);
  const features = serve(team, 'features');
  const guarded = serve(team, 'guarded', Exposure.clusterInternal({ onlyAllowed: true }));
  const sibling = serve(team, 'sibling');
  const ranker = serve(teamNamespace(chart, OTHER_TEAM), 'ranker');

  features.allowFrom(clients);
  features.allowFrom(ranker); // opens both namespaces
  features.allowTo(guarded); // opens both services
  sibling.allowTo(NetworkPeer.namespace(TEAM), 8000); // opens this one only
  ranker.allowTo(NetworkPeer.namespace(WORLD), 8000);
}

/** A server that nothing protects. */
function world(): object[] {
  const metadata = { name: WORLD, namespace: WORLD, labels: { app: WORLD } };
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: WORLD } },
    { apiVersion: 'v1', kind: 'Pod', metadata, spec: { containers: [{ name: WORLD, image: INFERENCE_IMAGE, imagePullPolicy: 'IfNotPresent', readinessProbe: { httpGet: { path: '/ready', port: 8000 }, periodSeconds: 1 } }] } },
    { apiVersion: 'v1', kind: 'Service', metadata, spec: { selector: metadata.labels, ports: [{ port: 8000 }] } },
  ];
}

/** Who asks: a pod in which Python runs. */
type Caller = (command: string[]) => Promise<{ stdout: string }>;

const service = (namespace: string, name: string): Caller => async (command) => {
  const { metadata } = await cluster.pod(namespace, name);
  return cluster.node.plane.kubectl(['exec', '-n', namespace, metadata.name, '--', ...command]);
};

const CALLERS: Record<string, Caller> = {
  'a client that is let in': (command) => cluster.client.exec(command),
  'a stranger': (command) => stranger.exec(command),
  'a pod of the same namespace': (command) => neighbour.exec(command),
  'a service of the same namespace': service(TEAM, 'sibling'),
  'a service of another namespace': service(OTHER_TEAM, 'ranker'),
  'the service itself': service(TEAM, 'features'),
};

const ASK = `
import sys, urllib.request, urllib.error
try:
    print(urllib.request.urlopen(sys.argv[1], timeout=3).status)
except urllib.error.HTTPError as error:
    print(error.code)
except OSError as error:
    print(getattr(error, "reason", error))
`;

/** The status of the answer, or why there is none; a name that is not found is no time-out. */
async function ask(caller: string, target: Target): Promise<string> {
  return (await CALLERS[caller](['python3', '-c', ASK, TARGETS[target]])).stdout.trim();
}

const soon = (caller: string, target: Target, outcome: string) => cluster.node.waitFor(`${outcome} for ${caller} from ${target}`, async () => {
  const got = await ask(caller, target);
  return got === outcome || got;
}, 60);

const REACHED: [string, Target, string][] = [
  ['a client that is let in', 'features', '200'],
  ['a client that is let in', 'world', '200'],
  ['a client that is let in', 'api', '400'],
  ['a service of the same namespace', 'features', '200'],
  ['a service of another namespace', 'features', '200'],
  ['a service of another namespace', 'world', '200'],
  ['the service itself', 'guarded', '200'],
];

const DROPPED: [string, Target][] = [
  ['a client that is let in', 'guarded'],
  ['a client that is let in', 'ranker'],
  ['a stranger', 'features'],
  ['a pod of the same namespace', 'features'],
  ['a pod of the same namespace', 'world'],
  ['a pod of the same namespace', 'api'],
  ['a service of the same namespace', 'guarded'],
  ['a service of the same namespace', 'world'],
  ['a service of another namespace', 'guarded'],
  ['a service of another namespace', 'api'],
  ['the service itself', 'ranker'],
  ['the service itself', 'sibling'],
  ['the service itself', 'world'],
];

test.each(REACHED)('%s reaches %s', soon);

test.each(DROPPED)('%s finds the name of %s and is dropped', async (caller, target) => {
  let got = '';
  await cluster.node.waitFor(`the name of ${target} to be found`, async () => {
    got = await ask(caller, target);
    return !got.includes('Temporary failure in name resolution') || got;
  }, 60);
  expect(got).toBe('timed out');
});

test('it is the rule that lets the client in, and default-deny that keeps the namespace in', async () => {
  const { plane } = cluster.node;
  await plane.run(['patch', 'networkpolicy', 'features', '-n', TEAM, '--type=json', '-p', '[{"op":"replace","path":"/spec/ingress","value":[]}]']);
  await soon('a client that is let in', 'features', 'timed out');
  await plane.run(['delete', 'networkpolicy', 'default-deny', '-n', TEAM]);
  await soon('a pod of the same namespace', 'world', '200');
});
