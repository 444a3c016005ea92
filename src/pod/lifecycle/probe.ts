import { Duration } from 'cdk8s';
import type { Probe as KubeProbe } from 'kubernetes-types/core/v1';
import { checkPort, checkSeconds, checkWhole, secondsOf } from '../../border/amounts';
import { checkCall } from '../../border/check-kinds';
import { checkRequestPath } from '../../border/paths';
import { Problems } from '../../border/problems';

/** Numbers of a probe; what is left out is derived. */
export interface ProbeOptions {
  /**
   * Time after the container's start before the first probe (`initialDelaySeconds`).
   * @default - none, since the start-up probe holds the others back until the model is loaded; without a start-up probe 1.5 times the load time for liveness
   */
  readonly initialDelay?: Duration;
  /**
   * Time between probes (`periodSeconds`).
   * @default - 10 s; 5 s for the start-up probe
   */
  readonly period?: Duration;
  /**
   * Time in which an answer has to come (`timeoutSeconds`).
   * @default - 5 s: a busy Python server answers late, which is no reason to kill it
   */
  readonly timeout?: Duration;
  /**
   * Failures in a row before the kubelet acts (`failureThreshold`).
   * @default - 3 for readiness, 6 for liveness; for start-up as many as 1.5 times the load time takes
   */
  readonly failureThreshold?: number;
  /**
   * Successes in a row that make a container ready again (`successThreshold`); only readiness can have more than one.
   * @default 1
   */
  readonly successThreshold?: number;
}

/** Numbers and port of a probe. */
export interface PortProbeOptions extends ProbeOptions {
  /**
   * The port to ask.
   * @default - the server's port
   */
  readonly port?: number;
}

/** How a gRPC health probe asks. */
export interface GrpcProbeOptions extends PortProbeOptions {
  /**
   * The service whose health is asked for.
   * @default - the server as a whole
   */
  readonly service?: string;
}

/** What a probe is for. @internal */
export type ProbePurpose = 'startup' | 'readiness' | 'liveness';

/**
 * How the kubelet asks a container for its health. Every field can be given; what is not given comes from the server and the load time.
 *
 * @see https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/
 * @example Probe.httpGet('/health', { initialDelay: Duration.seconds(10), period: Duration.seconds(30), timeout: Duration.seconds(5), failureThreshold: 3 })
 */
export class Probe {
  /** A GET request that has to answer 200 to 399. */
  public static httpGet(path: string, options: PortProbeOptions = {}): Probe {
    checkCall('Probe.httpGet', [path, options]);
    return new Probe({ kind: 'http', path }, options);
  }

  /** A TCP connection that has to open. It says nothing of the model: prefer another kind. */
  public static tcpSocket(options: PortProbeOptions = {}): Probe {
    checkCall('Probe.tcpSocket', [options]);
    return new Probe({ kind: 'tcp' }, options);
  }

  /** A call of the gRPC health service. */
  public static grpc(options: GrpcProbeOptions = {}): Probe {
    checkCall('Probe.grpc', [options]);
    return new Probe({ kind: 'grpc', service: options.service }, options);
  }

  /** A command in the container that has to end with 0. */
  public static command(command: string[], options: ProbeOptions = {}): Probe {
    checkCall('Probe.command', [command, options]);
    return new Probe({ kind: 'command', command: [...command] }, options);
  }

  /** The server's own question, with numbers of your own. */
  public static timed(options: ProbeOptions): Probe {
    checkCall('Probe.timed', [options]);
    return new Probe({ kind: 'server' }, options);
  }

  /** No probe of this kind at all. */
  public static none(): Probe {
    return new Probe({ kind: 'none' }, {});
  }

  private constructor(private readonly handler: Handler, private readonly options: PortProbeOptions) {}

