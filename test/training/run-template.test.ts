import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Duration, Size, Testing } from 'cdk8s';
import { A100, jobOf, on, pool, SAVED, TORCH, training } from './training';
import { Cpu } from '../../src/border/cpu';
import { Cluster } from '../../src/cluster/cluster';
import { NodePool } from '../../src/cluster/node-pool';
import { Release } from '../../src/model/release';
import { MlChart, MlChartProps } from '../../src/platform/ml-chart';
import { MlNamespace, MlNamespaceProps } from '../../src/platform/namespace/ml-namespace';
import { TrainingQueue } from '../../src/platform/queue/training-queue';
import { Resources } from '../../src/pod/resources/resources';
import { GpuTrainingJobProps } from '../../src/training/gpu-training-job-props';
import { RunIdentity } from '../../src/training/run-identity';

const [, RUNS] = readFileSync(join(__dirname, '../../docs/what-rolls-pods.md'), 'utf8').split('## Runs');
const LINES = [...RUNS.matchAll(/^\| (.+) \| (changes|stays) \|$/gm)].map(([, change, verdict]) => [change, verdict] as const);

interface Program {
  readonly props?: Partial<GpuTrainingJobProps>;
  readonly namespace?: Partial<MlNamespaceProps>;
  readonly chart?: Partial<MlChartProps>;
  readonly pools?: NodePool[];
}

function templateOf({ props, namespace, chart, pools = [A100] }: Program): string {
  const scope = new MlNamespace(new MlChart(Testing.app(), 'prod', { cluster: Cluster.of('prod', { pools }), ...chart }), 'team-a', { owner: 'nlp', costCenter: 'cc-17', ...namespace });
  return JSON.stringify(jobOf(training({ placement: on(pools[0]), ...props }, scope)).template);
}

const props = (...all: Partial<GpuTrainingJobProps>[]): Program[] => all.map((one) => ({ props: one }));
const research = TrainingQueue.fromExisting(new MlChart(Testing.app(), 'queues', { cluster: Cluster.of('prod', { pools: [A100] }) }), 'research');

/** What is changed, by how the line begins. */
const CHANGES: { readonly [begins: string]: readonly Program[] } = {
  '`image`': props({ image: 'registry.example.com/embedding-trainer:v1.9.0' }, { command: ['a'] }, { args: ['b'] }, { launcher: TORCH }, { env: { A: '1' } },
    { resources: Resources.guaranteed({ cpu: Cpu.units(1), memory: Size.gibibytes(9) }) }, { placement: on(A100, 2) }, { checkpoint: SAVED }, { runTime: Duration.hours(3) },
    { run: RunIdentity.of({ dataset: 'a' }) }),
  '`release`': props({ release: Release.of({ model: 'm', version: '1' }) }, { labels: { a: 'b' } }, { podAnnotations: { a: 'b' } }),
  '`owner`': [{ namespace: { owner: 'b' } }, { namespace: { costCenter: 'b' } }, { namespace: { purpose: 'b' } }, { namespace: { commonLabels: { a: 'b' } } }],
  '`imagePullSecrets`': [{ chart: { imagePullSecrets: ['a'] } }, { chart: { priorityClassName: 'a' } }],
  'the pools': [{ pools: [pool({ labels: { other: 'b' } })] }, { pools: [pool({ allocatable: { cpu: Cpu.units(80), memory: Size.gibibytes(816) } })] }],
  '`retries`': props({ retries: 2 }, { deadline: Duration.hours(9) }),
  '`ttl`': props({ ttl: Duration.days(1) }),
  '`queue`': props({ queue: research }, { queue: research.withPriority('high') }),
};
/** What no program of one version can show. */
const UNSEEN = 'another version';

test('every line of the document is compared', () => {
  const begins = LINES.filter(([change]) => !change.startsWith(UNSEEN)).map(([change]) => Object.keys(CHANGES).filter((begin) => change.startsWith(begin)));
  expect(begins).toEqual(Object.keys(CHANGES).map((begin) => [begin]));
});

test.each(LINES.filter(([change]) => !change.startsWith(UNSEEN)))('%s: it %s', (change, verdict) => {
  const before = templateOf({});
  const [, programs] = Object.entries(CHANGES).find(([begins]) => change.startsWith(begins))!;
  for (const program of programs) {
    expect(templateOf(program) === before ? 'stays' : 'changes').toBe(verdict);
  }
});
