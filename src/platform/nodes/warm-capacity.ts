import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { freeIdInChart } from '../free-id';
import { metadataAt, namespaceAt, scopeOf } from '../scope';
import { WarmCapacityProps } from './warm-capacity-props';
import { checkWhole } from '../../border/amounts';
import { checkKinds } from '../../border/check-kinds';
import { checkImage } from '../../border/image';
import { checkName, checkPriorityClass } from '../../border/names';
import { Problems } from '../../border/problems';
import { clusterWideObject } from '../../manifest/cluster-wide-object';
import { ManifestObject } from '../../manifest/manifest-object';
import { present } from '../../manifest/present';
import { SAFE_TO_EVICT } from '../../pod/placement/eviction';
import { PodRoom } from '../../pod/placement/pod-room';
import { containerSecurity, NON_ROOT, podSecurity } from '../../pod/security';
import { SELECTOR_LABEL, workloadLabels } from '../../pod/workload-labels';

/**
 * The lowest priority for which the cluster autoscaler still adds nodes: below it pods are expendable (`--expendable-pods-priority-cutoff`).
 * @see https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/FAQ.md#how-does-cluster-autoscaler-work-with-pod-priority-and-preemption
 */
const PRIORITY = -10;
const IMAGE = 'registry.k8s.io/pause:3.10.1';

/**
 * Room on nodes that stands ready: pods that do nothing, as large as those of a workload and on the same nodes, of the lowest priority. A pod of the
 * workload that finds no other room takes the place of one at once, and the node autoscaler makes a new node for what was put out, not for what serves.
 *
 * Not for devices of a DRA driver: the scheduler (1.36) frees none of them by putting pods out.
 *
 * The placeholders count against the quota of their namespace like any pod, so that the quota has to hold both; or put them into a namespace of their own.
 *
 * @see https://kubernetes.io/docs/tasks/administer-cluster/node-overprovisioning/
 * @example
 * new WarmCapacity(team, 'chat-warm', { workload: chat, replicas: 1 });
 */
export class WarmCapacity extends Construct {
  /** Its name. */
  public readonly name: string;
  /** The Deployment of the placeholders. */
  public readonly deployment: ApiObject;
  /** The PriorityClass, unless one that exists was named. */
  public readonly priorityClass?: ApiObject;

  /** @throws with every violation at once if a property is wrong */
  constructor(scope: Construct, id: string, props: WarmCapacityProps) {
    super(scope, freeIdInChart(scope, id));
    checkKinds(this.node.path, 'WarmCapacityProps', props, new.target !== WarmCapacity);
    this.name = props.name ?? id;
    const { cluster, labels } = scopeOf(this);
    const room = props.workload.podRoom._in(cluster);
    this.check(props, room);
    const own = workloadLabels({ name: this.name, component: 'warm-capacity', scopeLabels: labels });
    const namespace = namespaceAt(this);
    const priorityClassName = props.priorityClassName ?? (namespace === undefined ? this.name : `${namespace}-${this.name}`);
    this.priorityClass = props.priorityClassName === undefined ? this.makePriorityClass(priorityClassName, own) : undefined;
    this.deployment = this.makeDeployment(props, room, own, priorityClassName);
  }

  private check(props: WarmCapacityProps, room: PodRoom): void {
    const problems = new Problems(this.node.path);
    checkName(problems, props.name === undefined ? 'id' : 'name', this.name);
    checkWhole(problems, 'replicas', props.replicas, 1, undefined, 'say for how many pods there shall be room');
    checkPriorityClass(problems, 'priorityClassName', props.priorityClassName);
    checkImage(problems, 'image', props.image ?? IMAGE);
    room._check(problems, 'workload');
    if (room._claim) {
      problems.say(`'workload' claims devices of a DRA driver (${room._claim.deviceClass}), and the scheduler puts no pod out for the sake of devices, so that a placeholder would keep them from `
        + 'the workload for ever; start more of its pods instead (scaling.min), or let a device plugin offer them');
    }
    problems.throw();
  }

  private makePriorityClass(name: string, labels: { readonly [key: string]: string }): ApiObject {
    return clusterWideObject(this, 'PriorityClass', {
      apiVersion: 'scheduling.k8s.io/v1',
      description: `Room that is kept warm by '${this.name}': the first pods to go, for whom no other has to.`,
      globalDefault: false,
      kind: 'PriorityClass',
      metadata: { labels, name },
      preemptionPolicy: 'Never',
      value: PRIORITY,
    });
  }

  private makeDeployment({ image = IMAGE, replicas }: WarmCapacityProps, room: PodRoom, labels: { readonly [key: string]: string }, priorityClassName: string): ApiObject {
    const selector = { [SELECTOR_LABEL]: this.name };
    const metadata = metadataAt(this, { name: this.name, labels });
    return new ManifestObject(this, 'Resource', {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata,
      spec: {
        replicas,
        revisionHistoryLimit: 1,
        selector: { matchLabels: selector },
        // no room beside its own is needed for another size
        strategy: { type: 'Recreate' },
        template: {
          metadata: { annotations: { ...metadata.annotations, ...SAFE_TO_EVICT }, labels },
          spec: present({
            ...room._nodes,
            automountServiceAccountToken: false,
            containers: [{ image, name: 'pause', resources: room._resources, securityContext: containerSecurity(true) }],
            enableServiceLinks: false,
            imagePullSecrets: scopeOf(this).imagePullSecrets?.map((name) => ({ name })),
            priorityClassName,
            securityContext: podSecurity(NON_ROOT, NON_ROOT),
            terminationGracePeriodSeconds: 0,
          }),
        },
      },
    });
  }
}
