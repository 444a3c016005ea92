import { AksCompute } from './aks-compute';
import { API_SERVER_PORTS } from './api-server-ports';
import { checkCluster } from './check-cluster';
import { checkWithProvider } from './check-with-provider';
import { ClusterGateway } from './cluster-gateway';
import { AksClusterProps, ClusterProps, EksClusterProps } from './cluster-props';
import { DNS_PORTS } from './dns-ports';
import { EksCompute } from './eks-compute';
import { readClusterFile } from './file/cluster-file';
import { KubernetesVersion } from './kubernetes-version';
import { MetricsPipeline } from './metrics-pipeline';
import { NodePool } from './node-pool';
import { AKS, AKS_AUTO } from './providers/aks';
import { CORE_WEAVE } from './providers/core-weave';
import { EKS_AUTO, EKS_KARPENTER, EKS_MANAGED } from './providers/eks';
import { GKE } from './providers/gke';
import { ON_PREM } from './providers/on-prem';
import { PLAIN } from './providers/plain';
import { Provider } from './providers/provider';
import { ClusterStorageClass } from './storage-class';
import { checkCall } from '../border/check-kinds';
import { Problems, refusal, show } from '../border/problems';

const owners = new WeakMap<NodePool, Cluster>();

/**
 * The facts of a cluster that manifests depend on.
 *
 * Where the provider is known, its pools are completed with what it does to its nodes: labels by which they are selected (the pool's name, the card),
 * taints of accelerators and spot nodes, and what it reserves of a node. What is declared of a pool wins.
 *
 * @example
 * Cluster.of('prod', { version: KubernetesVersion.V1_36, pools: [NodePool.cpu('general', { cpu: Cpu.units(16), memory: Size.gibibytes(64), maxNodes: 20 })] })
 */
export class Cluster {
  /** A cluster as described. */
  public static of(name: string, props: ClusterProps = {}): Cluster {
    checkCall('Cluster.of', [name, props]);
    return new Cluster(name, props);
  }

  /**
   * A cluster of GKE Standard.
   * @see https://cloud.google.com/kubernetes-engine/docs/concepts/node-pools
   */
  public static gke(name: string, props: ClusterProps = {}): Cluster {
    checkCall('Cluster.gke', [name, props]);
    return new Cluster(name, props, [GKE]);
  }

  /**
   * A cluster of EKS.
   * @see https://docs.aws.amazon.com/eks/latest/userguide/eks-compute.html
   */
  public static eks(name: string, props: EksClusterProps = {}): Cluster {
    checkCall('Cluster.eks', [name, props]);
    const compute = { [EksCompute.MANAGED_NODE_GROUPS]: EKS_MANAGED, [EksCompute.KARPENTER]: EKS_KARPENTER, [EksCompute.AUTO_MODE]: EKS_AUTO };
    return new Cluster(name, props, [compute[props.compute ?? EksCompute.MANAGED_NODE_GROUPS], EKS_MANAGED, EKS_KARPENTER]);
  }

  /**
   * A cluster of AKS. Its GPU pools are tainted as Azure's guides do it, `sku=gpu:NoSchedule`, unless a pool declares other taints: AKS itself taints none.
   * @see https://learn.microsoft.com/en-us/azure/aks/create-node-pools
   */
  public static aks(name: string, props: AksClusterProps = {}): Cluster {
    checkCall('Cluster.aks', [name, props]);
    const compute = { [AksCompute.NODE_POOLS]: AKS, [AksCompute.NODE_AUTO_PROVISIONING]: AKS_AUTO };
    return new Cluster(name, props, [compute[props.compute ?? AksCompute.NODE_POOLS], AKS, AKS_AUTO]);
  }

  /**
   * A cluster of CoreWeave's Kubernetes service.
   * @see https://docs.coreweave.com/products/cks/nodes/nodes-and-node-pools
   */
  public static coreWeave(name: string, props: ClusterProps = {}): Cluster {
    checkCall('Cluster.coreWeave', [name, props]);
    return new Cluster(name, props, [CORE_WEAVE]);
  }

  /** A cluster on machines of one's own, whose NVIDIA cards are labelled by GPU feature discovery. */
  public static onPrem(name: string, props: ClusterProps = {}): Cluster {
    checkCall('Cluster.onPrem', [name, props]);
    return new Cluster(name, props, [ON_PREM]);
  }

  /**
   * A local cluster made by kind.
   * @see https://kind.sigs.k8s.io
   */
  public static kind(name: string, props: ClusterProps = {}): Cluster {
    checkCall('Cluster.kind', [name, props]);
    return new Cluster(name, props);
  }

  /**
   * A cluster as a file says: one that `kubectl get nodes -o json | npx cdk8s-ml import-nodes --output FILE` wrote, with what was added to it by hand.
   *
   * @param path of the file, from the working directory; `path.join(__dirname, 'prod.yaml')` for one beside the program
   * @param props what the file does not say; what both say is taken from here, and pools add up
   * @throws with every line of the file that is not as it has to be
   */
  public static fromFile(path: string, props: ClusterProps = {}): Cluster {
    checkCall('Cluster.fromFile', [path, props]);
    const { name, facts } = readClusterFile(path);
    const given = Object.fromEntries(Object.entries(props).filter(([, value]) => value !== undefined));
    return new Cluster(name, { ...facts, ...given, pools: [...facts.pools, ...props.pools ?? []] });
  }

