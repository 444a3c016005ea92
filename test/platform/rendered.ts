import { Chart } from 'cdk8s';
import { MlNamespace, MlNamespaceProps } from '../../src/platform/namespace/ml-namespace';

/** The objects of a chart as they are written. */
export function objects(chart: Chart): any[] {
  return chart.toJson();
}

/** The one object of a chart of that kind (and name, where there are several). */
export function one(chart: Chart, kind: string, name?: string): any {
  const found = objects(chart).filter((object) => object.kind === kind && (name === undefined || object.metadata.name === name));
  expect(found).toHaveLength(1);
  return found[0];
}

/** A namespace `team-a` of somebody, with whatever else is given. */
export function teamA(chart: Chart, props: Partial<MlNamespaceProps> = {}): MlNamespace {
  return new MlNamespace(chart, 'team-a', { owner: 'nlp', costCenter: 'cc-17', ...props });
}

/** What is wrong with a namespace of these props, a line for each problem. */
export function problemsOf(make: () => unknown): string[] {
  try {
    make();
  } catch (error) {
    const { message } = error as Error;
    const [first, ...rest] = message.split('\n  ');
    return rest.length === 0 ? [first] : rest;
  }
  return [];
}
