import { Chart, Size, Testing } from 'cdk8s';
import { GANG, on, pool, TORCH, IMAGE } from './training';
import { Cpu } from '../../src/border/cpu';
import { Cluster } from '../../src/cluster/cluster';
import { NodePool } from '../../src/cluster/node-pool';
import { GpuNodePoolProps } from '../../src/cluster/node-pool-props';
import { MlChart } from '../../src/platform/ml-chart';
import { Resources } from '../../src/pod/resources/resources';
import { judge } from '../../src/rules/judge';
import { Disruption } from '../../src/training/disruption';
import { FastNetwork } from '../../src/training/fast-network';
import { GpuTrainingJob } from '../../src/training/gpu-training-job';
import { GpuTrainingJobProps } from '../../src/training/gpu-training-job-props';
import { TrainingBackend } from '../../src/training/training-backend';

/** What the proof says of trainings in a cluster of these pools, by rule. */
function findings(pools: NodePool[], ...trainings: Partial<GpuTrainingJobProps>[]): string[] {
  const cluster = Cluster.of('prod', { pools });
  const chart = new MlChart(Testing.app(), 'prod', { namespace: 'team-a', cluster });
  trainings.forEach((props, i) => new GpuTrainingJob(chart, `train-${i + 1}`, { runId: 'r1', image: IMAGE, placement: on(), ...props }));
  return judge(Chart.of(chart).toJson().map((manifest: any) => ({ manifest, path: 'x', cluster })), [])
    .filter(({ rule }) => rule.startsWith('ML-CAP')).map(({ rule, severity, message }) => `${rule} ${severity}: ${message}`);
}

const fast = (props: Partial<GpuNodePoolProps> = {}) => pool({ resources: { 'vpc.amazonaws.com/efa': '4', 'hugepages-2Mi': '5120Mi', 'rdma/hca': '8' }, ...props });
/** As nodes of a plain Job can be run, for its pods start again one by one. */
const ONCE: Partial<GpuTrainingJobProps> = { checkpoint: undefined, disruption: Disruption.FAIL, retries: 0 };
const SMALL = Resources.guaranteed({ cpu: Cpu.units(1), memory: Size.gibibytes(8) });

describe.each([
  ['JobSet', undefined],
  ['Job', TrainingBackend.JOB],
  ['TrainJob', TrainingBackend.trainJob('torch-distributed')],
])('of a %s', (kind, backend) => {
  const gang = (of: NodePool, props: Partial<GpuTrainingJobProps> = {}) => ({ ...GANG, placement: on(of, 8), ...backend && { backend, launcher: TORCH }, ...kind === 'Job' && ONCE, ...props });

  test('every node is counted: four find room on four, and not on three', () => {
    const [four, three] = [pool({ maxNodes: 4 }), pool({ maxNodes: 3 })];
    expect(findings([four], gang(four))).toEqual([]);
    const [first, ...others] = findings([three], gang(three));
    expect(others).toEqual([]);
    expect(first).toBe(`ML-CAP-005 error: ${kind} 'train-1-r1' alone has no room on cluster 'prod' at its maximum: it needs 32 nvidia.com/gpu (4 pods × 8 of ${kind} 'train-1-r1'), `
      + 'and the nodes that may take them have 24 (3 × 8 of a100); raise maxNodes or ask for less');
  });

  test('devices of the network and huge pages are counted like accelerators', () => {
    const enough = fast({ maxNodes: 4 });
    expect(findings([enough], gang(enough, { network: FastNetwork.EFA }))).toEqual([]);
    // by cards and cores all three would stand on one node
    const two = fast({ maxNodes: 2 });
    const [first] = findings([two], gang(two, { nodes: 3, placement: on(two), resources: SMALL, network: FastNetwork.rdma('rdma/hca', 8) }));
    expect(first).toBe(`ML-CAP-005 error: ${kind} 'train-1-r1' alone has no room on cluster 'prod' at its maximum: it needs 24 rdma/hca (3 pods × 8 of ${kind} 'train-1-r1'), `
      + 'and the nodes that may take them have 16 (2 × 8 of a100); raise maxNodes or ask for less');
  });
});

test('two trainings on half of a node each share it, and a third has none', () => {
  const half = fast({ maxNodes: 1 });
  const props = { placement: on(half, 4), resources: SMALL, network: FastNetwork.rdma('rdma/hca', 4) };
  expect(findings([half], props, props)).toEqual([]);
  const [first] = findings([half], props, props, props);
  expect(first).toMatch(/warning/);
});
