import * as fs from 'fs';
import * as path from 'path';
import { run } from './command';
import { hasNodeRules, removeNodeRules } from './iptables';
import { BRIDGE, CGROUP, NODE_FOLDER } from './machine';
import { removeBridge } from './network';
import { sleep } from '../../cluster/harness/wait';

const CGROUPS = '/sys/fs/cgroup';
const PROGRAMS = new Set(['k8s', 'containerd', 'containerd-shim-runc-v2', 'ctr', 'runc', 'coredns', 'metrics-server', 'kube-network-policies']);

/**
 * Takes away all that a node leaves on this machine, of this run or of one that
 * was interrupted: processes, containers, mounts, network, its folder.
 *
 * Nothing is asked of containerd or kubelet, so it works whatever state they
 * are in; what belongs to the node is told by its folder and its cgroup.
 *
 * @throws if this machine is a node already, of somebody else's cluster
 */
export async function removeNode(): Promise<void> {
  if (!fs.existsSync(NODE_FOLDER)) {
    if (await hasNodeRules()) {
      throw new Error('this machine has the iptables rules of a Kubernetes node that is not ours: run the tests on another one, or remove its KUBE- and CNI- chains');
    }
    return;
  }
  // shims before containers: a shim reports its container's death and would be waited for
  await killAll(ownProcesses);
  await killAll(containerProcesses);
  removeRecords();
  for (const mount of ownMounts()) await run('umount', ['--lazy', mount]);
  await removeCgroups();
  await removeBridge();
  await removeNodeRules();
  // last: while it is there, the next run knows that there is something to remove
  fs.rmSync(NODE_FOLDER, { recursive: true, force: true, maxRetries: 5 });
}

async function killAll(find: () => number[]): Promise<void> {
  for (let round = 0; round < 100; round++) {
    const pids = find();
    if (pids.length === 0) return;
    for (const pid of pids) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // it has ended in this moment
      }
    }
    await sleep(50);
  }
  throw new Error(`processes of an earlier node can't be killed: ${find().join(', ')}`);
}

/** What containerd, runc, kubelet and the CNI library note of running containers outside of our folder, in places that can't be chosen. */
function removeRecords(): void {
  const bundles = path.join(NODE_FOLDER, 'containerd-state', 'io.containerd.runtime.v2.task', 'k8s.io');
  for (const id of fs.existsSync(bundles) ? fs.readdirSync(bundles) : []) {
    const records = [path.join('/run/containerd/runc/k8s.io', id)];
    const bootstrap = path.join(bundles, id, 'bootstrap.json');
    if (fs.existsSync(bootstrap)) records.push(JSON.parse(fs.readFileSync(bootstrap, 'utf8')).address.replace('unix://', ''));
    for (const network of [`${BRIDGE}-${id}-eth0`, `cni-loopback-${id}-lo`]) records.push(path.join('/var/lib/cni/results', network));
    for (const record of records) fs.rmSync(record, { recursive: true, force: true });
  }
  const logs = '/var/log/containers';
  for (const name of fs.existsSync(logs) ? fs.readdirSync(logs) : []) {
    const link = path.join(logs, name);
    if (fs.lstatSync(link).isSymbolicLink() && fs.readlinkSync(link).startsWith(`${NODE_FOLDER}/`)) fs.rmSync(link);
  }
}

/** Programs of a node whose arguments name our folder. */
function ownProcesses(): number[] {
  return fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number).filter((pid) => {
    try {
      const [program, ...args] = fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
      return PROGRAMS.has(path.basename(program)) && args.some((arg) => arg.includes(NODE_FOLDER));
    } catch {
      return false;
    }
  });
}

/** What runs in the pods' cgroups, which are in one hierarchy each with version 1. */
function containerProcesses(): number[] {
  const found = new Set<number>();
  for (const cgroup of ownCgroups()) {
    for (const pid of fs.readFileSync(path.join(cgroup, 'cgroup.procs'), 'utf8').split('\n')) if (pid !== '') found.add(Number(pid));
  }
  return [...found];
}

/** Where cgroups begin: one folder with version 2, one for each controller with version 1. */
function hierarchies(): string[] {
  if (version2()) return [CGROUPS];
  return fs.readdirSync(CGROUPS, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => path.join(CGROUPS, entry.name));
}

function version2(): boolean {
  return fs.existsSync(path.join(CGROUPS, 'cgroup.controllers'));
}

/** The node's cgroups, the innermost first. */
function ownCgroups(): string[] {
  const below = (folder: string): string[] => fs.readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap((entry) => below(path.join(folder, entry.name)))
    .concat(folder);
  return hierarchies().map((root) => path.join(root, CGROUP)).filter((folder) => fs.existsSync(folder)).flatMap(below);
}

async function removeCgroups(): Promise<void> {
  // the kernel lets go of a dead process' cgroup a moment later
  for (let round = 0; ownCgroups().length > 0; round++) {
    for (const cgroup of ownCgroups()) {
      try {
        fs.rmdirSync(cgroup);
      } catch (error) {
        if (round >= 100) throw error;
      }
    }
    await sleep(20);
  }
}

/** Mount points in our folder, the innermost first. */
function ownMounts(): string[] {
  return fs.readFileSync('/proc/self/mountinfo', 'utf8').split('\n')
    .map((line) => (line.split(' ')[4] ?? '').replace(/\\(\d{3})/g, (_, octal) => String.fromCharCode(parseInt(octal, 8))))
    .filter((mount) => mount.startsWith(`${NODE_FOLDER}/`))
    .reverse();
}

/** Makes the cgroup that kubelet puts its pods' in; it wants to find it. */
export function makeCgroup(): void {
  for (const root of hierarchies()) {
    const folder = path.join(root, CGROUP);
    fs.mkdirSync(folder, { recursive: true });
    // version 1's cpuset starts empty, and an empty one takes no process
    for (const file of ['cpuset.cpus', 'cpuset.mems']) {
      if (!version2() && fs.existsSync(path.join(folder, file))) fs.writeFileSync(path.join(folder, file), fs.readFileSync(path.join(root, file)));
    }
  }
}