  /** The cluster that a pool was declared for or taken from, the first where there are several; none for a pool of no cluster. @internal */
  public static _of(pool: NodePool): Cluster | undefined {
    return owners.get(pool);
  }

  /** The version of its API server. */
  public readonly version: KubernetesVersion;
  /** True if its provider labels every node with its zone. @internal */
  public readonly _zoned: boolean;
  private readonly _pools: NodePool[];
  /** Each pool as it was declared, with the pool that it became. */
  private readonly _completed: ReadonlyMap<NodePool, NodePool>;
  private readonly _dnsCidrs: string[];
  private readonly _dnsPorts: number[];
  private readonly _apiServerCidrs: string[];
  private readonly _apiServerPorts: number[];
  private readonly _metrics: MetricsPipeline[];
  private readonly _monitorLabels?: { readonly [key: string]: string };
  private readonly _ruleLabels?: { readonly [key: string]: string };
  private readonly _gateways?: ClusterGateway[];
  private readonly _storageClasses?: ClusterStorageClass[];

  private constructor(/** How the cluster is called in messages. */ public readonly name: string, props: ClusterProps, providers: readonly Provider[] = [PLAIN]) {
    const problems = new Problems(`cluster ${name}`);
    if (name === '') {
      problems.add('name', 'a name', name, 'say how messages shall call the cluster');
    }
    const seen = new Set<string>();
    for (const pool of props.pools ?? []) {
      if (seen.has(pool.name)) {
        problems.add('pools', 'pools of different names', pool.name, 'rename one of them');
      }
      seen.add(pool.name);
      checkWithProvider(problems, pool, providerOf(pool, providers));
    }
    checkCluster(problems, props);
    problems.throw();
    this._zoned = providers[0].zoned ?? false;
    this.version = props.version ?? KubernetesVersion.V1_35;
    this._completed = new Map((props.pools ?? []).map((pool) => [pool, pool._completed(providerOf(pool, providers))]));
    this._pools = [...this._completed.values()];
    for (const pool of [...this._completed].flat()) {
      owners.set(pool, owners.get(pool) ?? this);
    }
    this._dnsCidrs = [...props.dnsCidrs ?? []];
    this._dnsPorts = [...props.dnsPorts ?? DNS_PORTS];
    this._apiServerCidrs = [...props.apiServerCidrs ?? []];
    this._apiServerPorts = [...props.apiServerPorts ?? API_SERVER_PORTS];
    this._metrics = [...props.metrics ?? []];
    this._monitorLabels = props.monitorLabels && { ...props.monitorLabels };
    const ruleLabels = props.ruleLabels ?? props.monitorLabels;
    this._ruleLabels = ruleLabels && { ...ruleLabels };
    this._gateways = props.gateways?.map((gateway) => ({ ...gateway }));
    this._storageClasses = props.storageClasses?.map((storageClass) => ({ ...storageClass }));
  }

  /** Its node pools, a copy. */
  public get pools(): NodePool[] {
    return [...this._pools];
  }

  /** Blocks in which its DNS answers, a copy; empty where its pods can be selected. */
  public get dnsCidrs(): string[] {
    return [...this._dnsCidrs];
  }

  /** Ports on which its DNS answers, a copy. */
  public get dnsPorts(): number[] {
    return [...this._dnsPorts];
  }

  /** Blocks in which its API server answers, a copy. */
  public get apiServerCidrs(): string[] {
    return [...this._apiServerCidrs];
  }

  /** Ports on which its API server answers, a copy. */
  public get apiServerPorts(): number[] {
    return [...this._apiServerPorts];
  }

  /** The ways by which metrics get to autoscalers, a copy. */
  public get metrics(): MetricsPipeline[] {
    return [...this._metrics];
  }

  /** Labels by which its Prometheus selects monitors, a copy; nothing where they are not known. */
  public get monitorLabels(): { [key: string]: string } | undefined {
    return this._monitorLabels && { ...this._monitorLabels };
  }

  /** Labels by which its Prometheus selects alerting rules, a copy; nothing where they are not known. */
  public get ruleLabels(): { [key: string]: string } | undefined {
    return this._ruleLabels && { ...this._ruleLabels };
  }

  /** Its Gateways, a copy; nothing where they are not known. */
  public get gateways(): ClusterGateway[] | undefined {
    return this._gateways && [...this._gateways];
  }

  /** Its storage classes, a copy; nothing where they are not known. */
  public get storageClasses(): ClusterStorageClass[] | undefined {
    return this._storageClasses && [...this._storageClasses];
  }

  /**
   * One of its pools.
   * @throws if no pool has that name
   */
  public pool(name: string): NodePool {
    checkCall('Cluster.pool', [name], `cluster ${this.name}`);
    const found = this._pools.find((pool) => pool.name === name);
    if (!found) {
      throw refusal([`[cluster ${this.name}] has no pool ${show(name)}; it has ${this._pools.map((pool) => pool.name).join(', ') || 'none'}`]);
    }
    return found;
  }

  /** The cluster's own pool for one that was handed to it; the pool itself if it was not. @internal */
  public _own(pool: NodePool): NodePool {
    return this._completed.get(pool) ?? pool;
  }
}

/** The first provider, unless the pool declares the label by which another one names its pools. */
function providerOf(pool: NodePool, providers: readonly Provider[]): Provider {
  const declared = pool._declaredLabels;
  return providers.find(({ poolLabel }) => poolLabel !== undefined && declared[poolLabel] !== undefined) ?? providers[0];
}
