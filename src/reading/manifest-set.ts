import { TRAIN_JOB } from './gangs';
import { Labelled, LabelIndex } from './label-index';
import { PodTemplate, WORKLOADS } from './pod-template';
import { Selector } from './selector';
import { isMap, mapOf, mapsOf, Shape, textOf } from './shape';
import { Subject } from './subject';
import { World } from './world';
import { ExternalObject, isKnown } from '../manifest/external';
import { JudgedObject } from '../manifest/judged';

/** What an object says that somebody else makes, and what others use of it. */
export interface KnownSubject {
  readonly subject: Subject;
  readonly used?: { readonly [key: string]: string };
}

/**
 * All manifests under judgement, read and indexed once for all rules.
 *
 * An object without a namespace lands in the one that kubectl's context says, which nobody knows here: to the rules that is a namespace of
 * its own.
 */
export class ManifestSet {
  /** The objects in their order; the items of a `List` stand for it. */
  public readonly subjects: readonly Subject[];
  /** Objects that somebody else makes and of which it is known what they say. */
  public readonly known: readonly KnownSubject[];
  /** Every pod template of every workload. */
  public readonly templates: readonly PodTemplate[];

  private readonly kinds = new Map<string, Subject[]>();
  private readonly names = new Map<string, Map<string | undefined, Map<string, Subject>>>();
  private readonly templateOf = new Map<Subject, readonly PodTemplate[]>();
  private readonly pods = new Map<string | undefined, LabelIndex<PodTemplate>>();
  private services?: Map<string | undefined, LabelIndex<LabelledService>>;
  private readonly world: World;
  /** Declared objects by kind, name and namespace; those of any namespace stand under the empty one. The first declaration counts. */
  private readonly externals = new Map<string, ExternalObject>();

  constructor(objects: readonly JudgedObject[], externals: readonly ExternalObject[]) {
    const subjects: Subject[] = [];
    for (const object of objects) {
      unpack(object, object.manifest, subjects);
    }
    this.subjects = subjects;
    for (const subject of subjects) {
      push(this.kinds, subject.kind, subject);
    }
    this.templates = this.readTemplates();
    for (const external of externals) {
      const key = externalKey(external.kind, external.namespace, external.name);
      if (!this.externals.has(key)) {
        this.externals.set(key, external);
      }
    }
    this.known = externals.filter(isKnown).map(({ manifest, path, cluster, used }) => ({ subject: new Subject(manifest, path, -1, cluster), used }));
    this.world = new World(this.kinds, this.templates, externals);
  }

  /** The objects of one kind (`apps/Deployment`), in their order. */
  public ofKind(kind: string): readonly Subject[] {
    return this.kinds.get(kind) ?? [];
  }

  /** The object of that kind, namespace and name, if the manifests have it. */
  public find(kind: string, namespace: string | undefined, name: string): Subject | undefined {
    return this.named(kind).get(namespace)?.get(name);
  }

  /** The first object of that kind and name in any namespace. */
  public findAnywhere(kind: string, name: string): Subject | undefined {
    for (const names of this.named(kind).values()) {
      const found = names.get(name);
      if (found) {
        return found;
      }
    }
    return undefined;
  }

  /** The names of the objects of a kind in a namespace. */
  public namesOf(kind: string, namespace: string | undefined): Iterable<string> {
    return this.named(kind).get(namespace)?.keys() ?? [];
  }

  /** The pod template of a workload; none where it has several. */
  public template(workload: Subject): PodTemplate | undefined {
    const templates = this.templateOf.get(workload);
    return templates?.length === 1 ? templates[0] : undefined;
  }

  /** The pod templates of a workload, and what a TrainJob says of its pods. */
  public templatesOf(workload: Subject): readonly PodTemplate[] {
    return this.templateOf.get(workload) ?? [];
  }

  /** The pod templates of a namespace. */
  public templatesIn(namespace: string | undefined): readonly PodTemplate[] {
    return this.pods.get(namespace)?.all ?? [];
  }

  /** The pod templates of a namespace that a selector selects. */
  public select(namespace: string | undefined, selector: Selector): readonly PodTemplate[] {
    return this.pods.get(namespace)?.select(selector) ?? [];
  }

  /** True if a selector selects at least one pod template of a namespace. */
  public selectsAny(namespace: string | undefined, selector: Selector): boolean {
    return this.pods.get(namespace)?.selectsAny(selector) ?? false;
  }

  /** The first pod template of a namespace that a selector selects for certain and that `accept` accepts. */
  public selectFirst(namespace: string | undefined, selector: Selector, accept: (template: PodTemplate) => boolean): PodTemplate | undefined {
    return this.pods.get(namespace)?.selectFirst(selector, accept);
  }

