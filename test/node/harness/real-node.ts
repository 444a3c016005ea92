import * as fs from 'fs';
import * as path from 'path';
import { run } from './command';
import { Containerd } from './containerd';
import { dnsCommand } from './dns';
import { DNS_IMAGE, DNS_SERVICE_ADDRESS, dnsImage, startDnsPods } from './dns-pods';
import { Answer, ask, AskOptions } from './http';
import { Image } from './image';
import { pauseImage } from './images';
import { keepPodsOnThisMachine } from './iptables';
import { kubeProxyCommand } from './kube-proxy';
import { kubeletCommand } from './kubelet';
import { makeCgroup, removeNode } from './leftovers';
import { NODE_ADDRESS, NODE_FOLDER, PAUSE_IMAGE } from './machine';
import { allowReadingMetrics, metricsApiAvailable, metricsServerCommand, registerMetricsApi } from './metrics-server';
import { makeBridge, writeCniConfig } from './network';
import { startNetworkPolicies } from './network-policies';
import { ControlPlane, ControlPlaneOptions } from '../../cluster/harness/control-plane';
import { withLock } from '../../cluster/harness/lock';
import { freePorts } from '../../cluster/harness/ports';
import { Processes } from '../../cluster/harness/processes';
import { Verdict, waitUntil } from '../../cluster/harness/wait';

export interface RealNodeOptions {
  /** @default 'real-node' */
  readonly name?: string;

  /** Labels beside `type=real`, e.g. a zone or a node pool's. */
  readonly labels?: Record<string, string>;

  /**
   * Resources that the node says it has, e.g. `{ 'nvidia.com/gpu': '2' }`: the
   * scheduler counts them, and no device is behind them.
   */
  readonly extendedResources?: Record<string, string>;

  /**
   * How names are found: by CoreDNS on the node, which is up at once and which
   * no pod selector of a network policy matches; or, as in most clusters, by
   * CoreDNS in pods of kube-system; or not at all.
   *
   * @default 'node'
   */
  readonly dns?: 'node' | 'pods' | 'none';

  /** metrics-server, for `kubectl top` and autoscalers on CPU. First values come 15 to 20 s after the start. @default true */
  readonly metrics?: boolean;

  /** Whether NetworkPolicies have an effect. @default true */
  readonly networkPolicies?: boolean;

  /** Images to have before the first pod, by the name that manifests use. */
  readonly images?: Record<string, Image>;

  /** Where no control plane is given: what the node's own is like, beside what the node needs of it. */
  readonly controlPlane?: ControlPlaneOptions;
}

/**
 * A node that runs containers for real, on this machine: containerd and runc,
 * kubelet, kube-proxy, a network with DNS and policies, metrics. What KWOK's
 * nodes can't show, it does: commands, probes, traffic, drains, kills.
 *
 * It needs root and a Debian 12 of one's own, a virtual machine best. There is
 * one at a time on a machine: another process' start waits until this one has
 * stopped, so suites with a node run one after the other.
 *
 * @example
 * const node = await RealNode.start(undefined, { images: { 'nginxinc/nginx-unprivileged:1.27': nginxImage(), 'client:1': clientImage() } });
 * await node.plane.run(['create', 'namespace', 'team']);
 * await node.waitForServiceAccount('team');
 * await node.plane.applyStrict(manifests);
 * const client = await ClientPod.start(node.plane, { namespace: 'team', image: 'client:1' });
 * expect(await client.curl('http://chat.team.svc.cluster.local/')).toMatchObject({ status: 200 });
 * await node.stop();
 */
export class RealNode {
  /**
   * What a control plane has to be started with to have a real node:
   * `ControlPlane.start(RealNode.controlPlane({ crds: true }))`.
   */
  public static controlPlane(options: ControlPlaneOptions = {}): ControlPlaneOptions {
    return {
      crds: false,
      kwok: 'none',
      ...options,
      apiServerFlags: [
        // the node's name is in no DNS: logs and exec would fail
        '--kubelet-preferred-address-types', 'InternalIP',
        // where pods find the API server, by way of the forwarder
        '--advertise-address', NODE_ADDRESS,
        ...options.apiServerFlags ?? [],
      ],
      controllerManagerFlags: [
        // in the working folder; without it no pod with a token starts
        '--root-ca-file', 'certificates/apiserver.crt',
        '--horizontal-pod-autoscaler-sync-period', '5s',
        ...options.controllerManagerFlags ?? [],
      ],
    };
  }

