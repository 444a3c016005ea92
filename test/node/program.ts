import { Testing } from 'cdk8s';
import { Cluster, ImagePullPolicy, MlChart, MlNamespace } from 'cdk8s-ml';

/** Nothing is pulled here: a node is started with the images that its tests' programs name. */
export const imagePullPolicy = ImagePullPolicy.IF_NOT_PRESENT;

/** The objects that a program makes in one chart, as they would stand in its file. */
export function manifestsOf(program: (chart: MlChart) => void, cluster?: Cluster): any[] {
  const chart = new MlChart(Testing.app(), 'test', { cluster });
  program(chart);
  return Testing.synth(chart);
}

/** A team's namespace as the library makes it by default: restricted and closed. */
export function teamNamespace(chart: MlChart, name: string): MlNamespace {
  return new MlNamespace(chart, name, { owner: 'tests', costCenter: 'cc-tests' });
}