  /** The namespaces that pod templates stand in. */
  public get namespaces(): readonly (string | undefined)[] {
    return [...this.pods.keys()];
  }

  /** The Services of a namespace that a selector selects by their own labels. */
  public selectServices(namespace: string | undefined, selector: Selector): readonly Subject[] {
    return (this.servicesByLabel().get(namespace)?.select(selector) ?? []).map(({ service }) => service);
  }

  /** The namespaces that Services stand in. */
  public get serviceNamespaces(): readonly (string | undefined)[] {
    return [...this.servicesByLabel().keys()];
  }

  /** True if every pod of the namespace comes from these manifests, so that what matches none of them matches none at all. */
  public isClosed(namespace: string | undefined): boolean {
    return this.world.isClosed(namespace);
  }

  /** The declaration of an object that somebody else makes, if there is one. `kind` is without API group. */
  public external(kind: string, namespace: string | undefined, name: string): ExternalObject | undefined {
    return this.externals.get(externalKey(kind, namespace, name)) ?? this.externals.get(externalKey(kind, undefined, name));
  }

  private servicesByLabel(): Map<string | undefined, LabelIndex<LabelledService>> {
    return this.services ??= indexServices(this.ofKind('Service'));
  }

  private named(kind: string): Map<string | undefined, Map<string, Subject>> {
    let byNamespace = this.names.get(kind);
    if (!byNamespace) {
      this.names.set(kind, byNamespace = byName(this.ofKind(kind)));
    }
    return byNamespace;
  }

  private readTemplates(): PodTemplate[] {
    const templates: PodTemplate[] = [];
    for (const kind of WORKLOADS) {
      for (const owner of this.ofKind(kind)) {
        const own = PodTemplate.allOf(owner);
        this.templateOf.set(owner, own);
        for (const template of own) {
          templates.push(template);
          indexIn(this.pods, owner.namespace).add(template);
        }
      }
    }
    for (const owner of this.ofKind(TRAIN_JOB)) {
      const template = PodTemplate.ofTrainJob(owner);
      this.templateOf.set(owner, [template]);
      indexIn(this.pods, owner.namespace).add(template);
    }
    return templates.sort((a, b) => a.owner.order - b.owner.order);
  }
}

function externalKey(kind: string, namespace: string | undefined, name: string): string {
  return `${kind} ${namespace ?? ''} ${name}`;
}

/** A Service as a selector sees it. */
interface LabelledService extends Labelled {
  readonly service: Subject;
}

const NONE_GIVEN: ReadonlySet<string> = new Set();

function indexServices(services: readonly Subject[]): Map<string | undefined, LabelIndex<LabelledService>> {
  const result = new Map<string | undefined, LabelIndex<LabelledService>>();
  for (const service of services) {
    const labels: Shape = mapOf(service.metadata.labels);
    indexIn(result, service.namespace).add({ service, labels, given: NONE_GIVEN });
  }
  return result;
}

function indexIn<T extends Labelled>(map: Map<string | undefined, LabelIndex<T>>, namespace: string | undefined): LabelIndex<T> {
  let index = map.get(namespace);
  if (!index) {
    map.set(namespace, index = new LabelIndex());
  }
  return index;
}

/** Reads an object, or the items of a `List`, as kubectl does. What is no object at all is no rule's business. */
function unpack(object: JudgedObject, manifest: unknown, into: Subject[]): void {
  if (!isMap(manifest)) {
    return;
  }
  if (textOf(manifest.kind)?.endsWith('List') && Array.isArray(manifest.items)) {
    for (const item of mapsOf(manifest.items)) {
      unpack(object, item, into);
    }
    return;
  }
  if (textOf(manifest.kind)) {
    into.push(new Subject(manifest, object.path, into.length, object.cluster, object.placedOn));
  }
}

function byName(subjects: readonly Subject[]): Map<string | undefined, Map<string, Subject>> {
  const result = new Map<string | undefined, Map<string, Subject>>();
  for (const subject of subjects) {
    let names = result.get(subject.namespace);
    if (!names) {
      result.set(subject.namespace, names = new Map());
    }
    if (subject.name !== undefined && !names.has(subject.name)) {
      names.set(subject.name, subject);
    }
  }
  return result;
}

function push<V>(map: Map<string, V[]>, key: string, value: V): void {
  const list = map.get(key);
  if (list) {
    list.push(value);
  } else {
    map.set(key, [value]);
  }
}
