import { Chart, Size } from 'cdk8s';
import { Construct } from 'constructs';
import { BatchScoringJob } from '../../src/batch/batch-scoring-job';
import { BatchScoringJobProps } from '../../src/batch/batch-scoring-job-props';
import { Cpu } from '../../src/border/cpu';
import { MlChart } from '../../src/platform/ml-chart';
import { Resources } from '../../src/pod/resources/resources';
import { problemsOf, prod } from '../serving/service';

/** The least that batch scoring needs, and the id of its run. */
export const MINIMAL: BatchScoringJobProps = {
  image: 'registry.example.com/score:v1.0.0',
  resources: Resources.guaranteed({ cpu: Cpu.units(1), memory: Size.gibibytes(2) }),
  shards: 4,
  output: 's3://scores/churn',
  runId: 'r1',
};

/** Batch scoring `score` in a chart of its own, with whatever else is given. */
export function scoring(props: Partial<BatchScoringJobProps> = {}, scope: Construct = prod()): BatchScoringJob {
  return new BatchScoringJob(scope, 'score', { ...MINIMAL, ...props });
}

/** The Job or CronJob of batch scoring. */
export function jobObject(job: BatchScoringJob): any {
  return Chart.of(job).toJson().find(({ kind, metadata }) => kind.endsWith('Job') && metadata.name === job.job.name);
}

/** The spec of its Job, or of that which its CronJob makes. */
export function jobSpec(job: BatchScoringJob): any {
  const { kind, spec } = jobObject(job);
  return kind === 'CronJob' ? spec.jobTemplate.spec : spec;
}

/** The spec of its pods. */
export function podOf(job: BatchScoringJob): any {
  return jobSpec(job).template.spec;
}

/** Its container. */
export function containerOf(job: BatchScoringJob): any {
  return podOf(job).containers[0];
}

/** Its environment, by name. */
export function envOf(job: BatchScoringJob): { [name: string]: any } {
  return Object.fromEntries(containerOf(job).env.map(({ name, value, valueFrom }: any) => [name, value ?? valueFrom]));
}

/** What is wrong with batch scoring of these props, a line for each problem, without the path. */
export function refused(props: Partial<BatchScoringJobProps>, id = 'score', chart: MlChart = prod()): string[] {
  const path = `[${chart.node.path}/${id}] `;
  return problemsOf(() => new BatchScoringJob(chart, id, { ...MINIMAL, ...props })).map((line) => {
    expect(line.slice(0, path.length)).toBe(path);
    return line.slice(path.length);
  });
}
