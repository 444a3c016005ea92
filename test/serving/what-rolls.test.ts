import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Duration, Size, Testing } from 'cdk8s';
import { MINIMAL, one } from './service';
import { Cpu } from '../../src/border/cpu';
import { STRUCTS } from '../../src/border/props-table';
import { NodePool } from '../../src/cluster/node-pool';
import { ModelArtifact } from '../../src/model/artifact/model-artifact';
import { Release } from '../../src/model/release';
import { Monitoring } from '../../src/observability/monitoring';
import { MlChart, MlChartProps } from '../../src/platform/ml-chart';
import { MlNamespace, MlNamespaceProps } from '../../src/platform/namespace/ml-namespace';
import { ArtifactLoader } from '../../src/pod/artifact/artifact-loader';
import { Config, ConfigChange } from '../../src/pod/config/config';
import { SecretSource } from '../../src/pod/config/secret-source';
import { Identity } from '../../src/pod/identity/identity';
import { Probe } from '../../src/pod/lifecycle/probe';
import { Placement } from '../../src/pod/placement/placement';
import { Spread } from '../../src/pod/placement/spread';
import { Resources } from '../../src/pod/resources/resources';
import { Exposure } from '../../src/serving/exposure';
import { ModelServer } from '../../src/serving/model-server';
import { OnlineInference } from '../../src/serving/online-inference';
import { OnlineInferenceProps } from '../../src/serving/online-inference-props';
import { Rollout } from '../../src/serving/rollout';
import { OffHours } from '../../src/serving/scaling/off-hours';
import { Scaling } from '../../src/serving/scaling/scaling';

