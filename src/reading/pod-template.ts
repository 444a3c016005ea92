import { JOB_SET, jobSetTemplates, trainJobTemplate } from './gangs';
import { isMap, mapOf, mapsOf, numberOf, Shape, textOf } from './shape';
import { Subject } from './subject';

/** A probe of a container. */
export interface ProbeView {
  /** `livenessProbe` */
  readonly name: string;
  readonly shape: Shape;
}

/** Seconds that Kubernetes gives a pod to end where nobody says. */
export const DEFAULT_GRACE = 30;

const PROBES = ['livenessProbe', 'readinessProbe', 'startupProbe'];

/** A container of a pod template. */
export class ContainerView {
  public readonly name: string;
  /** True for an init container that keeps running beside the others. */
  public readonly sidecar: boolean;
  private read?: ProbeView[];

  /**
   * @param owner the workload
   * @param shape the container as the manifest has it
   * @param init true for an init container, sidecars included
   * @param order its place in its list
   */
  constructor(private readonly owner: Subject, public readonly shape: Shape, public readonly init: boolean, private readonly order: number) {
    this.name = textOf(shape.name) ?? '';
    this.sidecar = init && shape.restartPolicy === 'Always';
  }

  /** Its probes. */
  public get probes(): readonly ProbeView[] {
    if (!this.read) {
      this.read = [];
      for (const name of PROBES) {
        if (isMap(this.shape[name])) {
          this.read.push({ name, shape: this.shape[name] });
        }
      }
    }
    return this.read;
  }

  /** The value of a variable of its environment, where it stands there. */
  public valueOf(variable: string): string | undefined {
    return textOf(mapsOf(this.shape.env).find(({ name }) => name === variable)?.value);
  }

  /** Where it stands in the pod's spec: `containers[0]`. */
  public get at(): string {
    return `${this.init ? 'initContainers' : 'containers'}[${this.order}]`;
  }

  /** The container as a sentence calls it: `container 'web' of Deployment 'chat'`. */
  public get called(): string {
    return `${this.init ? 'init container' : 'container'} '${this.name || this.at}' of ${this.owner.called}`;
  }
}

/** Where each workload keeps its pod template. */
const TEMPLATE_OF: { readonly [kind: string]: (manifest: Shape) => Shape } = {
  'apps/Deployment': (manifest) => mapOf(mapOf(manifest.spec).template),
  'apps/StatefulSet': (manifest) => mapOf(mapOf(manifest.spec).template),
  'apps/DaemonSet': (manifest) => mapOf(mapOf(manifest.spec).template),
  'apps/ReplicaSet': (manifest) => mapOf(mapOf(manifest.spec).template),
  'ReplicationController': (manifest) => mapOf(mapOf(manifest.spec).template),
  'batch/Job': (manifest) => mapOf(mapOf(manifest.spec).template),
  'batch/CronJob': (manifest) => mapOf(mapOf(mapOf(mapOf(manifest.spec).jobTemplate).spec).template),
  'keda.sh/ScaledJob': (manifest) => mapOf(mapOf(mapOf(manifest.spec).jobTargetRef).template),
  'Pod': (manifest) => manifest,
};

/** The kinds that make pods and say all of them. */
export const WORKLOADS: readonly string[] = [...Object.keys(TEMPLATE_OF), JOB_SET];

const BY_JOB = new Set(['job-name', 'batch.kubernetes.io/job-name', 'controller-uid', 'batch.kubernetes.io/controller-uid', 'batch.kubernetes.io/job-completion-index']);

/** Labels that controllers give to pods at run time, so that a template never has them. */
const GIVEN: { readonly [kind: string]: ReadonlySet<string> } = {
  'apps/Deployment': new Set(['pod-template-hash']),
  'apps/StatefulSet': new Set(['controller-revision-hash', 'statefulset.kubernetes.io/pod-name', 'apps.kubernetes.io/pod-index']),
  'apps/DaemonSet': new Set(['controller-revision-hash', 'pod-template-generation']),
  'batch/Job': BY_JOB,
  'batch/CronJob': BY_JOB,
  'keda.sh/ScaledJob': new Set([...BY_JOB, 'scaledjob.keda.sh/name']),
  [JOB_SET]: new Set([...BY_JOB, ...['jobset-name', 'replicatedjob-name', 'job-index', 'job-global-index', 'job-key'].map((name) => `jobset.sigs.k8s.io/${name}`)]),
};
const NONE_GIVEN: ReadonlySet<string> = new Set();

/** The pods that a workload makes (or a Pod itself). */
export class PodTemplate {
  /** The templates of `owner`: one, or none if it makes no pods; of a JobSet one for each of its replicated jobs. */
  public static allOf(owner: Subject): PodTemplate[] {
    if (owner.kind === JOB_SET) {
      return jobSetTemplates(owner.manifest).map((template) => new PodTemplate(owner, template));
    }
    const find = Object.prototype.hasOwnProperty.call(TEMPLATE_OF, owner.kind) ? TEMPLATE_OF[owner.kind] : undefined;
    return find ? [new PodTemplate(owner, find(owner.manifest))] : [];
  }

  /** The template of `owner`, or nothing if it makes no pods. */
  public static of(owner: Subject): PodTemplate | undefined {
    return PodTemplate.allOf(owner)[0];
  }

  /** What a TrainJob says of its pods. The rest is its runtime's, so nobody may miss it here. */
  public static ofTrainJob(owner: Subject): PodTemplate {
    return new PodTemplate(owner, trainJobTemplate(owner.manifest));
  }

  /** A template that stands somewhere in `owner`, in an object of somebody else's API for example. */
  public static at(owner: Subject, template: unknown): PodTemplate {
    return new PodTemplate(owner, mapOf(template));
  }

  public readonly metadata: Shape;
  public readonly labels: Shape;
  public readonly spec: Shape;
  /** Labels that its pods get at run time. */
  public readonly given: ReadonlySet<string>;
  /** The containers that run together, without init containers. */
  public readonly containers: readonly ContainerView[];
  /** Init containers, sidecars included. */
  public readonly initContainers: readonly ContainerView[];
  /** All of them, init containers first, as they start. */
  public readonly all: readonly ContainerView[];

  private constructor(public readonly owner: Subject, template: Shape) {
    this.metadata = mapOf(template.metadata);
    this.labels = mapOf(this.metadata.labels);
    this.spec = mapOf(template.spec);
    this.given = GIVEN[owner.kind] ?? NONE_GIVEN;
    this.containers = mapsOf(this.spec.containers).map((shape, i) => new ContainerView(owner, shape, false, i));
    const init = mapsOf(this.spec.initContainers);
    this.initContainers = init.map((shape, i) => new ContainerView(owner, shape, true, i));
    this.all = init.length > 0 ? [...this.initContainers, ...this.containers] : this.containers;
  }

  /** Seconds that its pods have to end. */
  public get gracePeriod(): number {
    return numberOf(this.spec.terminationGracePeriodSeconds) ?? DEFAULT_GRACE;
  }

  /** The namespace of its pods. */
  public get namespace(): string | undefined {
    return this.owner.namespace;
  }
}
