import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { ApiServer } from './api-server';
import { makeCertificate } from './certificate';
import { Controller } from './controller';
import { ControllerName, CONTROLLERS, startController } from './controllers';
import { kubectl, KubectlOptions, KubectlResult } from './kubectl';
import { KWOK_STAGES, kwokCommand } from './kwok';
import { FakeNode, fakeNode } from './node';
import { Processes } from './processes';
import { programs, Programs } from './programs';
import { snapshot } from './snapshot';
import { Verdict, waitUntil } from './wait';

export type { ControllerName } from './controllers';
export type { FakeNode } from './node';
export type { KubectlOptions, KubectlResult } from './kubectl';

export interface ControlPlaneOptions {
  /**
   * Whether the CRDs of `crds.ts` are installed.
   *
   * @default true
   */
  readonly crds?: boolean;

  /**
   * Which nodes KWOK plays: all, those with the annotation
   * `kwok.x-k8s.io/node=fake` (beside real ones), or none.
   *
   * @default 'all'
   */
  readonly kwok?: 'all' | 'annotated' | 'none';

  /**
   * What becomes of nodes and pods, as paths in KWOK's kustomize/stage, or absolute ones.
   *
   * @default KWOK_STAGES
   */
  readonly kwokStages?: string[];

  /**
   * Controllers of the ecosystem that are built and started too, with their webhooks. The CRDs have to be installed.
   *
   * @default - none
   */
  readonly controllers?: ControllerName[];

  /** Added to kube-apiserver's flags; what is given twice counts as given last. */
  readonly apiServerFlags?: string[];

  readonly controllerManagerFlags?: string[];

  readonly schedulerFlags?: string[];

  /**
   * Admission plug-ins beside those that are on by default.
   *
   * @default - none
   */
  readonly admissionPlugins?: string[];

  /**
   * The working folder: logs, keys, kubeconfig, data. It is left as it is in
   * the end.
   *
   * @default - a new temporary folder, deleted in the end
   */
  readonly dir?: string;
}

/**
 * A real Kubernetes control plane for tests: etcd, kube-apiserver with its
 * default admission, kube-controller-manager and kube-scheduler, and KWOK, which
 * plays nodes that do not exist. Nothing in it is a mock of Kubernetes: what it
 * refuses, defaults, schedules and counts is what a user's cluster does.
 *
 * With KUBECONFIG in the environment it uses that cluster and starts nothing;
 * whatever the tests need has to be there.
 */
export class ControlPlane {
  public static async start(options: ControlPlaneOptions = {}): Promise<ControlPlane> {
    const built = await programs();
    const dir = options.dir ?? mkdtempSync(join(tmpdir(), 'cdk8s-ml-cluster-'));
    mkdirSync(dir, { recursive: true });
    const cluster = new ControlPlane(dir, built.bin, options.dir === undefined);
    try {
      if (process.env.KUBECONFIG) await cluster.useExisting();
      else await cluster.startOwn(built, options);
    } catch (error) {
      // the folder stays: the logs are in it
      await cluster.processes?.stopAll();
      throw new Error(`the test cluster does not start (see ${dir}): ${error instanceof Error ? error.message : error}`);
    }
    return cluster;
  }

  /** The path of an administrator's kubeconfig. */
  public readonly kubeconfig: string;
  private processes?: Processes;
  private url = '';

  private constructor(
    /** The working folder; the log of each component is in it. */
    public readonly dir: string,
    /** The folder with the programs `k8s` and `kwok`. */
    public readonly bin: string,
    private readonly ownsDir: boolean,
  ) {
    this.kubeconfig = join(dir, 'kubeconfig');
  }

  /** The API server's URL. */
  public get server(): string {
    return this.url;
  }

  /** Runs kubectl. It never throws: an exit code of the program is an answer too. */
  public kubectl(args: string[], options?: KubectlOptions): Promise<KubectlResult> {
    return kubectl(this.bin, this.kubeconfig, join(this.dir, 'kubectl-cache'), args, options);
  }

  /**
   * Runs kubectl and returns what it prints.
   *
   * @throws if it fails, with what it says
   */
  public async run(args: string[], options?: KubectlOptions): Promise<string> {
    const { code, stdout, stderr } = await this.kubectl(args, options);
    if (code !== 0) throw new Error(`kubectl ${args.join(' ')} failed with exit code ${code}: ${stderr.trim() || stdout.trim()}`);
    return stdout;
  }

  /** Gets an object, or a list of them, e.g. `get(['deployment', 'web', '-n', 'team'])`. */
  public async get<T = any>(args: string[], options?: KubectlOptions): Promise<T> {
    return JSON.parse(await this.run(['get', ...args, '-o', 'json'], options));
  }

  /**
   * Applies manifests as a user does who wants to know: unknown and duplicate
   * fields are refused, and what the API server warns of is returned.
   *
   * @throws with the reasons if any object is refused; the others are applied all the same
   */
  public async applyStrict(yaml: string, namespace?: string): Promise<{ warnings: string[] }> {
    const args = ['apply', '--server-side=false', '--validate=strict', '-f', '-', ...namespace === undefined ? [] : ['-n', namespace]];
    const { code, stderr } = await this.kubectl(args, { stdin: yaml, timeoutSeconds: 120 });
    if (code !== 0) throw new Error(`kubectl ${args.join(' ')} failed with exit code ${code}: ${stderr.trim()}`);
    return { warnings: stderr.split('\n').filter((line) => line.startsWith('Warning:')).map((line) => line.slice('Warning:'.length).trim()) };
  }

