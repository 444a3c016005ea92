import { Duration, Size } from 'cdk8s';
import { Config } from '../pod/config';
import { Probe } from '../pod/probe';
import { Resources } from '../pod/resources';
import { WritablePath } from '../pod/writable-path';

/**
 * Everything that a workload has to know of a model server, as data. A preset is one file of `presets/` that returns one of these.
 */
export interface ServerFacts {
  /** The factory that makes it, by which messages call it. */
  readonly kind: string;
  readonly image: string;
  readonly imagePullPolicy: string;
  readonly protocol: 'http' | 'grpc';
  readonly port: number;
  /** The questions of its probes; numbers are derived from the times. */
  readonly readiness: Probe;
  readonly liveness: Probe;
  /** From the container's start until it is ready. */
  readonly loadTime: Duration;
  readonly longestRequest: Duration;
  /** What its image weighs, for the time to pull it. */
  readonly imageSize: Size;
  readonly command?: string[];
  readonly args?: string[];
  readonly env: { readonly [name: string]: string };
  readonly writablePaths: WritablePath[];
  readonly uid?: number;
  readonly gid?: number;
  /** Where its Prometheus metrics are, if it has any. */
  readonly metrics?: { readonly port: number; readonly path: string };
  /** Whether its computing libraries are told how many cores they have. */
  readonly threadsFromCpu: boolean;
  /** Files that it needs. */
  readonly configs: Config[];
  /** What it needs, where that does not depend on the model. */
  readonly resources?: Resources;
  /** A further sentence of what is wrong with the preset's own props. */
  readonly faults: string[];
}
