import { API_SERVER_PORTS } from './api-server-ports';
import { DNS_PORTS } from './dns-ports';
import { KubernetesVersion } from './kubernetes-version';
import { NodePool } from './node-pool';
import { checkPort } from '../border/amounts';
import { checkCall } from '../border/check-kinds';
import { checkCidr } from '../border/cidr';
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
}

/**
 * The facts of a cluster that manifests depend on.
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
  private readonly _dnsCidrs: string[];
  private readonly _dnsPorts: number[];
  private readonly _apiServerCidrs: string[];
  private readonly _apiServerPorts: number[];

  private constructor(/** How the cluster is called in messages. */ public readonly name: string, props: ClusterProps) {
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
    problems.throw();
    this.version = props.version ?? KubernetesVersion.V1_35;
    this._pools = [...props.pools ?? []];
    this._dnsCidrs = [...props.dnsCidrs ?? []];
    this._dnsPorts = [...props.dnsPorts ?? DNS_PORTS];
    this._apiServerCidrs = [...props.apiServerCidrs ?? []];
    this._apiServerPorts = [...props.apiServerPorts ?? API_SERVER_PORTS];
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
}