  /** Builds what is missing, which takes minutes the first time, starts all, and waits until the node takes pods. */
  public static async start(plane?: ControlPlane, options: RealNodeOptions = {}): Promise<RealNode> {
    if (process.platform !== 'linux' || process.getuid?.() !== 0) throw new Error('a real node needs Linux and root');
    if (process.env.KUBECONFIG) throw new Error('KUBECONFIG is set: a node of this machine is not added to a cluster of yours; unset it');
    const bin = (await run(path.join(__dirname, 'build'), [], { timeoutSeconds: 1800, showErrors: true })).trimEnd().split('\n').pop()!;
    const unlock = await lockMachine();
    const node = new RealNode(options, bin, unlock);
    try {
      await removeNode();
      fs.mkdirSync(path.join(NODE_FOLDER, 'logs'), { recursive: true });
      await node.bringUp(plane);
      return node;
    } catch (error) {
      await node.stop();
      throw error;
    }
  }

  /** The node's name. */
  public readonly name: string;

  /** The folder with kubectl, ctr, runc and the other programs of the node. */
  public readonly bin: string;
  private readonly processes: Processes;
  private ownPlane?: ControlPlane;
  private givenPlane?: ControlPlane;
  private containerd?: Containerd;
  private stopped = false;

  private constructor(private readonly options: RealNodeOptions, bin: string, private readonly unlock: () => Promise<void>) {
    this.name = options.name ?? 'real-node';
    this.bin = bin;
    this.processes = new Processes(path.join(NODE_FOLDER, 'logs'));
  }

  /** The control plane that it belongs to. */
  public get plane(): ControlPlane {
    return (this.givenPlane ?? this.ownPlane)!;
  }

  /** Takes an image in, under one name or several that manifests use; a digest in a name need not be the image's own. */
  public async importImage(image: Image, ...names: string[]): Promise<void> {
    await this.containerd!.importImage(image, ...names);
  }

  /** Asks from the node's own network, where Services' addresses and pods' are reached, and names are not known. */
  public request(url: string, options?: AskOptions): Promise<Answer> {
    return ask(url, options);
  }

  /** Waits until `probe` holds, as the control plane does, and stops waiting when a part of the node has ended. */
  public waitFor(what: string, probe: () => Promise<Verdict>, timeoutSeconds: number): Promise<void> {
    return waitUntil(what, probe, timeoutSeconds, () => this.processes.failure());
  }

  /** Waits until pods are taken in a new namespace: they are refused until it has its ServiceAccount, and the authority to trust. */
  public async waitForServiceAccount(namespace: string): Promise<void> {
    for (const object of ['serviceaccount/default', 'configmap/kube-root-ca.crt']) {
      await this.waitFor(`${object} in ${namespace}`, async () => (await this.plane.kubectl(['get', object, '-n', namespace])).code === 0, 60);
    }
  }

  /** What a part of the node has written: `containerd`, `kubelet`, `kube-proxy`, `dns`, `metrics-server`, `network-policies`, `api-forwarder`. */
  public logs(part: string, lines = 100): string {
    return this.processes.tail(part, lines);
  }

  /** Ends the node and all that it ran, and its control plane if that was its own. A given one forgets the node and its pods. */
  public async stop(): Promise<void> {
    if (this.stopped) return;
    this.stopped = true;
    try {
      await this.processes.stopAll();
      await this.ownPlane?.stop();
      await removeNode();
      if (this.givenPlane) {
        const force = ['--force', '--grace-period=0', '--ignore-not-found', '--wait=false'];
        await this.givenPlane.kubectl(['delete', 'node', this.name, ...force]);
        await this.givenPlane.kubectl(['delete', 'pods', '--all-namespaces', '--field-selector', `spec.nodeName=${this.name}`, ...force]);
      }
    } finally {
      await this.unlock();
    }
  }