  /**
   * Waits until `probe` holds. A probe that throws means "not yet", and one
   * that returns a string means "not yet, because".
   *
   * @throws when the time is over, with what the probe said last
   */
  public waitFor(what: string, probe: () => Promise<Verdict>, timeoutSeconds: number): Promise<void> {
    return waitUntil(what, probe, timeoutSeconds, () => this.processes?.failure());
  }

  /** Adds a node that KWOK plays, and waits until pods can be scheduled to it. */
  public async addNode(node: FakeNode): Promise<void> {
    await this.run(['create', '-f', '-'], { stdin: JSON.stringify(fakeNode(node)) });
    await this.waitFor(`node ${node.name} to be ready`, async () => {
      const { spec, status } = await this.get(['node', node.name]);
      const ready = status.conditions?.find((condition: any) => condition.type === 'Ready');
      // the node controller removes it once it has seen the node ready; until then nothing is scheduled
      const held = spec.taints?.some((taint: any) => taint.key === 'node.kubernetes.io/not-ready');
      return (ready?.status === 'True' && !held) || `conditions ${JSON.stringify(ready)}, taints ${JSON.stringify(spec.taints)}`;
    }, 60);
  }

  /** Ends everything that was started; an existing cluster is left as it is. */
  public async stop(): Promise<void> {
    await this.processes?.stopAll();
    if (this.ownsDir) rmSync(this.dir, { recursive: true, force: true, maxRetries: 3 });
  }

  private async useExisting(): Promise<void> {
    const found = await kubectl(this.bin, process.env.KUBECONFIG!, join(this.dir, 'kubectl-cache'), ['config', 'view', '--raw', '--flatten', '--minify', '-o', 'json']);
    if (found.code !== 0) throw new Error(`KUBECONFIG is set and cannot be used: ${found.stderr}`);
    writeFileSync(this.kubeconfig, found.stdout, { mode: 0o600 });
    this.url = JSON.parse(found.stdout).clusters[0].cluster.server;
    // many have it set for their work: they should see at once where the tests go
    process.stderr.write(`harness: KUBECONFIG is set, using the cluster at ${this.url}\n`);
    await this.run(['get', '--raw', '/readyz']);
  }

  private async startOwn(built: Programs, options: ControlPlaneOptions): Promise<void> {
    const data = join(this.dir, 'etcd');
    rmSync(data, { recursive: true, force: true });
    const prepared = options.crds ?? true ? await snapshot(built) : undefined;
    if (prepared) cpSync(prepared.etcd, data, { recursive: true });

    const processes = new Processes(this.dir, this.ownsDir ? [this.dir] : [data]);
    this.processes = processes;
    const controllers = options.controllers ?? [];
    const certificate = controllers.length > 0 ? makeCertificate(join(this.dir, 'controllers')) : undefined;
    const server = await ApiServer.start({
      bin: this.bin,
      dir: this.dir,
      processes,
      flags: [
        ...controllers.flatMap((name) => (CONTROLLERS[name] as Controller).apiServerFlags?.(certificate!) ?? []),
        ...options.apiServerFlags ?? [],
      ],
      admissionPlugins: options.admissionPlugins ?? [],
    });
    this.url = server.url;
    writeFileSync(this.kubeconfig, server.kubeconfig(), { mode: 0o600 });

    const k8s = join(this.bin, 'k8s');
    const component = [
      '--kubeconfig', this.kubeconfig,
      '--leader-elect=false',
      // their own health and metrics: nobody asks, and a fixed port would be in the way of a second cluster
      '--secure-port', '0',
      // the default is meant to spare a shared API server, and makes tests wait
      '--kube-api-qps', '500', '--kube-api-burst', '500',
    ];
    processes.start('kube-controller-manager', [
      k8s, 'kube-controller-manager', ...component,
      '--service-account-private-key-file', server.serviceAccountKey,
      // what pods get to know the API server by
      '--root-ca-file', server.certificate,
      ...options.controllerManagerFlags ?? [],
    ]);
    processes.start('kube-scheduler', [k8s, 'kube-scheduler', ...component, ...options.schedulerFlags ?? []]);
    const kwok = options.kwok ?? 'all';
    if (kwok !== 'none') {
      processes.start('kwok', kwokCommand(built, this.dir, this.kubeconfig, kwok, options.kwokStages ?? KWOK_STAGES));
    }

    // before it is there, every pod is refused
    const needed = ['/api/v1/namespaces/default/serviceaccounts/default', ...prepared?.paths ?? []];
    while (needed.length > 0) {
      await this.waitFor(`GET ${needed[0]}`, async () => (await server.get(needed[0])).answer, 60);
      needed.shift();
    }
    // each says so as soon as it has read its flags; on a busy machine a wrong one would end it only after we had called the cluster started
    for (const name of ['kube-controller-manager', 'kube-scheduler']) {
      await this.waitFor(`${name} to start`, async () => processes.tail(name, 1000).includes('"Starting'), 60);
    }
    for (const name of controllers) {
      await startController(name, {
        dir: this.dir,
        kubeconfig: this.kubeconfig,
        certificate: certificate!,
        processes,
        run: (args, kubectlOptions) => this.run(args, kubectlOptions),
        waitFor: (what, probe, seconds) => this.waitFor(what, probe, seconds),
      });
    }
  }
}
