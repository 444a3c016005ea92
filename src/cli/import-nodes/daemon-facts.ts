import { Amounts } from '../../capacity/amounts';
import { podFootprint } from '../../capacity/pod-footprint';
import { PodTemplate } from '../../reading/pod-template';
import { Shape } from '../../reading/shape';
import { Subject } from '../../reading/subject';

/** A DaemonSet of the cluster, as far as it takes room on nodes. */
export interface DaemonFacts {
  /** With its namespace: `kube-system/kube-proxy`. */
  readonly name: string;
  readonly spec: Shape;
  /** What each of its pods asks for. */
  readonly requests: Amounts;
}

/** A DaemonSet as `kubectl` lists it. */
export function daemonOf(object: Shape): DaemonFacts {
  const subject = new Subject({ ...object, apiVersion: 'apps/v1', kind: 'DaemonSet' }, 'standard input', 0);
  const template = PodTemplate.of(subject)!;
  return { name: [subject.namespace, subject.name].filter((part) => part !== undefined).join('/'), spec: template.spec, requests: podFootprint(template).requests };
}
