import { AksCompute } from './aks-compute';
import { ClusterGateway } from './cluster-gateway';
import { EksCompute } from './eks-compute';
import { KubernetesVersion } from './kubernetes-version';
import { MetricsPipeline } from './metrics-pipeline';
import { NodePool } from './node-pool';
import { ClusterStorageClass } from './storage-class';

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
  /**
   * Labels by which its Prometheus selects monitors: `{ release: 'prometheus' }` where kube-prometheus-stack is installed as it comes.
   * @default - unknown; that a monitor is found is then not judged
   */
  readonly monitorLabels?: { readonly [key: string]: string };
  /**
   * Labels by which its Prometheus selects alerting rules (`ruleSelector`).
   * @default - those of `monitorLabels`: kube-prometheus-stack selects both by the same
   */
  readonly ruleLabels?: { readonly [key: string]: string };
  /**
   * Its Gateways, those of the Gateway API that routes may name.
   * @default - unknown; that a route's Gateway is there is then not judged
   */
  readonly gateways?: ClusterGateway[];
  /**
   * Its storage classes.
   * @default - unknown; that a claim's class is there is then not judged
   */
  readonly storageClasses?: ClusterStorageClass[];
}

/** What is known of a cluster of AKS. */
export interface AksClusterProps extends ClusterProps {
  /**
   * What makes its nodes. A pool that declares the label of the other kind (`kubernetes.azure.com/agentpool`, `karpenter.sh/nodepool`) is of that kind.
   * @default AksCompute.NODE_POOLS
   */
  readonly compute?: AksCompute;
}

/** What is known of a cluster of EKS. */
export interface EksClusterProps extends ClusterProps {
  /**
   * What makes its nodes. A pool that declares the label of another kind (`eks.amazonaws.com/nodegroup`, `karpenter.sh/nodepool`) is of that kind.
   * @default EksCompute.MANAGED_NODE_GROUPS
   */
  readonly compute?: EksCompute;
}
