import { checkPort } from '../border/amounts';
import { checkCall } from '../border/check-kinds';
import { isDnsLabel, isDnsSubdomain } from '../border/names';
import { checkRoutePath } from '../border/paths';
import { Problems } from '../border/problems';
import { Sender } from '../pod/lifecycle/drain';
import { NetworkPeer } from '../pod/network/network-peer';

/** A service behind a cloud load balancer. */
export interface LoadBalancerProps {
  /** Who may call, as CIDR blocks: `0.0.0.0/0` for everybody. */
  readonly sourceRanges: string[];
  /**
   * The port that callers use.
   * @default 80
   */
  readonly port?: number;
  /**
   * Annotations for the cloud's controller (internal, certificate …).
   * @default - none
   */
  readonly annotations?: { readonly [key: string]: string };
  /**
   * The class of load balancer (`spec.loadBalancerClass`).
   * @default - the cluster's
   */
  readonly loadBalancerClass?: string;
}

/** A service behind a Gateway. */
export interface GatewayProps {
  /** The Gateway's name. */
  readonly gateway: string;
  /** The Gateway's namespace; its data plane runs there, unless `sourceRanges` says where calls come from. */
  readonly gatewayNamespace: string;
  /**
   * Host names that are routed here.
   * @default - all of the Gateway's
   */
  readonly hostnames?: string[];
  /**
   * Paths below which requests are routed here.
   * @default /
   */
  readonly path?: string;
  /**
   * Where calls come from when the data plane is outside the cluster (a cloud's managed load balancer), as CIDR blocks.
   * @default - pods of the Gateway's namespace
   */
  readonly sourceRanges?: string[];
  /**
   * The port of the Service.
   * @default 80
   */
  readonly port?: number;
}

/** A service behind an Ingress. */
export interface IngressProps {
  /** The host name. */
  readonly host: string;
  /**
   * The IngressClass.
   * @default - the cluster's default class
   */
  readonly className?: string;
  /**
   * Paths below which requests are routed here.
   * @default /
   */
  readonly path?: string;
  /**
   * Secret with the certificate for the host.
   * @default - no TLS
   */
  readonly tlsSecretName?: string;
  /**
   * The namespace in which the controller runs.
   * @default ingress-nginx
   */
  readonly controllerNamespace?: string;
  /**
   * Where calls come from when the controller is outside the cluster, as CIDR blocks.
   * @default - pods of the controller's namespace
   */
  readonly sourceRanges?: string[];
  /**
   * Annotations for the controller.
   * @default - none
   */
  readonly annotations?: { readonly [key: string]: string };
  /**
   * The port of the Service.
   * @default 80
   */
  readonly port?: number;
}

/** How a service inside the cluster is reached. */
export interface ClusterInternalProps {
  /**
   * The port that callers use.
   * @default 80
   */
  readonly port?: number;
  /**
   * Only who is named by `allowFrom` may call; without it, the pods of the own namespace may too.
   * @default false
   */
  readonly onlyAllowed?: boolean;
}

/**
 * How clients reach a service. The Service's name is the one DNS name that they keep; network policies follow.
 *
 * @example Exposure.loadBalancer({ sourceRanges: ['203.0.113.0/24'] })
 */
export class Exposure {
  /** From inside the cluster, by the Service's name. */
  public static clusterInternal(props: ClusterInternalProps = {}): Exposure {
    checkCall('Exposure.clusterInternal', [props]);
    return new Exposure('internal', props.port ?? 80, props.onlyAllowed ? [] : [NetworkPeer.pods({})]);
  }

  /**
   * From outside, by a load balancer of the cloud. The callers' addresses are kept (`externalTrafficPolicy: Local`), so that the network policy
   * and the load balancer let in the same ranges.
   * @see https://kubernetes.io/docs/tasks/access-application-cluster/create-external-load-balancer/#preserving-the-client-source-ip
   */
  public static loadBalancer(props: LoadBalancerProps): Exposure {
    checkCall('Exposure.loadBalancer', [props]);
    return new Exposure('load balancer', props.port ?? 80, [NetworkPeer.cidrs(...props.sourceRanges)],
      { ...props, sourceRanges: [...props.sourceRanges], annotations: props.annotations && { ...props.annotations } });
  }

