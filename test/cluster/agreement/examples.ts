import { readdirSync, statSync } from 'fs';
import { join } from 'path';
import { moduleFolder } from '../harness/crds';

/** What projects give their users to begin with, as their Go modules carry it. */
const EXAMPLES = [
  { module: 'sigs.k8s.io/jobset', version: 'v0.12.0', paths: ['config/samples'] },
  { module: 'sigs.k8s.io/kueue', version: 'v0.19.2', paths: ['cmd/kueueviz/examples', 'test/performance/e2e/jobs/prerequisites'] },
  { module: 'sigs.k8s.io/lws', version: 'v0.9.0', paths: ['config/samples', 'docs/examples'] },
  { module: 'github.com/kedacore/keda/v2', version: 'v2.20.2', paths: ['config/samples'] },
  { module: 'github.com/kubeflow/trainer/v2', version: 'v2.3.0', paths: ['examples', 'manifests/base/runtimes'] },
  // what `helm template` makes of its chart
  { module: 'k8s.io/ingress-nginx', version: 'v0.0.0-20240708192948-52c50467d67d', paths: ['deploy/static/provider/aws', 'deploy/static/provider/cloud'] },
];

/** Placeholders: a ScaledJob without a template, which its own CustomResourceDefinition refuses. */
const NO_EXAMPLES = ['keda_v1alpha1_scaledjob.yaml'];

/** A manifest, or several, of a project. */
export interface ExampleFile {
  /** The module and the path in it. */
  readonly name: string;
  readonly file: string;
}

/** All of them; of kustomize's own files there is nothing to apply. */
export async function exampleFiles(): Promise<ExampleFile[]> {
  const found: ExampleFile[] = [];
  for (const { module, version, paths } of EXAMPLES) {
    const folder = await moduleFolder(module, version);
    const files = paths.flatMap((path) => manifestsIn(join(folder, path)));
    if (files.length === 0) throw new Error(`no example in ${module}@${version}`);
    found.push(...files.map((file) => ({ name: `${module}${file.slice(folder.length)}`, file })));
  }
  return found;
}

function manifestsIn(path: string): string[] {
  if (statSync(path).isDirectory()) {
    return readdirSync(path).sort().flatMap((name) => manifestsIn(join(path, name)));
  }
  return /\.ya?ml$/.test(path) && !['kustomization.yaml', ...NO_EXAMPLES].some((name) => path.endsWith(name)) ? [path] : [];
}