const ROOT = join(__dirname, '..', '..');
const DOCUMENT = readFileSync(join(ROOT, 'docs', 'what-rolls-pods.md'), 'utf8');
/** The lines of the table: what changes, and what pods do. */
const LINES = [...DOCUMENT.matchAll(/^\| (`.+) \| (roll|stay|another Deployment) \|$/gm)].map(([, change, verdict]) => [change, verdict] as const);

/** A program, as far as its parts change. */
interface Program {
  readonly service?: Partial<OnlineInferenceProps>;
  readonly namespace?: Partial<MlNamespaceProps>;
  readonly chart?: MlChartProps;
}
type Step = readonly [before: Program, after: Program];

const service = (after: Partial<OnlineInferenceProps>, before: Partial<OnlineInferenceProps> = {}): Step => [{ service: before }, { service: after }];
const server = (more: object): Partial<OnlineInferenceProps> => ({ server: ModelServer.http({ image: 'registry.example.com/sentiment:v1.2.0', metricsPath: '/metrics', ...more }) });
const model = (more: object = {}): Partial<OnlineInferenceProps> => ({ artifact: ModelArtifact.fromS3('s3://models/m', { size: Size.gibibytes(1), manifestDigest: `sha256:${'ab'.repeat(32)}`, ...more }) });
const keep = (a: string) => Config.asFiles('/etc/a', { a }, { onChange: ConfigChange.KEEP });
const metrics = server({});
const pool = NodePool.cpu('general', { cpu: Cpu.units(16), memory: Size.gibibytes(64), maxNodes: 4, labels: { pool: 'general' } });
const [first, second] = ['00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-000000000002'].map((id) => Identity.azure(id));
const role = (name: string) => Identity.aws(`arn:aws:iam::123456789012:role/${name}`);

/** What is changed, by how the line of the table begins. */
const STEPS: readonly (readonly [begins: string, ...steps: Step[]])[] = [
  ['`release`', service({ release: Release.of({ model: 'sentiment', version: '1.3.0' }) })],
  ['`server`', service(server({ port: 9000 }), metrics), service(server({ loadTime: Duration.minutes(9) }), metrics), service(server({ args: ['--fast'] }), metrics)],
  ['`resources`', service({ resources: Resources.guaranteed({ cpu: Cpu.units(2), memory: Size.gibibytes(2) }) })],
  ['`artifact`: source', ...[{ manifestDigest: `sha256:${'cd'.repeat(32)}` }, { size: Size.gibibytes(2) }, { mountPath: '/m' }].map((more) => service(model(more), model())), service(model())],
  ['`artifact`: `bytesPerSecond`', service(model({ bytesPerSecond: Size.mebibytes(10) }), model())],
  ['`artifactLoader`', service({ ...model(), artifactLoader: ArtifactLoader.of({ image: 'registry.example.com/loader:2' }) }, model())],
  ['`placement`', service({ placement: Placement.of({ pools: [pool] }) })],
  ['`startup`', ...(['startup', 'readiness', 'liveness'] as const).map((probe) => service({ [probe]: Probe.timed({ period: Duration.seconds(7) }) }))],
  ['`env`', service({ env: { A: '1' } })],
  ['`configs` of `ConfigChange.ROLL`: a value', service({ configs: [Config.asEnv({ A: '2' })] }, { configs: [Config.asEnv({ A: '1' })] })],
  ['`configs` of `ConfigChange.KEEP`: a value', service({ configs: [keep('2')] }, { configs: [keep('1')] })],
  ['`configs` of `ConfigChange.KEEP`: one more', service({ configs: [keep('1')] })],
  ['`secrets`', service({ secrets: [SecretSource.asEnv('s', { A: 'b' })] }, { secrets: [SecretSource.asEnv('s', { A: 'a' })] }), service({ secrets: [SecretSource.asFiles('s', '/run/s')] })],
  ['`drain`', service({ drain: { preStopSleep: Duration.seconds(31) } })],
  ['`exposure`: `clusterInternal`', service({ exposure: Exposure.loadBalancer({ sourceRanges: ['10.0.0.0/8'] }) }), service({ exposure: Exposure.gateway({ gateway: 'g', gatewayNamespace: 'g' }) }),
    service({ exposure: Exposure.ingress({ host: 'a.example.com', className: 'nginx' }) })],
  ['`exposure`: port', service({ exposure: Exposure.clusterInternal({ port: 81 }) }),
    service({ exposure: Exposure.loadBalancer({ sourceRanges: ['10.0.0.0/16'] }) }, { exposure: Exposure.loadBalancer({ sourceRanges: ['10.0.0.0/8'] }) })],
  ['`availability`: `zones`', service({ availability: { zones: Spread.NONE } }), service({ availability: { hosts: Spread.REQUIRED } }), service({ availability: { priorityClassName: 'high' } }),
    service({ availability: { mayBeMoved: false } })],
  ['`availability`: `maxDisrupted`', service({ availability: { maxDisrupted: 2 }, scaling: Scaling.fixed(5) })],
  ['`monitoring`: `annotations`', service({ ...metrics, monitoring: Monitoring.annotations() }, metrics)],
  ['`monitoring`: `podMonitor`', service({ ...metrics, monitoring: Monitoring.podMonitor() }, metrics), service({ ...metrics, monitoring: Monitoring.serviceMonitor() }, metrics)],
  ['`identity`: `azure`', service({ identity: first })],
  ['`identity`: `aws`', service({ identity: second }, { identity: first }), service({ identity: role('a') }), service({ identity: role('b') }, { identity: role('a') }),
    service({ identity: Identity.gcp('reader@my-project.iam.gserviceaccount.com') })],
  ['`serviceAccount`', service({ serviceAccount: { name: 'mine' } }), service({ names: { serviceAccount: 'mine' } })],
  ['`names`', service({ names: { service: 'a', autoscaler: 'a', disruptionBudget: 'a', networkPolicy: 'a' } })],
  ['`names.container`', service({ names: { container: 'main' } })],
  ['`labels`', service({ labels: { tier: 'ml' } }), service({ podAnnotations: { 'sidecar.istio.io/inject': 'false' } })],
  ['`scaling`', service({ scaling: Scaling.fixed(5) }), service({ scaling: Scaling.onCpu({ min: 2, max: 9, targetPercent: 60 }) })],
  ['`rollout`', service({ rollout: Rollout.replaceInPlace() })],
  ['`offHours`', service({ offHours: OffHours.byCronJobs({ down: '0 18 * * *', up: '0 7 * * *', timeZone: 'Etc/UTC' }) })],
  ['`recommendResources`', service({ recommendResources: true })],
  ['`owner`', ...[{ owner: 'b' }, { costCenter: 'b' }, { purpose: 'b' }, { commonLabels: { a: 'b' } }].map((namespace): Step => [{}, { namespace }])],
  ['`imagePullSecrets`', [{}, { chart: { imagePullSecrets: ['regcred'] } }], [{}, { chart: { priorityClassName: 'high' } }]],
  ['`name`, `names.deployment`', service({ name: 'other' }), service({ names: { deployment: 'other' } })],
  ['`selectorLabels`', service({ selectorLabels: { app: 'chat' } })],
];

function deploymentOf({ service: props, namespace, chart }: Program): any {
  const team = new MlNamespace(new MlChart(Testing.app(), 'prod', chart), 'nlp', { owner: 'nlp', costCenter: 'cc', ...namespace });
  return one(new OnlineInference(team, 'chat', { ...MINIMAL, ...props }), 'Deployment');
}

function verdictOf([before, after]: Step): string {
  const [old, next] = [before, after].map(deploymentOf);
  const identity = ({ metadata, spec }: any) => JSON.stringify([metadata.name, spec.selector]);
  if (identity(old) !== identity(next)) {
    return 'another Deployment';
  }
  return JSON.stringify(old.spec.template) === JSON.stringify(next.spec.template) ? 'stay' : 'roll';
}

test.each(LINES)('%s: pods %s', (change, verdict) => {
  const [, ...steps] = STEPS.find(([begins]) => change.startsWith(begins))!;
  expect(steps.map(verdictOf)).toEqual(steps.map(() => verdict));
});

test('every line is tried, and every property has one', () => {
  expect(LINES).toHaveLength(STEPS.length);
  const named = new Set(LINES.flatMap(([change]) => [...change.matchAll(/`(\w+)(?:\.\w+)?`/g)].map(([, name]) => name)));
  const properties = STRUCTS.OnlineInferenceProps.split(', ').map((property) => property.split(/[?:]/)[0]);
  expect(properties.filter((property) => !named.has(property))).toEqual([]);
});

test('README names those that always do and those that never do', () => {
  const [, always, never] = /\*\*What rolls pods\.\*\*([\s\S]+?)roll them;([\s\S]+?)never do/.exec(readFileSync(join(ROOT, 'README.md'), 'utf8'))!;
  const propertiesIn = (text: string) => [...text.matchAll(/`(\w+)`/g)].map(([, name]) => name).sort();
  const verdicts = new Map<string, Set<string>>();
  for (const [change, verdict] of LINES) {
    for (const [, name] of (/^[^:(]+/.exec(change)![0]).matchAll(/`(\w+)`/g)) {
      verdicts.set(name, (verdicts.get(name) ?? new Set()).add(verdict));
    }
  }
  const only = (verdict: string) => [...verdicts].filter(([, said]) => said.size === 1 && said.has(verdict)).map(([name]) => name).sort();
  expect(propertiesIn(always)).toEqual(only('roll'));
  expect(propertiesIn(never)).toEqual(only('stay').filter((name) => name !== 'names'));
});