  /**
   * From outside, by a Gateway of the Gateway API.
   * @see https://gateway-api.sigs.k8s.io/api-types/httproute/
   */
  public static gateway(props: GatewayProps): Exposure {
    checkCall('Exposure.gateway', [props]);
    return new Exposure('gateway', props.port ?? 80,
      [props.sourceRanges ? NetworkPeer.cidrs(...props.sourceRanges) : NetworkPeer.namespace(props.gatewayNamespace)], undefined,
      { ...props, hostnames: props.hostnames && [...props.hostnames] });
  }

  /**
   * From outside, by an Ingress, where a controller for it is still there; the Gateway API is its successor.
   * @see https://kubernetes.io/docs/concepts/services-networking/ingress/
   */
  public static ingress(props: IngressProps): Exposure {
    checkCall('Exposure.ingress', [props]);
    return new Exposure('ingress', props.port ?? 80,
      [props.sourceRanges ? NetworkPeer.cidrs(...props.sourceRanges) : NetworkPeer.namespace(props.controllerNamespace ?? 'ingress-nginx')], undefined, undefined,
      { ...props, annotations: props.annotations && { ...props.annotations } });
  }

  private constructor(
    private readonly kind: 'internal' | 'load balancer' | 'gateway' | 'ingress',
    /** The port that callers use. */
    public readonly port: number,
    /** Who calls. @internal */ public readonly _callers: NetworkPeer[],
    /** @internal */ public readonly _loadBalancer?: LoadBalancerProps,
    /** @internal */ public readonly _gateway?: GatewayProps,
    /** @internal */ public readonly _ingress?: IngressProps,
  ) {}

  /** Who has to notice that a pod goes. @internal */
  public get _sender(): Sender {
    return this.kind === 'internal' ? 'endpoints' : this.kind === 'load balancer' ? this.kind : 'proxy';
  }

  /** Records what is wrong with it. @internal */
  public _check(problems: Problems, property: string, protocol: 'http' | 'grpc'): void {
    checkPort(problems, `${property}.port`, this.port);
    if (this._loadBalancer || this._gateway?.sourceRanges || this._ingress?.sourceRanges) {
      this._callers.forEach((caller) => caller._check(problems, `${property}.sourceRanges`));
    }
    checkRoutePath(problems, `${property}.path`, this._gateway?.path ?? this._ingress?.path, '/v1');
    for (const hostname of this._gateway?.hostnames ?? (this._ingress ? [this._ingress.host] : [])) {
      if (!isDnsSubdomain(hostname.replace(/^\*\./, ''))) {
        problems.add(`${property}.${this._gateway ? 'hostnames' : 'host'}`, 'a host name', hostname, 'write for example "models.example.com"');
      }
    }
    if (this._gateway) {
      checkNamed(problems, `${property}.gateway`, this._gateway.gateway, isDnsSubdomain);
      checkNamed(problems, `${property}.gatewayNamespace`, this._gateway.gatewayNamespace, isDnsLabel);
    }
    if (this._ingress?.controllerNamespace !== undefined) {
      checkNamed(problems, `${property}.controllerNamespace`, this._ingress.controllerNamespace, isDnsLabel);
    }
    if (this._ingress?.tlsSecretName !== undefined) {
      checkNamed(problems, `${property}.tlsSecretName`, this._ingress.tlsSecretName, isDnsSubdomain);
    }
    if (protocol === 'grpc' && this._ingress) {
      problems.say(`'${property}' is an Ingress and the server speaks gRPC, which Ingress does not know; use Exposure.gateway() or a load balancer`);
    }
  }
}

function checkNamed(problems: Problems, property: string, value: string, legal: (name: string) => boolean): void {
  if (!legal(value)) {
    problems.add(property, 'the name of an object', value, 'copy it from \'kubectl get\'');
  }
}
