import * as fs from 'fs';
import * as path from 'path';
import { attempt, run } from './command';
import { Image } from './image';
import { CONTAINERD_SOCKET, NODE_FOLDER, PAUSE_IMAGE } from './machine';
import { CNI_FOLDER } from './network';
import { Processes } from '../../cluster/harness/processes';
import { waitUntil } from '../../cluster/harness/wait';

/** containerd, which runs the pods' containers by runc, and keeps their images. */
export class Containerd {
  public static async start(bin: string, processes: Processes): Promise<Containerd> {
    const config = path.join(NODE_FOLDER, 'containerd.toml');
    fs.writeFileSync(config, CONFIG);
    // containerd looks for its shim, and the shim for runc, in PATH
    processes.start('containerd', [path.join(bin, 'containerd'), '--config', config], { env: { ...process.env, PATH: `${bin}:${process.env.PATH}` } });
    const containerd = new Containerd(path.join(bin, 'ctr'));
    await waitUntil('containerd to answer', async () => (await attempt(containerd.ctr, containerd.args('version'))).code === 0, 60, () => processes.failure());
    return containerd;
  }

  private constructor(private readonly ctr: string) {}

  /** Takes an image in under the names that manifests use; as after a pull, kubelet finds it with `imagePullPolicy: IfNotPresent`. */
  public async importImage(image: Image, ...names: string[]): Promise<void> {
    const folder = fs.mkdtempSync(path.join(NODE_FOLDER, 'import-'));
    try {
      const tar = path.join(folder, 'image.tar');
      await image.write(tar, names.map(qualified));
      await run(this.ctr, this.args('images', 'import', '--local', tar));
    } finally {
      fs.rmSync(folder, { recursive: true, force: true });
    }
  }

  private args(...args: string[]): string[] {
    return ['--address', CONTAINERD_SOCKET, '--namespace', 'k8s.io', ...args];
  }
}

/** A name as kubelet asks for it: `nginx` is `docker.io/library/nginx:latest`, and beside a digest a tag counts for nothing. */
export function qualified(name: string): string {
  const first = name.split('/')[0];
  const domain = name.includes('/') && (/[.:]/.test(first) || first === 'localhost');
  const full = domain ? name : `docker.io/${name.includes('/') ? name : `library/${name}`}`;
  const [, repository, tag, digest] = /^(.+?)(:[^:/@]+)?(@.+)?$/.exec(full)!;
  return `${repository}${digest ?? tag ?? ':latest'}`;
}

/**
 * - `restrict_oom_score_adj`: where the right to lower it is missing, runc ends
 *   with `can't get final child's PID from pipe: EOF`.
 * - `netns_mounts_under_state_dir`: what an interrupted run leaves is all in one folder.
 */
const CONFIG = `version = 3
root = '${NODE_FOLDER}/containerd'
state = '${NODE_FOLDER}/containerd-state'
disabled_plugins = ['io.containerd.nri.v1.nri']
[grpc]
  address = '${CONTAINERD_SOCKET}'
[plugins.'io.containerd.cri.v1.images'.pinned_images]
  sandbox = '${PAUSE_IMAGE}'
[plugins.'io.containerd.cri.v1.runtime']
  restrict_oom_score_adj = true
  netns_mounts_under_state_dir = true
[plugins.'io.containerd.cri.v1.runtime'.cni]
  bin_dirs = ['/usr/lib/cni']
  conf_dir = '${CNI_FOLDER}'
`;
