import { ManifestSet } from './manifest-set';
import { isMap, mapOf, mapsOf, numberOf, textOf } from './shape';
import { kindOf, Subject } from './subject';

/** Something that sets the number of a workload's pods. */
export interface Scaler {
  readonly subject: Subject;
  /** What it scales, as `Subject.kind` writes it: `apps/Deployment`. */
  readonly target: string;
  readonly name: string;
  /** The fewest pods. */
  readonly min: number;
  /** The most pods. */
  readonly max: number;
  /** The metrics of cpu and memory that it looks at. */
  readonly resources: readonly ResourceMetric[];
}

/** A metric of a resource that pods use. */
export interface ResourceMetric {
  /** `cpu` or `memory`. */
  readonly resource: string;
  /** The only container that it looks at; all of them if there is none. */
  readonly container?: string;
  /** True if it is a share of what the pods request, so that they have to request something. */
  readonly ofRequests: boolean;
}

/** The kinds of scalers. */
export const HPA = 'autoscaling/HorizontalPodAutoscaler';
export const SCALED_OBJECT = 'keda.sh/ScaledObject';
export const VPA = 'autoscaling.k8s.io/VerticalPodAutoscaler';

/** True if it may leave no pod at all. */
export function mayRest(scaler: Scaler): boolean {
  return scaler.subject.kind === SCALED_OBJECT && (scaler.min === 0 || idleReplicas(scaler) === 0);
}

/** How many pods it leaves while nothing is to be done, if it then leaves another number than its minimum. */
export function idleReplicas({ subject }: Scaler): number | undefined {
  return subject.kind === SCALED_OBJECT ? numberOf(subject.spec.idleReplicaCount) : undefined;
}

const KEDA_DEFAULT_MAX = 100;
const indexes = new WeakMap<ManifestSet, ScalerIndex>();

/** The HorizontalPodAutoscalers and KEDA ScaledObjects of a set of manifests, by what they scale. */
export class ScalerIndex {
  /** The scalers of `set`, read once. */
  public static of(set: ManifestSet): ScalerIndex {
    let index = indexes.get(set);
    if (!index) {
      indexes.set(set, index = new ScalerIndex(set));
    }
    return index;
  }

  /** All of them, in the order of the manifests. */
  public readonly all: readonly Scaler[];
  private readonly byTarget = new Map<string, Scaler[]>();

  private constructor(set: ManifestSet) {
    this.all = [...set.ofKind(HPA).map(fromHpa), ...set.ofKind(SCALED_OBJECT).map(fromScaledObject)]
      .sort((a, b) => a.subject.order - b.subject.order);
    for (const scaler of this.all) {
      const key = keyOf(scaler.target, scaler.subject.namespace, scaler.name);
      const others = this.byTarget.get(key);
      if (others) {
        others.push(scaler);
      } else {
        this.byTarget.set(key, [scaler]);
      }
    }
  }

  /** What scales `workload`. */
  public scalersOf(workload: Subject): readonly Scaler[] {
    return workload.name === undefined ? [] : this.byTarget.get(keyOf(workload.kind, workload.namespace, workload.name)) ?? [];
  }

  /** Scalers that share a target, in groups of two and more. */
  public get rivals(): readonly (readonly Scaler[])[] {
    return [...this.byTarget.values()].filter((scalers) => scalers.length > 1 && scalers[0].name !== '');
  }
}

/** The kind that a reference names, as `Subject.kind` writes it. KEDA takes a Deployment for granted. */
export function targetKind(ref: unknown, defaultVersion = ''): string {
  const { apiVersion, kind } = mapOf(ref);
  return kindOf(textOf(apiVersion) ?? defaultVersion, textOf(kind) ?? 'Deployment');
}

function keyOf(kind: string, namespace: string | undefined, name: string): string {
  return `${kind} ${namespace ?? ''} ${name}`;
}

function fromHpa(subject: Subject): Scaler {
  const { spec } = subject;
  const min = numberOf(spec.minReplicas) ?? 1;
  const resources: ResourceMetric[] = [];
  for (const metric of mapsOf(spec.metrics)) {
    const source = metric.type === 'Resource' ? metric.resource : metric.type === 'ContainerResource' ? metric.containerResource : undefined;
    if (isMap(source) && textOf(source.name)) {
      const container = metric.type === 'ContainerResource' ? textOf(source.container) : undefined;
      resources.push({ resource: source.name, container, ofRequests: numberOf(mapOf(source.target).averageUtilization) !== undefined });
    }
  }
  // autoscaling/v1 knows cpu only
  if (numberOf(spec.targetCPUUtilizationPercentage) !== undefined) {
    resources.push({ resource: 'cpu', ofRequests: true });
  }
  const name = textOf(mapOf(spec.scaleTargetRef).name) ?? '';
  return { subject, target: targetKind(spec.scaleTargetRef), name, min, max: numberOf(spec.maxReplicas) ?? min, resources };
}

function fromScaledObject(subject: Subject): Scaler {
  const { spec } = subject;
  const resources: ResourceMetric[] = [];
  for (const trigger of mapsOf(spec.triggers)) {
    if (trigger.type === 'cpu' || trigger.type === 'memory') {
      const metadata = mapOf(trigger.metadata);
      resources.push({ resource: trigger.type, container: textOf(metadata.containerName), ofRequests: (trigger.metricType ?? metadata.type) === 'Utilization' });
    }
  }
  return {
    subject,
    target: targetKind(spec.scaleTargetRef, 'apps/v1'),
    name: textOf(mapOf(spec.scaleTargetRef).name) ?? '',
    min: numberOf(spec.minReplicaCount) ?? 0,
    max: numberOf(spec.maxReplicaCount) ?? KEDA_DEFAULT_MAX,
    resources,
  };
}
