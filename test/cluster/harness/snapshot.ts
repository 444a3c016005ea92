import { createHash } from 'crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { ApiServer } from './api-server';
import { CRD_SOURCES, crdFiles } from './crds';
import { kubectl, KubectlOptions } from './kubectl';
import { withLock } from './lock';
import { Processes } from './processes';
import { cacheDir, Programs } from './programs';
import { waitUntil } from './wait';

/** A cluster's data in which the CRDs are already installed. */
export interface Snapshot {
  /** A copy of it is etcd's data folder. */
  readonly etcd: string;
  /** The API paths that have to answer before the CRDs are in use. */
  readonly paths: string[];
}

/**
 * Installing the CRDs takes the API server longer than all the rest of a start.
 * So it is done once for each state of the programs and of the table of CRDs,
 * and every later cluster starts from a copy of what etcd had then.
 */
export async function snapshot(programs: Programs): Promise<Snapshot> {
  const hash = createHash('sha256').update(JSON.stringify([programs.hash, CRD_SOURCES])).digest('hex').slice(0, 16);
  const made = join(await cacheDir(), `crds-${hash}`);
  if (!existsSync(made)) {
    await withLock(`${made}.lock`, async () => {
      if (existsSync(made)) return;
      rmSync(`${made}.new`, { recursive: true, force: true });
      mkdirSync(`${made}.new`);
      await make(programs, `${made}.new`);
      renameSync(`${made}.new`, made);
    });
  }
  return { etcd: join(made, 'etcd'), paths: JSON.parse(readFileSync(join(made, 'paths.json'), 'utf8')) };
}

async function make({ bin }: Programs, target: string): Promise<void> {
  process.stderr.write('harness: installing the CRDs of the ecosystem, once\n');
  const files = await crdFiles();
  const dir = mkdtempSync(join(tmpdir(), 'cdk8s-ml-crds-'));
  const processes = new Processes(dir, [dir]);
  try {
    const server = await ApiServer.start({ bin, dir, processes, flags: [], admissionPlugins: [] });
    const kubeconfig = join(dir, 'kubeconfig');
    writeFileSync(kubeconfig, server.kubeconfig(), { mode: 0o600 });
    const run = async (args: string[], options?: KubectlOptions) => {
      const result = await kubectl(bin, kubeconfig, join(dir, 'kubectl-cache'), args, options);
      if (result.code !== 0) throw new Error(`kubectl ${args[0]} failed: ${result.stderr}`);
      return result.stdout;
    };
    // server-side, for some exceed what client-side apply can keep in its annotation
    await run(['apply', '--server-side', ...files.flatMap((file) => ['-f', file])], { timeoutSeconds: 300 });

    // `kubectl wait` fails on a CRD that has no status yet
    let paths: string[] = [];
    await waitUntil('the CRDs to be established', async () => {
      const { items } = JSON.parse(await run(['get', 'customresourcedefinitions', '-o', 'json']));
      const pending = items.filter((crd: any) => !crd.status?.conditions?.some((c: any) => c.type === 'Established' && c.status === 'True'));
      paths = items.flatMap((crd: any) => crd.spec.versions.filter((v: any) => v.served)
        .map((v: any) => `/apis/${crd.spec.group}/${v.name}/${crd.spec.names.plural}?limit=1`));
      return pending.length === 0 || `${pending.length} are not: ${pending[0].metadata.name}`;
    }, 120, () => processes.failure());

    await processes.stop('kube-apiserver');
    // in peace, so that its data are complete
    await processes.stop('etcd', 'SIGTERM');
    cpSync(join(dir, 'etcd'), join(target, 'etcd'), { recursive: true });
    writeFileSync(join(target, 'paths.json'), JSON.stringify([...new Set(paths)].sort(), undefined, 2));
  } finally {
    await processes.stopAll();
    rmSync(dir, { recursive: true, force: true });
  }
}
