import { API_SERVER_PORTS } from './api-server-ports';
import { DNS_PORTS } from './dns-ports';
import { EksCompute } from './eks-compute';
import { KubernetesVersion } from './kubernetes-version';
import { MetricsPipeline } from './metrics-pipeline';
import { NodePool } from './node-pool';
import { AKS } from './providers/aks';
import { CORE_WEAVE } from './providers/core-weave';
import { EKS_AUTO, EKS_KARPENTER, EKS_MANAGED } from './providers/eks';
import { GKE } from './providers/gke';
import { ON_PREM } from './providers/on-prem';
import { PLAIN } from './providers/plain';
import { Provider } from './providers/provider';
import { checkPort } from '../border/amounts';
import { checkCall } from '../border/check-kinds';
import { checkCidr } from '../border/cidr';
import { isLabelValue } from '../border/names';
import { Problems, refusal, show } from '../border/problems';

/** What is known of a cluster. */
export interface ClusterProps {
  /**
   * The version of its API server.
   * @default KubernetesVersion.V1_35
   */
  readonly version?: KubernetesVersion;
  /**
   * Its node pools.
   * @default - none declared
   */
  readonly pools?: NodePool[];
  /**
   * Where its DNS answers, as CIDR blocks, where a pod selector cannot tell: NodeLocal DNSCache (`169.254.20.10/32`), GKE Cloud DNS, OpenShift
   * (its pods, in `openshift-dns`; with `dnsPorts`).
   * @default - the pods of `k8s-app: kube-dns` in `kube-system`
   */
  readonly dnsCidrs?: string[];
  /**
   * The ports on which its DNS answers: that of its Service, and the one behind it, which is what most network plug-ins judge by (OpenShift's DNS
   * pods listen on 5353).
   * @default [53]
   */
  readonly dnsPorts?: number[];
  /**
   * Where its API server answers, as CIDR blocks; network policies cannot select it, it is no pod.
   * @default - any address, on its ports
   */
  readonly apiServerCidrs?: string[];
  /**
   * The ports of its API server: that of the Service `kubernetes`, and the one behind it, which is what most network plug-ins judge by
   * (minikube has 8443, MicroK8s 16443).
   * @default [443, 6443]
   */
  readonly apiServerPorts?: number[];
  /**
   * The ways by which metrics get to autoscalers, the one to prefer first: a metric that two of them bring is taken from the first.
   * @default - none declared; an autoscaler that needs more than processor and memory is warned about
   */
  readonly metrics?: MetricsPipeline[];
}

/** What is known of a cluster of EKS. */
export interface EksClusterProps extends ClusterProps {
  /**
   * What makes its nodes. A pool that declares the label of another kind (`eks.amazonaws.com/nodegroup`, `karpenter.sh/nodepool`) is of that kind.
   * @default EksCompute.MANAGED_NODE_GROUPS
   */
  readonly compute?: EksCompute;
}

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
   * A cluster of AKS.
   * @see https://learn.microsoft.com/en-us/azure/aks/create-node-pools
   */
  public static aks(name: string, props: ClusterProps = {}): Cluster {
    checkCall('Cluster.aks', [name, props]);
    return new Cluster(name, props, [AKS]);
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

  /** The version of its API server. */
  public readonly version: KubernetesVersion;
  private readonly _pools: NodePool[];
  /** Each pool as it was declared, with the pool that it became. */
  private readonly _completed: ReadonlyMap<NodePool, NodePool>;
  private readonly _dnsCidrs: string[];
  private readonly _dnsPorts: number[];
  private readonly _apiServerCidrs: string[];
  private readonly _apiServerPorts: number[];
  private readonly _metrics: MetricsPipeline[];

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
      checkPoolName(problems, pool, providerOf(pool, providers));
    }
    props.dnsCidrs?.forEach((cidr, i) => checkCidr(problems, `dnsCidrs[${i}]`, cidr));
    props.dnsPorts?.forEach((port, i) => checkPort(problems, `dnsPorts[${i}]`, port));
    if (props.dnsPorts?.length === 0) {
      problems.add('dnsPorts', 'at least one port', [], 'copy them from \'kubectl get endpointslices\' of the DNS, or leave them out');
    }
    props.apiServerCidrs?.forEach((cidr, i) => checkCidr(problems, `apiServerCidrs[${i}]`, cidr));
    props.apiServerPorts?.forEach((port, i) => checkPort(problems, `apiServerPorts[${i}]`, port));
    if (props.apiServerPorts?.length === 0) {
      problems.add('apiServerPorts', 'at least one port', [], 'copy them from \'kubectl get endpointslices kubernetes\', or leave them out');
    }
    const apis = (props.metrics ?? []).map(({ api }) => api);
    if (new Set(apis).size < apis.length) {
      problems.add('metrics', 'pipelines of different APIs', apis, 'leave out the second of each');
    }
    problems.throw();
    this.version = props.version ?? KubernetesVersion.V1_35;
    this._completed = new Map((props.pools ?? []).map((pool) => [pool, pool._completed(providerOf(pool, providers))]));
    this._pools = [...this._completed.values()];
    this._dnsCidrs = [...props.dnsCidrs ?? []];
    this._dnsPorts = [...props.dnsPorts ?? DNS_PORTS];
    this._apiServerCidrs = [...props.apiServerCidrs ?? []];
    this._apiServerPorts = [...props.apiServerPorts ?? API_SERVER_PORTS];
    this._metrics = [...props.metrics ?? []];
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

/** The pool's name is the value of the label by which it is selected, unless the label is declared. */
function checkPoolName(problems: Problems, pool: NodePool, { name, poolLabel, poolName }: Provider): void {
  if (poolLabel === undefined || pool._declaredLabels[poolLabel] !== undefined) {
    return;
  }
  if (poolName ? !poolName.fits.test(pool.name) : !isLabelValue(pool.name)) {
    problems.add('pools', poolName?.rule ?? `the name of a pool of ${name}`, pool.name, `call it as ${name} does, or declare its label ${poolLabel}`);
  }
}
