import { ApiObject, Size } from 'cdk8s';
import { Construct } from 'constructs';
import type { Volume, VolumeMount } from 'kubernetes-types/core/v1';
import { freeIdInChart } from '../free-id';
import { ImagePrePullProps } from './image-pre-pull-props';
import { checkWhole } from '../../border/amounts';
import { checkKinds } from '../../border/check-kinds';
import { Cpu } from '../../border/cpu';
import { checkImage } from '../../border/image';
import { checkName, checkPriorityClass } from '../../border/names';
import { Problems } from '../../border/problems';
import { ManifestObject } from '../../manifest/manifest-object';
import { present } from '../../manifest/present';
import { networkPolicyManifest } from '../../pod/network/network-rules';
import { Placement } from '../../pod/placement/placement';
import { Resources } from '../../pod/resources/resources';
import { containerSecurity, NON_ROOT, podSecurity } from '../../pod/security';
import { SELECTOR_LABEL, workloadLabels } from '../../pod/workload-labels';
import { declarePlacement, metadataAt, scopeOf } from '../scope';

const PAUSE = 'registry.k8s.io/pause:3.10.1';
/** What a program that sleeps takes. */
const LITTLE = Resources.guaranteed({ cpu: Cpu.millis(10), memory: Size.mebibytes(16) });

/**
 * Images that are on the nodes before somebody needs them: one pod on each node of the given pools, which mounts each image as a volume and sleeps. What a
 * pod mounts, the kubelet pulls, and keeps for as long as the pod is there. Nothing of the image runs, so it needs neither shell nor user.
 *
 * - It does nothing for a node that does not exist yet. There the workload's pod and this one come at the same time and wait for the same pull. What helps
 *   there is in the node's own disk or in how it reads images: secondary boot disks and image streaming of GKE, snapshots of Bottlerocket's data volume,
 *   artifact streaming of AKS; or a node that waits with its images (`WarmCapacity`).
 * - All nodes that are there pull when the DaemonSet is made. `maxUnavailable` holds back changes of the list only.
 * - A change of the list takes away the pod that keeps the old images; they stay on a node until it needs their room.
 * - Nodes need a runtime that mounts images: containerd 2.1 or CRI-O 1.31. On an older one its pods wait with an error, and the workloads pull for themselves.
 * - Image volumes are part of every Kubernetes from 1.35 on. What other programs do instead asks something of the image: an init container of each with a shell
 *   (JupyterHub), or with a program copied into it (kube-fledged).
 *
 * @see https://kubernetes.io/docs/tasks/configure-pod-container/image-volumes/
 * @see https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/kubelet/kuberuntime/kuberuntime_manager.go (`getImageVolumes`)
 * @see https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/kubelet/images/image_gc_manager.go (`handleImageVolumes`)
 * @see https://github.com/jupyterhub/zero-to-jupyterhub-k8s/blob/main/jupyterhub/templates/image-puller/_helpers-daemonset.tpl
 * @example
 * new ImagePrePull(team, 'images', { images: ['registry.example.com/chat:v1.4.0'], pools: [cluster.pool('l4-spot')] });
 */
export class ImagePrePull extends Construct {
  /** Its name. */
  public readonly name: string;
  /** The DaemonSet. */
  public readonly daemonSet: ApiObject;
  /** The NetworkPolicy: nothing in, nothing out. It is the kubelet who pulls. */
  public readonly networkPolicy: ApiObject;

  /** @throws with every violation at once if a property is wrong */
  constructor(scope: Construct, id: string, props: ImagePrePullProps) {
    super(scope, freeIdInChart(scope, id));
    checkKinds(this.node.path, 'ImagePrePullProps', props, new.target !== ImagePrePull);
    this.name = props.name ?? id;
    const facts = scopeOf(this);
    const { cluster, labels: scopeLabels } = facts;
    const placement = Placement.of({ pools: props.pools })._in(cluster);
    declarePlacement(this, placement, facts);
    this.check(props, placement);
    const labels = workloadLabels({ name: this.name, component: 'image-pre-pull', scopeLabels });
    this.daemonSet = this.makeDaemonSet(props, placement, labels);
    this.networkPolicy = new ManifestObject(this, 'NetworkPolicy', networkPolicyManifest(metadataAt(this, { name: this.name, labels }), { [SELECTOR_LABEL]: this.name }, { ingress: [], egress: [] }));
  }

  private check({ name, images, image = PAUSE, maxUnavailable, priorityClassName }: ImagePrePullProps, { pools }: Placement): void {
    const problems = new Problems(this.node.path);
    checkName(problems, name === undefined ? 'id' : 'name', this.name);
    if (images.length === 0) {
      problems.add('images', 'at least one image', images, 'name what shall be on the nodes');
    }
    for (const [i, one] of images.entries()) {
      checkImage(problems, `images[${i}]`, one);
      if (images.indexOf(one) < i) {
        problems.say(`'images' names ${JSON.stringify(one)} twice; leave it out once`);
      }
    }
    if (pools.length === 0) {
      problems.add('pools', 'at least one node pool', pools, 'name the pools whose nodes shall have the images');
    }
    for (const { name: pool } of pools.filter(({ labels }) => Object.keys(labels).length === 0)) {
      problems.say(`'pools' names '${pool}', which has no labels to be selected by; declare its labels`);
    }
    checkWhole(problems, 'maxUnavailable', maxUnavailable, 1, undefined, 'say on how many nodes at once a changed list may be pulled');
    checkPriorityClass(problems, 'priorityClassName', priorityClassName);
    checkImage(problems, 'image', image);
    problems.throw();
  }

  private makeDaemonSet(props: ImagePrePullProps, placement: Placement, labels: { readonly [key: string]: string }): ApiObject {
    const scope = scopeOf(this);
    const metadata = metadataAt(this, { name: this.name, labels });
    const required = placement._nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
    return new ManifestObject(this, 'Resource', {
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      metadata,
      spec: {
        revisionHistoryLimit: 1,
        selector: { matchLabels: { [SELECTOR_LABEL]: this.name } },
        template: {
          metadata: present({ annotations: metadata.annotations, labels }),
          spec: present({
            affinity: required && { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: required } },
            automountServiceAccountToken: false,
            containers: [{
              image: props.image ?? PAUSE,
              name: 'pause',
              resources: LITTLE._render(0, {}),
              securityContext: containerSecurity(true),
              // one that no container mounts is pulled too, but when that fails nobody hears of it, and nothing keeps it from the garbage collection of the node
              volumeMounts: props.images.map((_, i): VolumeMount => ({ mountPath: `/images/${i + 1}`, name: `image-${i + 1}`, readOnly: true })),
            }],
            enableServiceLinks: false,
            imagePullSecrets: scope.imagePullSecrets?.map((name) => ({ name })),
            nodeSelector: placement._nodeSelector,
            priorityClassName: props.priorityClassName ?? scope.priorityClassName,
            securityContext: podSecurity(NON_ROOT, NON_ROOT),
            terminationGracePeriodSeconds: 0,
            tolerations: placement._tolerations,
            volumes: props.images.map((reference, i) => ({ image: { pullPolicy: 'IfNotPresent', reference }, name: `image-${i + 1}` }) as Volume),
          }),
        },
        updateStrategy: { rollingUpdate: { maxUnavailable: props.maxUnavailable ?? '10%' }, type: 'RollingUpdate' },
      },
    });
  }
}
