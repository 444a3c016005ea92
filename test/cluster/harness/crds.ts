import { execFile } from 'child_process';
import { readdirSync, statSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { goToolchain } from './programs';

/** Where a project of the ecosystem keeps its CustomResourceDefinitions. */
export interface CrdSource {
  /** A Go module; the checksum database vouches for its content. */
  readonly module: string;
  readonly version: string;
  /** Files, and folders whose own files are meant, in the module. */
  readonly paths: string[];
}

/**
 * What every test cluster knows beside Kubernetes' own APIs. A new line here is
 * all that another project takes.
 */
export const CRD_SOURCES: CrdSource[] = [
  { module: 'github.com/kedacore/keda/v2', version: 'v2.20.2', paths: ['config/crd/bases'] },
  { module: 'sigs.k8s.io/jobset', version: 'v0.12.0', paths: ['config/components/crd/bases'] },
  { module: 'sigs.k8s.io/kueue', version: 'v0.19.2', paths: ['config/components/crd/bases'] },
  { module: 'github.com/kubeflow/trainer/v2', version: 'v2.3.0', paths: ['manifests/base/crds'] },
  { module: 'sigs.k8s.io/gateway-api', version: 'v1.6.1', paths: ['config/crd/standard'] },
  { module: 'github.com/prometheus-operator/prometheus-operator', version: 'v0.93.0', paths: ['example/prometheus-operator-crd'] },
  { module: 'k8s.io/autoscaler/vertical-pod-autoscaler', version: 'v1.7.1', paths: ['deploy/vpa-v1-crd-gen.yaml'] },
];

/** Downloads the sources' modules and lists their manifests. */
export async function crdFiles(sources: CrdSource[] = CRD_SOURCES): Promise<string[]> {
  const go = await goToolchain();
  const files: string[] = [];
  for (const source of sources) {
    const folder = await download(go, source);
    for (const path of source.paths) files.push(...manifests(join(folder, path)));
  }
  return files;
}

/** The folder of a Go module, which is downloaded if this machine does not have it. */
export async function moduleFolder(module: string, version: string): Promise<string> {
  return download(await goToolchain(), { module, version });
}

/** The manifests of a folder; kustomize's own files and its patches are none. */
function manifests(path: string): string[] {
  if (statSync(path).isFile()) return [path];
  const found = readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
    .filter((entry) => !/^kustomization\.|_patch\.ya?ml$/.test(entry.name))
    .map((entry) => join(path, entry.name))
    .sort();
  if (found.length === 0) throw new Error(`no manifest in ${path}`);
  return found;
}

function download(go: string, { module, version }: Pick<CrdSource, 'module' | 'version'>): Promise<string> {
  return new Promise((resolve, reject) => {
    // outside of any module, so that the modules' requirements do not meet
    execFile(go, ['mod', 'download', '-json', `${module}@${version}`], { cwd: tmpdir(), env: { ...process.env, GOWORK: 'off', GOFLAGS: '', GOTOOLCHAIN: 'local' } }, (error, stdout, stderr) => {
      if (!error) return resolve(JSON.parse(stdout).Dir);
      return reject(new Error(`cannot download ${module}@${version}: ${stdout}${stderr}`));
    });
  });
}
