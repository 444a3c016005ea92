import { Duration, Size } from 'cdk8s';
import { flagOf, writtenFlag } from './flags';
import { PresetServerProps } from './preset-props';
import { show } from '../../border/problems';
import { Config } from '../../pod/config/config';
import { WritablePath } from '../../pod/config/writable-path';
import { ImagePullPolicy } from '../../pod/image-pull-policy';
import { Probe } from '../../pod/lifecycle/probe';
import { ServerLoad } from '../scaling/load-metric';
import { GenerationFacts, Launch, LaunchTerms, ServerFacts } from '../server-facts';

/** What is known of a project's server. */
interface Known {
  readonly kind: string;
  readonly image: string;
  readonly port: number;
  readonly readiness: Probe;
  readonly liveness: Probe;
  readonly loadTime: Duration;
  readonly longestRequest?: Duration;
  readonly endsAtOnce?: boolean;
  readonly imageSize?: Size;
  readonly command?: string[];
  readonly env?: { readonly [name: string]: string };
  /** The first is its home. */
  readonly writablePaths?: WritablePath[];
  readonly sharedMemory?: Size;
  readonly uid?: number;
  readonly gid?: number;
  /** None if the server has no metrics of its own. */
  readonly metrics?: { readonly port?: number; readonly path: string };
  readonly load?: ServerLoad;
  readonly threadsFromCpu?: boolean;
  readonly configs?: Config[];
  readonly generation?: GenerationFacts;
  readonly faults?: string[];
  readonly launch?: (terms: LaunchTerms) => Launch;
}

/** What holds where a preset says nothing. */
const LONGEST_REQUEST = Duration.seconds(30);
const IMAGE_SIZE = Size.gibibytes(2);

/** The facts of a known server. Where its arguments follow from the workload, the user's own come behind them. */
export function presetFacts(props: PresetServerProps, known: Known): ServerFacts {
  const port = props.port ?? known.port;
  const { launch } = known;
  return {
    kind: known.kind,
    protocol: 'http',
    port,
    readiness: known.readiness,
    liveness: known.liveness,
    image: known.image,
    imagePullPolicy: props.imagePullPolicy ?? ImagePullPolicy.ALWAYS,
    loadTime: props.loadTime ?? known.loadTime,
    longestRequest: props.longestRequest ?? known.longestRequest ?? LONGEST_REQUEST,
    endsAtOnce: known.endsAtOnce,
    imageSize: props.imageSize ?? known.imageSize ?? IMAGE_SIZE,
    command: known.command,
    args: props.args && [...props.args],
    env: known.env ?? {},
    writablePaths: [...known.writablePaths ?? [{ path: '/tmp' }], ...props.writablePaths ?? []],
    sharedMemory: props.sharedMemory ?? known.sharedMemory,
    cudaVersion: props.cudaVersion,
    uid: props.uid ?? known.uid,
    gid: props.gid ?? known.gid,
    metrics: known.metrics && { port: known.metrics.port ?? port, path: known.metrics.path },
    load: known.load ?? {},
    threadsFromCpu: known.threadsFromCpu ?? false,
    configs: known.configs ?? [],
    generation: known.generation,
    faults: known.faults ?? [],
    launch: launch && ((terms) => withOwn(launch(terms), props.args ?? [])),
  };
}

/** The launch with the user's own arguments; one that is derived already is a fault, as the server would take one of the two. */
function withOwn(launch: Launch, own: readonly string[]): Launch {
  const derived = new Set((launch.args ?? []).map(flagOf));
  const twice = own.filter((argument) => flagOf(argument) !== undefined && derived.has(flagOf(argument))).map(writtenFlag);
  const args = [...launch.args ?? [], ...own];
  return {
    ...launch,
    args: args.length > 0 ? args : undefined,
    faults: [...launch.faults ?? [], ...twice.map((flag) => `'server.args' must not have ${flag}, which follows from the other properties; leave it out`)],
  };
}

/**
 * What is wrong with a project's own image on that placement.
 *
 * @param own the image that the user gives
 * @param builtFor what the project's own image computes on
 * @param other an image for the other kind, as a message names it
 */
export function imageFaults(own: string | undefined, image: string, builtFor: 'cpu' | 'nvidia', terms: LaunchTerms, other: string): string[] {
  const onNvidia = terms.gpus > 0 && terms.accelerator !== undefined && /^nvidia\.com\//.test(terms.accelerator);
  if (own !== undefined || (builtFor === 'nvidia' ? onNvidia : terms.gpus === 0)) {
    return [];
  }
  const place = terms.gpus > 0 ? `asks for ${terms.accelerator ?? 'accelerators'}` : 'has no accelerators';
  return [`'server.image' is missing and ${image}, which is taken without one, computes on ${builtFor === 'cpu' ? 'the processor' : 'NVIDIA cards'}, while the placement ${place}; give ${other}`];
}

/** What is wrong with a name or text that is part of a path or an argument. */
export function textFaults(property: string, value: string | undefined, legal: RegExp, rule: string, advice: string): string[] {
  return value === undefined || legal.test(value) ? [] : [`'server.${property}' must be ${rule}, got ${show(value)}; ${advice}`];
}

/** What is wrong with a whole number. */
export function countFaults(property: string, value: number | undefined): string[] {
  return value === undefined || (Number.isSafeInteger(value) && value >= 1) ? [] : [`'server.${property}' must be a whole number of at least 1, got ${show(value)}; correct it`];
}
