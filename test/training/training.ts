import { Chart, Duration, Size, Testing } from 'cdk8s';
import { Cpu } from '../../src/border/cpu';
import { Accelerator } from '../../src/cluster/accelerator';
import { Cluster } from '../../src/cluster/cluster';
import { NodePool } from '../../src/cluster/node-pool';
import { GpuNodePoolProps } from '../../src/cluster/node-pool-props';
import { Checkpoint } from '../../src/model/checkpoint';
import { MlChart } from '../../src/platform/ml-chart';
import { MlNamespace } from '../../src/platform/namespace/ml-namespace';
import { Placement } from '../../src/pod/placement/placement';
import { GpuTrainingJob } from '../../src/training/gpu-training-job';
import { GpuTrainingJobProps } from '../../src/training/gpu-training-job-props';
import { Launcher } from '../../src/training/launcher';

/** A pool of nodes with eight cards, on each of which 80 cores and 800 GiB are left to pods. */
export const pool = (props: Partial<GpuNodePoolProps> = {}, name = 'a100') => NodePool.gpu(name, {
  accelerator: Accelerator.NVIDIA_A100_80GB,
  perNode: 8,
  cpu: Cpu.units(96),
  memory: Size.gibibytes(1000),
  maxNodes: 8,
  labels: { accelerator: `nvidia-${name}` },
  allocatable: { cpu: Cpu.units(88), memory: Size.gibibytes(816) },
  daemonSets: { cpu: Cpu.units(8), memory: Size.gibibytes(16) },
  ...props,
});

export const A100 = pool();
export const IMAGE = 'registry.example.com/embedding-trainer:v1.8.0';
export const on = (of: NodePool = A100, gpus = 1) => Placement.of({ pools: [of], gpus });
export const SAVED = Checkpoint.onObjectStorage('s3://checkpoints/embedding/', { every: Duration.minutes(20) });
export const TORCH = Launcher.torchrun({ script: 'train.py' });
/** What four nodes of eight cards are given beside what a run on one node is. */
export const GANG: Partial<GpuTrainingJobProps> = { nodes: 4, placement: on(A100, 8), launcher: TORCH, checkpoint: SAVED };

/** A namespace in a cluster of these pools. */
export function team(pools: NodePool[] = [A100]): MlNamespace {
  const chart = new MlChart(Testing.app(), 'prod', { cluster: Cluster.of('prod', { pools }) });
  return new MlNamespace(chart, 'team-a', { owner: 'nlp', costCenter: 'cc-17' });
}

/** The training `train`, run `r1`. */
export function training(props: Partial<GpuTrainingJobProps> = {}, scope: MlNamespace = team()): GpuTrainingJob {
  return new GpuTrainingJob(scope, 'train', { runId: 'r1', image: IMAGE, placement: on(), ...props });
}

/** The object that makes the pods of a run. */
export function runOf(made: GpuTrainingJob): any {
  const { kind, name } = made.run;
  return Chart.of(made).toJson().find((object: any) => object.kind === kind && object.metadata.name === name);
}

/** The spec of its Job, wherever it stands. */
export function jobOf(made: GpuTrainingJob): any {
  const { kind, spec } = runOf(made);
  return kind === 'JobSet' ? spec.replicatedJobs[0].template.spec : kind === 'CronJob' ? spec.jobTemplate.spec : spec;
}

export const podOf = (made: GpuTrainingJob) => jobOf(made).template.spec;
export const containerOf = (made: GpuTrainingJob) => podOf(made).containers[0];

/** Its environment: values, and for a field of the pod its path. */
export function envOf(made: GpuTrainingJob): { [name: string]: string } {
  return Object.fromEntries(containerOf(made).env.map(({ name, value, valueFrom }: any) => [name, value ?? valueFrom.fieldRef.fieldPath]));
}

/** What is wrong with a training of these props, a line for each problem, without the path. */
export function refused(props: Partial<GpuTrainingJobProps>, scope?: MlNamespace): string[] {
  try {
    training(props, scope);
  } catch (error) {
    const [first, ...rest] = (error as Error).message.split('\n  ');
    return (rest.length === 0 ? [first] : rest).map((line) => line.replace('[prod/team-a/train] ', ''));
  }
  return [];
}
