import { Size } from 'cdk8s';
import { BatchScoringJobProps } from '../../src/batch/batch-scoring-job-props';
import { Cpu } from '../../src/border/cpu';
import { Cluster } from '../../src/cluster/cluster';
import { NodePool } from '../../src/cluster/node-pool';
import { MlNamespace } from '../../src/platform/namespace/ml-namespace';
import { Quota } from '../../src/platform/namespace/quota';
import { Placement } from '../../src/pod/placement/placement';
import { judge } from '../../src/rules/judge';
import { Schedule } from '../../src/task/schedule';
import { Overlap } from '../../src/task/schedule-options';
import { scoring } from '../batch/scoring';
import { objects, prod } from '../serving/service';

/** What is said of 64 shards of 1 core and 2 GiB each, 32 at a time, under a quota on processor. */
function said(cores: number, props: Partial<BatchScoringJobProps> = {}): string[] {
  const chart = prod({ namespace: undefined });
  const team = new MlNamespace(chart, 'churn', { owner: 'growth', costCenter: 'cc-21', quota: Quota.of({ requestsCpu: Cpu.units(cores) }) });
  const job = scoring({ shards: 64, parallelism: 32, ...props }, team);
  return judge(objects(job).map((manifest) => ({ manifest, path: 'prod' })), []).map(({ rule, severity, message }) => `${rule} ${severity}: ${message}`);
}

const nightly = (overlap?: Overlap): Partial<BatchScoringJobProps> => ({ runId: undefined, schedule: Schedule.cron('0 4 * * *', { overlap }) });

test('a run takes what runs at once, and not what all its shards would', () => {
  expect(said(32)).toEqual([]);
  expect(said(32, nightly())).toEqual([]);
  expect(said(32, { parallelism: undefined })).not.toEqual([]);
});

test('one less is a warning, for a run gets done by fewer at once', () => {
  for (const props of [{}, nightly(), nightly(Overlap.REPLACE)]) {
    const [finding, ...others] = said(31, props);
    expect(others).toEqual([]);
    expect(finding).toMatch(/^ML-CAP-\d+ warning: .*32/);
  }
});

test('not one pod has room: an error', () => {
  expect(said(1, { parallelism: 1 })).toEqual([]);
  const chart = prod({ namespace: undefined });
  const team = new MlNamespace(chart, 'churn', { owner: 'growth', costCenter: 'cc-21', quota: Quota.of({ requestsMemory: Size.gibibytes(1) }) });
  const findings = judge(objects(scoring({}, team)).map((manifest) => ({ manifest, path: 'prod' })), []);
  expect(findings.map(({ severity }) => severity)).toContain('error');
});

test('as many at once as the pool holds, and the proof agrees that they have room: one more has none', () => {
  const pool = NodePool.cpu('batch', { cpu: Cpu.units(8), memory: Size.gibibytes(32), maxNodes: 3, labels: { pool: 'batch' } });
  const run = (parallelism?: number) => {
    const chart = prod({ cluster: Cluster.of('prod', { pools: [pool] }) });
    const job = scoring({ shards: 64, parallelism, placement: Placement.of({ pools: [pool] }) }, chart);
    const { spec } = objects(job).find(({ kind }) => kind === 'Job');
    return { most: spec.parallelism as number, findings: judge(objects(job).map((manifest) => ({ manifest, path: 'prod', cluster: chart.cluster })), []) };
  };
  const { most, findings } = run();
  expect(most).toBe(24);
  expect(findings).toEqual([]);
  expect(run(most + 1).findings.map(({ rule }) => rule)).toEqual([expect.stringMatching(/^ML-CAP-/)]);
});
