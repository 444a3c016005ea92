import { Certificate } from './certificate';
import { KubectlOptions } from './kubectl';
import { Processes } from './processes';
import { Verdict } from './wait';

/** What a controller is started with. */
export interface ControllerHost {
  /** The working folder of the cluster. */
  readonly dir: string;
  /** The folder with the controller's programs. */
  readonly bin: string;
  /** The folder of its Go module. */
  readonly module: string;
  readonly kubeconfig: string;
  readonly certificate: Certificate;
  readonly processes: Processes;
  run(args: string[], options?: KubectlOptions): Promise<string>;
  waitFor(what: string, probe: () => Promise<Verdict>, timeoutSeconds: number): Promise<void>;
  ports(count: number): Promise<number[]>;
  /** Starts one of its programs, as the cluster's administrator, and waits until it says on that port, if it has one, that it is ready. */
  start(program: string, flags: string[], readyPort?: number, env?: NodeJS.ProcessEnv): Promise<void>;
  /** Applies the webhooks among manifests, once something listens on the port. */
  hook(manifests: string, port: number): Promise<void>;
}

/** A controller of the ecosystem, built from its Go module and run beside the control plane. */
export interface Controller {
  readonly module: string;
  readonly version: string;
  /** Packages of its programs, by program. */
  readonly programs: Readonly<Record<string, string>>;
  /** What kube-apiserver needs to know of it. */
  readonly apiServerFlags?: (certificate: Certificate) => string[];
  readonly start: (host: ControllerHost) => Promise<void>;
}
