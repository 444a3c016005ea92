import { JsonPatch, Testing } from 'cdk8s';
import { Cluster, ImagePullPolicy, MlChart, MlNamespace } from '../../src';

/** Nothing is pulled here: a node is started with the images that its tests' programs name. */
export const imagePullPolicy = ImagePullPolicy.IF_NOT_PRESENT;

/** The objects that a program makes in one chart, as they would stand in its file. */
export function manifestsOf(program: (chart: MlChart) => void, cluster?: Cluster): any[] {
  const chart = new MlChart(Testing.app(), 'test', { cluster });
  program(chart);
  return Testing.synth(chart);
}

/** The same objects, one of them changed behind the back of the library, which would refuse some of what the counter-examples do. */
export function edited(manifests: readonly any[], kind: string, name: string, ...patches: JsonPatch[]): any[] {
  const found = manifests.filter((manifest) => manifest.kind === kind && manifest.metadata.name === name);
  if (found.length !== 1) throw new Error(`there are ${found.length} of ${kind}/${name}`);
  return manifests.map((manifest) => (manifest === found[0] ? JsonPatch.apply(manifest, ...patches) : manifest));
}

/** A team's namespace as the library makes it by default: restricted and closed. */
export function teamNamespace(chart: MlChart, name: string): MlNamespace {
  return new MlNamespace(chart, name, { owner: 'tests', costCenter: 'cc-tests' });
}
