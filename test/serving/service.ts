import { Chart, Size, Testing } from 'cdk8s';
import { Construct } from 'constructs';
import { Cpu } from '../../src/border/cpu';
import { Release } from '../../src/model/release';
import { MlChart, MlChartProps } from '../../src/platform/ml-chart';
import { Resources } from '../../src/pod/resources/resources';
import { ModelServer } from '../../src/serving/model-server';
import { OnlineInference } from '../../src/serving/online-inference';
import { OnlineInferenceProps } from '../../src/serving/online-inference-props';

/** The least that a service needs. */
export const MINIMAL: OnlineInferenceProps = {
  release: Release.of({ model: 'sentiment', version: '1.2.0' }),
  server: ModelServer.http({ image: 'registry.example.com/sentiment:v1.2.0' }),
  resources: Resources.guaranteed({ cpu: Cpu.units(1), memory: Size.gibibytes(2) }),
};

/** A chart `prod` of namespace `team-a`. */
export function prod(props: MlChartProps = {}): MlChart {
  return new MlChart(Testing.app(), 'prod', { namespace: 'team-a', ...props });
}

/** A service `chat` in a chart of its own, with whatever else is given. */
export function chat(props: Partial<OnlineInferenceProps> = {}, scope: Construct = prod()): OnlineInference {
  return new OnlineInference(scope, 'chat', { ...MINIMAL, ...props });
}

/** What the chart of a construct renders. */
export function objects(construct: Construct): any[] {
  return Chart.of(construct).toJson();
}

/** The one object of that kind (and name, where there are several) in the chart of a construct. */
export function one(construct: Construct, kind: string, name?: string): any {
  const found = objects(construct).filter((object) => object.kind === kind && (name === undefined || object.metadata.name === name));
  expect(found.map((object) => `${object.kind}/${object.metadata.name}`)).toHaveLength(1);
  return found[0];
}

/** `Kind/name` of everything in the chart of a construct. */
export function kinds(construct: Construct): string[] {
  return objects(construct).map((object) => `${object.kind}/${object.metadata.name}`);
}

/** The spec of the pods of a service. */
export function podOf(service: OnlineInference): any {
  return one(service, 'Deployment', service.deployment.name).spec.template.spec;
}

/** The container of a service. */
export function containerOf(service: OnlineInference): any {
  return podOf(service).containers[0];
}

/** What is wrong with a service of these props, a line for each problem, without the path that each has to start with. */
export function refused(props: Partial<OnlineInferenceProps>, id = 'chat', chart = prod()): string[] {
  const lines = problemsOf(() => new OnlineInference(chart, id, { ...MINIMAL, ...props }));
  const path = `[${chart.node.path}/${id}] `;
  return lines.map((line) => {
    expect(line.slice(0, path.length)).toBe(path);
    return line.slice(path.length);
  });
}

/** The lines of the error that `make` throws; none if it throws nothing. */
export function problemsOf(make: () => unknown): string[] {
  try {
    make();
  } catch (error) {
    const [first, ...rest] = (error as Error).message.split('\n  ');
    return rest.length === 0 ? [first] : rest;
  }
  return [];
}