  /** Records what is wrong with it. @param pathProperty what a user calls its path @internal */
  public _check(problems: Problems, property: string, purpose: ProbePurpose, pathProperty = `${property}.path`): void {
    const { initialDelay, period, timeout, failureThreshold, successThreshold, port } = this.options;
    const handler = this.handler;
    if (handler.kind === 'http') {
      checkRequestPath(problems, pathProperty, handler.path);
    }
    if (handler.kind === 'command' && handler.command.length === 0) {
      problems.add(`${property}.command`, 'a command', [], 'give the program and its arguments');
    }
    checkPort(problems, `${property}.port`, port);
    checkSeconds(problems, `${property}.initialDelay`, initialDelay, 0);
    checkSeconds(problems, `${property}.period`, period, 1);
    checkSeconds(problems, `${property}.timeout`, timeout, 1);
    checkWhole(problems, `${property}.failureThreshold`, failureThreshold, 1);
    checkWhole(problems, `${property}.successThreshold`, successThreshold, 1, purpose === 'readiness' ? undefined : 1,
      purpose === 'readiness' ? undefined : `leave it out; Kubernetes takes only 1 for a ${purpose} probe`);
    if (period && timeout && secondsOf(timeout) > secondsOf(period)) {
      problems.add(`${property}.timeout`, `at most the period (${secondsOf(period)} s)`, `${secondsOf(timeout)} s`, 'shorten the timeout or lengthen the period');
    }
  }

  /** Fills what this probe leaves open from `fallback`. @internal */
  public _or(fallback: Probe): Probe {
    const handler = this.handler.kind === 'server' ? fallback.handler : this.handler;
    if (handler.kind === 'none') {
      return Probe.none();
    }
    const own = this.options;
    const options = {
      failureThreshold: own.failureThreshold ?? fallback.options.failureThreshold,
      initialDelay: own.initialDelay ?? fallback.options.initialDelay,
      period: own.period ?? fallback.options.period,
      port: own.port ?? fallback.options.port,
      successThreshold: own.successThreshold ?? fallback.options.successThreshold,
      timeout: own.timeout ?? fallback.options.timeout,
    };
    // an answer may not be waited for longer than until the next question: whichever of the two is derived gives way
    if (options.timeout && options.period && secondsOf(options.timeout) > secondsOf(options.period)) {
      if (own.timeout === undefined) {
        return new Probe(handler, { ...options, timeout: options.period });
      }
      if (own.period === undefined) {
        return new Probe(handler, { ...options, period: options.timeout });
      }
    }
    return new Probe(handler, options);
  }

  /** The same question without numbers; that of `fallback` where this one asks nothing. @internal */
  public _question(fallback: Probe): Probe {
    return this.handler.kind === 'none' || this.handler.kind === 'server' ? fallback : new Probe(this.handler, { port: this.options.port });
  }

  /** True if there is no probe of this kind at all. @internal */
  public get _isNone(): boolean {
    return this.handler.kind === 'none';
  }

  /** Seconds between questions. @internal */
  public get _period(): number {
    return this.options.period ? secondsOf(this.options.period) : 10;
  }

  /** Seconds that pass at most until the kubelet acts on a container that never answers. @internal */
  public get _allowance(): number {
    const { initialDelay, failureThreshold = 3 } = this.options;
    return this.handler.kind === 'none' ? 0 : (initialDelay ? secondsOf(initialDelay) : 0) + this._period * failureThreshold;
  }

  /** The probe as Kubernetes spells it. @param port the name of the server's port @internal */
  public _render(port: string | number): KubeProbe | undefined {
    const { initialDelay, period, timeout, failureThreshold, successThreshold } = this.options;
    const handler = this.handler;
    if (handler.kind === 'none' || handler.kind === 'server') {
      return undefined;
    }
    const at = this.options.port ?? port;
    const probe: any = {};
    if (handler.kind === 'command') {
      probe.exec = { command: handler.command };
    }
    probe.failureThreshold = failureThreshold;
    if (handler.kind === 'grpc') {
      probe.grpc = handler.service === undefined ? { port: at } : { port: at, service: handler.service };
    }
    if (handler.kind === 'http') {
      probe.httpGet = { path: handler.path, port: at };
    }
    if (initialDelay) {
      probe.initialDelaySeconds = secondsOf(initialDelay);
    }
    probe.periodSeconds = period && secondsOf(period);
    if (successThreshold !== undefined) {
      probe.successThreshold = successThreshold;
    }
    if (handler.kind === 'tcp') {
      probe.tcpSocket = { port: at };
    }
    probe.timeoutSeconds = timeout && secondsOf(timeout);
    return probe;
  }
}

type Handler =
  | { readonly kind: 'http'; readonly path: string }
  | { readonly kind: 'tcp' }
  | { readonly kind: 'grpc'; readonly service?: string }
  | { readonly kind: 'command'; readonly command: string[] }
  | { readonly kind: 'server' }
  | { readonly kind: 'none' };
