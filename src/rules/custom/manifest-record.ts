import { ManifestNode } from './manifest-node';
import { PodTemplate } from '../../reading/pod-template';
import { mapOf, Shape, textOf } from '../../reading/shape';
import { Subject } from '../../reading/subject';

/** One object under judgement, as a rule of your own sees it: the manifest as it will be applied. */
export class ManifestRecord {
  /** @internal */
  public static _of(subject: Subject, template: PodTemplate | undefined): ManifestRecord {
    return new ManifestRecord(subject, template);
  }

  /** `apps/v1`; empty if it has none. */
  public readonly apiVersion: string;
  /** `Deployment` */
  public readonly kind: string;
  /** Its name; empty where the API server makes it up (`generateName`). */
  public readonly name: string;
  /** Its namespace, if it says one. */
  public readonly namespace?: string;
  /** The path of the construct that made it; the file and line where there is no construct. */
  public readonly path: string;

  private constructor(private readonly subject: Subject, private readonly template: PodTemplate | undefined) {
    this.apiVersion = textOf(subject.manifest.apiVersion) ?? '';
    this.kind = textOf(subject.manifest.kind) ?? '';
    this.name = subject.name ?? '';
    this.namespace = subject.namespace;
    this.path = subject.path;
  }

  /** Its labels. A copy; what is no text is left out. */
  public get labels(): { [key: string]: string } {
    return textsIn(this.subject.metadata.labels);
  }

  /** Its annotations. A copy; what is no text is left out. */
  public get annotations(): { [key: string]: string } {
    return textsIn(this.subject.metadata.annotations);
  }

  /** The whole of it. */
  public get root(): ManifestNode {
    return ManifestNode._of(this.subject.manifest);
  }

  /** The spec of the pods that it makes, if it makes any: of a Pod, a Deployment, a CronJob and so on. */
  public get podSpec(): ManifestNode | undefined {
    return this.template && ManifestNode._of(this.template.spec);
  }

  /** The containers of the pods that it makes, init containers first; none if it makes no pods. */
  public get containers(): ManifestNode[] {
    return (this.template?.all ?? []).map(({ shape }) => ManifestNode._of(shape));
  }

  /** @internal */
  public get _subject(): Subject {
    return this.subject;
  }
}

function textsIn(value: unknown): { [key: string]: string } {
  const map: Shape = mapOf(value);
  return Object.fromEntries(Object.entries(map).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}