  private async bringUp(plane?: ControlPlane): Promise<void> {
    // first of all, for the API server says that it has this address
    await makeBridge();
    writeCniConfig();
    await keepPodsOnThisMachine();
    if (plane) this.givenPlane = plane;
    else this.ownPlane = await ControlPlane.start({ dir: path.join(NODE_FOLDER, 'control-plane'), ...RealNode.controlPlane(this.options.controlPlane) });

    const { kubeconfig, server } = this.plane;
    const k8s = path.join(this.plane.bin, 'k8s');
    const [kubeletPort, proxyHealth, proxyMetrics, dnsReady, metricsPort, policiesMetrics] = await freePorts(6);
    this.processes.start('api-forwarder', [process.execPath, path.join(__dirname, 'api-forwarder.js'), NODE_ADDRESS, new URL(server).port]);

    this.containerd = await Containerd.start(this.bin, this.processes);
    await this.importImage(pauseImage(), PAUSE_IMAGE);
    makeCgroup();
    const dns = this.options.dns ?? 'node';
    const dnsServers = { node: [NODE_ADDRESS], pods: [DNS_SERVICE_ADDRESS], none: [] }[dns];
    const labels = { type: 'real', ...this.options.labels };
    this.processes.start('kubelet', kubeletCommand({ k8s, kubeconfig, nodeName: this.name, labels, port: kubeletPort, dns: dnsServers }));
    this.processes.start('kube-proxy', kubeProxyCommand({ k8s, kubeconfig, nodeName: this.name, ports: [proxyHealth, proxyMetrics] }));
    if (dns === 'node') {
      this.processes.start('dns', dnsCommand({ coredns: path.join(this.bin, 'coredns'), kubeconfig, readyPort: dnsReady }));
    }
    if (this.options.metrics ?? true) {
      await allowReadingMetrics(this.plane);
      this.processes.start('metrics-server', metricsServerCommand({ program: path.join(this.bin, 'metrics-server'), kubeconfig, port: metricsPort }));
    }
    if (this.options.networkPolicies ?? true) {
      const program = path.join(this.bin, 'kube-network-policies');
      await startNetworkPolicies(this.processes, { program, kubeconfig, nodeName: this.name, port: policiesMetrics });
    }
    for (const [name, image] of Object.entries(this.options.images ?? {})) await this.importImage(image, name);

    await this.expect('the node to be ready', 'kubelet', async () => {
      const { spec, status } = await this.plane.get(['node', this.name]);
      const ready = status.conditions?.find((condition: { type: string }) => condition.type === 'Ready');
      return (ready?.status === 'True' && !spec.taints) || `${ready?.message}; taints ${JSON.stringify(spec.taints)}`;
    });
    const answers = async (url: string) => (await this.request(url)).status === 200;
    await this.expect('kube-proxy to be ready', 'kube-proxy', () => answers(`http://127.0.0.1:${proxyHealth}/healthz`));
    if (dns === 'node') await this.expect('DNS to be ready', 'dns', () => answers(`http://127.0.0.1:${dnsReady}/ready`));
    if (dns === 'pods') await this.bringUpDnsPods();
    if (this.options.metrics ?? true) {
      await registerMetricsApi(this.plane, metricsPort);
      await this.expect('the metrics API', 'metrics-server', () => metricsApiAvailable(this.plane));
    }
    if (this.options.extendedResources) {
      await this.plane.run(['patch', 'node', this.name, '--subresource=status', '--type=merge', '-p', JSON.stringify({
        status: { capacity: this.options.extendedResources, allocatable: this.options.extendedResources },
      })]);
    }
  }

  private async bringUpDnsPods(): Promise<void> {
    await this.importImage(dnsImage(path.join(this.bin, 'coredns')), DNS_IMAGE);
    await startDnsPods(this.plane);
    await this.expect('the DNS pods to be ready', 'kubelet', async () => {
      const { status } = await this.plane.get(['deployment', 'coredns', '-n', 'kube-system']);
      return status.readyReplicas === 1 || JSON.stringify(status.conditions);
    });
  }

  /** Waits for a part of the node; if it is in vain, the error ends with what that part wrote last. */
  private async expect(what: string, part: string, probe: () => Promise<Verdict>): Promise<void> {
    const failure = () => this.processes.failure();
    try {
      await waitUntil(what, probe, 60, failure);
    } catch (error) {
      throw failure() ? error : new Error(`${error instanceof Error ? error.message : error}
${part} wrote:
${this.logs(part, 25)}`);
    }
  }
}

const LOCK = `${NODE_FOLDER}.lock`;

let lockedByUs = false;

/** Waits until no other process on this machine has a real node; the lock goes with this process. */
function lockMachine(): Promise<() => Promise<void>> {
  if (lockedByUs) throw new Error('this process has a real node already; stop that one first');
  lockedByUs = true;
  return new Promise((locked, failed) => {
    const held = withLock(LOCK, () => new Promise<void>((release) => {
      locked(async () => {
        release();
        await held;
        lockedByUs = false;
      });
    }));
    held.catch(failed);
  });
}
