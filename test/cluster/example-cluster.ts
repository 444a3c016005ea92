import { Example, synthesizeExample } from './example';
import { ControlPlane } from './harness/control-plane';
import { namespacesOf, ofKind, selectorText } from './manifests';
import { generalNodes, nodesOf } from './nodes';
import { exampleNames } from '../../examples/synth';

/** On a new machine the cluster's programs are built first. */
export const START_TIMEOUT = 40 * 60_000;

/** Every example that there is: a new one is tested without a change here. */
export const EXAMPLES = exampleNames();

/** The label that lets Pod Security judge; a namespace that the suite makes warns too, so that a workload is not only refused later by its pods. */
const RESTRICTED = { 'pod-security.kubernetes.io/enforce': 'restricted', 'pod-security.kubernetes.io/warn': 'restricted' };

/** An autoscaler is looked at every 15 s by default, and the suite waits for each of its changes. */
const EAGER = ['--horizontal-pod-autoscaler-sync-period', '1s'];

/**
 * A cluster with the nodes that the examples' programs declare, and what they presume: the namespaces that they do not make.
 */
export class ExampleCluster {
  public static async start(): Promise<ExampleCluster> {
    const examples = new Map(EXAMPLES.map((name) => [name, synthesizeExample(name)]));
    const control = await ControlPlane.start({ controllerManagerFlags: EAGER });
    const cluster = new ExampleCluster(control, examples);
    for (const node of [...generalNodes(), ...[...examples.values()].flatMap(({ name, pools }) => pools.flatMap((pool) => nodesOf(name, pool)))]) {
      await control.addNode(node);
      cluster.nodes.push(node.name);
    }
    for (const { manifests } of examples.values()) {
      const { all, made } = namespacesOf(manifests);
      for (const namespace of all.filter((name) => !made.includes(name))) {
        await cluster.makeNamespace(namespace);
      }
      for (const claim of ofKind(manifests, 'PersistentVolumeClaim')) {
        await cluster.makeVolume(claim);
      }
    }
    return cluster;
  }

  private readonly nodes: string[] = [];
  private readonly volumes: string[] = [];

  private constructor(public readonly control: ControlPlane, private readonly examples: Map<string, Example>) {}

  /** An example as its program writes it. */
  public example(name: string): Example {
    return this.examples.get(name)!;
  }

  /** A namespace in which restricted Pod Security is enforced. */
  public async makeNamespace(name: string): Promise<void> {
    await this.control.run(['create', '-f', '-'], { stdin: JSON.stringify({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: RESTRICTED } }) });
  }

  /** A volume that is kept for a claim: nothing here makes one. */
  private async makeVolume({ metadata: { name, namespace }, spec: { accessModes, resources, storageClassName = '' } }: any): Promise<void> {
    const volume = `${namespace}-${name}`;
    this.volumes.push(volume);
    await this.control.run(['create', '-f', '-'], {
      stdin: JSON.stringify({
        apiVersion: 'v1',
        kind: 'PersistentVolume',
        metadata: { name: volume },
        spec: {
          accessModes,
          capacity: { storage: resources.requests.storage },
          claimRef: { name, namespace },
          hostPath: { path: `/nowhere/${volume}` },
          persistentVolumeReclaimPolicy: 'Retain',
          storageClassName,
        },
      }),
    });
  }

  /** Applies an example and waits until all of its Deployments are available. */
  public async bringUp(name: string): Promise<void> {
    const { yaml, manifests } = this.example(name);
    await this.control.applyStrict(yaml);
    await this.rollOut(manifests);
  }

  /** Waits until every Deployment among the manifests has rolled out, as `kubectl rollout status` judges it. */
  public async rollOut(manifests: readonly any[], timeoutSeconds = 60): Promise<void> {
    for (const { metadata: { name, namespace } } of ofKind(manifests, 'Deployment')) {
      await this.scaledUp(name, namespace);
      await this.control.run(['rollout', 'status', `deployment/${name}`, '-n', namespace, `--timeout=${timeoutSeconds}s`], { timeoutSeconds: timeoutSeconds + 10 });
    }
  }

  /** The pods of a Deployment that do not leave. */
  public async podsOf({ metadata, spec }: any): Promise<any[]> {
    const { items } = await this.control.get(['pods', '-n', metadata.namespace, '-l', selectorText(spec.selector.matchLabels)]);
    return items.filter((pod: any) => pod.metadata.deletionTimestamp === undefined);
  }

  /** Ends the cluster; one that was there before (KUBECONFIG) is left as it was. */
  public async stop(): Promise<void> {
    if (process.env.KUBECONFIG) {
      const namespaces = [...this.examples.values()].flatMap(({ manifests }) => namespacesOf(manifests).all);
      await this.control.kubectl(['delete', 'namespace', ...new Set(namespaces)], { timeoutSeconds: 120 });
      await this.control.kubectl(['delete', 'node', ...this.nodes]);
      await this.control.kubectl(['delete', 'persistentvolume', '--ignore-not-found', ...this.volumes]);
    }
    await this.control.stop();
  }

  /** An autoscaler brings a Deployment that names no number of replicas from 1 to its minimum a moment after it was made. */
  private async scaledUp(name: string, namespace: string): Promise<void> {
    await this.scaledByHand(name, namespace);
    const { items } = await this.control.get(['horizontalpodautoscalers', '-n', namespace]);
    const autoscaler = items.find(({ spec: { scaleTargetRef: target } }: any) => target.kind === 'Deployment' && target.name === name);
    if (!autoscaler) return;
    await this.control.waitFor(`autoscaler of ${name} to keep its minimum`, async () => {
      const { spec } = await this.control.get(['deployment', name, '-n', namespace]);
      return spec.replicas === 0 || spec.replicas >= autoscaler.spec.minReplicas || `${spec.replicas} of ${autoscaler.spec.minReplicas} replicas`;
    }, 60);
  }

  /** KEDA is not there to make an autoscaler of a ScaledObject: its minimum is set by hand, and what rests at 0 is woken to be looked at. */
  private async scaledByHand(name: string, namespace: string): Promise<void> {
    const scaled = [...this.examples.values()].flatMap(({ manifests }) => ofKind(manifests, 'ScaledObject'))
      .find(({ metadata, spec }) => metadata.namespace === namespace && spec.scaleTargetRef.name === name);
    if (scaled) {
      await this.control.run(['scale', `deployment/${name}`, '-n', namespace, `--replicas=${Math.max(1, scaled.spec.minReplicaCount)}`]);
    }
  }
}
