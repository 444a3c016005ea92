import { Cases } from './case';
import { Cluster } from '../../../src/cluster/cluster';
import { KubernetesVersion } from '../../../src/cluster/kubernetes-version';
import { Severity } from '../../../src/manifest/finding';
import { container, deployment, Fields, object, service, template } from '../manifests';

const running = (version: string) => Cluster.of('prod', { version: KubernetesVersion.of(version) });
const cronJob = (apiVersion: string) => object(apiVersion, 'CronJob', 'nightly', { spec: { schedule: '0 0 * * *', jobTemplate: { spec: { template: template({ restartPolicy: 'Never' }) } } } });
const claim = (apiVersion: string, more: object = {}) => object(apiVersion, 'ResourceClaim', 'gpus', {
  spec: { devices: { requests: [{ name: 'gpu', exactly: { deviceClassName: 'gpu.nvidia.com', ...more } }] } },
});
const annotated = (annotations: object, pod: Fields = {}) => deployment({}, { template: { ...template(pod), metadata: { labels: { app: 'chat' }, annotations } } });
const ingress = (value: string) => object('networking.k8s.io/v1', 'Ingress', 'chat', { spec: { defaultBackend: { service: { name: 'chat', port: { number: 80 } } } } }, { annotations: { 'kubernetes.io/ingress.class': value } });
const volume = (source: object) => deployment({ volumes: [{ name: 'data', ...source }] });

/** What a version of Kubernetes knows. */
export const version: Cases = {
  broken: [
    {
      rule: 'ML-VER-001',
      name: 'an API that is gone',
      objects: [cronJob('batch/v1beta1')],
      cluster: running('1.36'),
      says: ["CronJob 'nightly' is of batch/v1beta1, which Kubernetes v1.36 does not serve (gone since v1.25); write batch/v1"],
    },
    {
      rule: 'ML-VER-001',
      name: 'an API that is gone from every version, whatever the cluster',
      objects: [object('autoscaling/v2beta2', 'HorizontalPodAutoscaler', 'chat'), object('policy/v1beta1', 'PodSecurityPolicy', 'old')],
      says: [
        "HorizontalPodAutoscaler 'chat' is of autoscaling/v2beta2, which Kubernetes v1.35 (assumed, no cluster is declared) does not serve (gone since v1.26); write autoscaling/v2",
        "PodSecurityPolicy 'old' is of policy/v1beta1, which Kubernetes v1.35 (assumed, no cluster is declared) does not serve (gone since v1.25); write labels pod-security.kubernetes.io/enforce on namespaces",
      ],
    },
    {
      rule: 'ML-VER-001',
      name: 'an API that is not there yet',
      objects: [object('admissionregistration.k8s.io/v1', 'MutatingAdmissionPolicy', 'defaults')],
      cluster: running('1.35'),
      says: ["MutatingAdmissionPolicy 'defaults' is of admissionregistration.k8s.io/v1, which Kubernetes v1.35 does not serve (there since v1.36); write admissionregistration.k8s.io/v1beta1, or upgrade the cluster"],
    },
    {
      rule: 'ML-VER-001',
      name: 'the same without a cluster: nobody knows',
      objects: [object('admissionregistration.k8s.io/v1', 'MutatingAdmissionPolicy', 'defaults')],
      severity: Severity.WARNING,
      says: ["MutatingAdmissionPolicy 'defaults' is of admissionregistration.k8s.io/v1, which Kubernetes v1.35 (assumed, no cluster is declared) does not serve (there since v1.36); write admissionregistration.k8s.io/v1beta1, or declare the cluster's version"],
    },
    {
      rule: 'ML-VER-001',
      name: 'fields of pods that came later, and one that has gone',
      objects: [
        deployment({ schedulingGroup: { podGroupName: 'a' } }),
        object('v1', 'Pod', 'solo', { spec: { workloadRef: {}, evictionResponders: [], containers: [container()] } }),
      ],
      cluster: running('1.35'),
      says: [
        "Deployment 'chat' has spec.schedulingGroup of its pods, which Kubernetes v1.35 does not know (there since v1.36); leave it out, or upgrade the cluster",
        "Pod 'solo' has spec.evictionResponders, which Kubernetes v1.35 does not know (there since v1.37); leave it out, or upgrade the cluster",
      ],
    },
    {
      rule: 'ML-VER-001',
      name: 'a field of one version only, in the next',
      objects: [deployment({ workloadRef: { name: 'a' } })],
      cluster: running('1.36'),
      says: ["Deployment 'chat' has spec.workloadRef of its pods, which Kubernetes v1.36 does not know (gone since v1.36); write spec.schedulingGroup"],
    },
    {
      rule: 'ML-VER-001',
      name: 'volumes whose drivers are gone, and a field of Services',
      objects: [volume({ rbd: { image: 'a' } }), service({ topologyKeys: ['kubernetes.io/hostname'] })],
      cluster: running('1.36'),
      says: [
        "Deployment 'chat' has spec.volumes[].rbd of its pods, which Kubernetes v1.36 does not know (gone since v1.31); write the RBD CSI driver",
        "Service 'chat' has spec.topologyKeys, which Kubernetes v1.36 does not know (gone since v1.22); write spec.trafficDistribution: PreferSameZone",
      ],
    },
    {
      rule: 'ML-VER-001',
      name: 'what an administrator may have turned on',
      objects: [
        claim('resource.k8s.io/v1', { tolerations: [{ operator: 'Exists' }] }),
        deployment({ containers: [container({ restartPolicyRules: [{ action: 'RestartAllContainers' }] })] }),
      ],
      cluster: running('1.35'),
      severity: Severity.WARNING,
      says: [
        "ResourceClaim 'gpus' has spec.devices.requests[].exactly.tolerations, which Kubernetes v1.35 leaves out unless its administrator turns it on (there since v1.36); leave it out, or upgrade the cluster",
        "Deployment 'chat' has spec.containers[].restartPolicyRules[].action: RestartAllContainers of its pods, which Kubernetes v1.35 leaves out unless its administrator turns it on (there since v1.36); leave it out, or upgrade the cluster",
      ],
    },
    {
      rule: 'ML-VER-002',
      name: 'fields of Services, one of them only in the newer version',
      objects: [service({ externalIPs: ['203.0.113.7'], trafficDistribution: 'PreferClose' })],
      cluster: running('1.36'),
      says: [
        "Service 'chat' has spec.externalIPs, which is deprecated since v1.36; write a load balancer or a Gateway",
        "Service 'chat' has spec.trafficDistribution: PreferClose, which is deprecated since v1.35; write PreferSameZone",
      ],
    },
    {
      rule: 'ML-VER-002',
      name: 'an API that will go',
      objects: [claim('resource.k8s.io/v1beta1'), object('v1', 'Endpoints', 'chat')],
      cluster: running('1.36'),
      says: [
        "ResourceClaim 'gpus' is of resource.k8s.io/v1beta1, which is deprecated since v1.35 and gone from v1.38 on; write resource.k8s.io/v1",
        "Endpoints 'chat' is of v1, which is deprecated since v1.33; write EndpointSlice of discovery.k8s.io/v1",
      ],
    },
    {
      rule: 'ML-VER-002',
      name: 'annotations that are read no more, or will not be',
      objects: [
        annotated({ 'seccomp.security.alpha.kubernetes.io/pod': 'runtime/default', 'container.apparmor.security.beta.kubernetes.io/server': 'runtime/default' }, { securityContext: {} }),
        ingress('nginx'),
        object('v1', 'PersistentVolumeClaim', 'models', { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } }, { annotations: { 'volume.beta.kubernetes.io/storage-class': 'fast' } }),
      ],
      says: [
        "Deployment 'chat' has annotation seccomp.security.alpha.kubernetes.io/pod on its pods, which is read no more since v1.27; write securityContext.seccompProfile",
        "Deployment 'chat' has annotation container.apparmor.security.beta.kubernetes.io/server on its pods, which is deprecated since v1.30; write securityContext.appArmorProfile",
        "Ingress 'chat' has annotation kubernetes.io/ingress.class, which is deprecated since v1.18; write spec.ingressClassName",
        "PersistentVolumeClaim 'models' has annotation volume.beta.kubernetes.io/storage-class, which is deprecated since v1.8; write spec.storageClassName",
      ],
    },
    {
      rule: 'ML-VER-002',
      name: 'old labels of nodes, wherever pods are placed by them',
      objects: [deployment({
        serviceAccount: 'chat',
        nodeSelector: { 'beta.kubernetes.io/os': 'linux' },
        affinity: {
          nodeAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'node-role.kubernetes.io/master', operator: 'Exists' }] }] },
            preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, preference: { matchExpressions: [{ key: 'beta.kubernetes.io/arch', operator: 'Exists' }] } }],
          },
          podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'failure-domain.beta.kubernetes.io/zone', labelSelector: {} }] },
        },
        topologySpreadConstraints: [{ topologyKey: 'failure-domain.beta.kubernetes.io/region', maxSkew: 1, whenUnsatisfiable: 'ScheduleAnyway', labelSelector: { matchLabels: { app: 'chat' } } }],
      })],
      says: [
        "Deployment 'chat' has spec.serviceAccount of its pods, which is deprecated since v1.1; write spec.serviceAccountName",
        "Deployment 'chat' places its pods by label beta.kubernetes.io/os, which is deprecated since v1.14; write kubernetes.io/os",
        "Deployment 'chat' places its pods by label node-role.kubernetes.io/master, which is deprecated since v1.20; write node-role.kubernetes.io/control-plane",
        "Deployment 'chat' places its pods by label beta.kubernetes.io/arch, which is deprecated since v1.14; write kubernetes.io/arch",
        "Deployment 'chat' places its pods by label failure-domain.beta.kubernetes.io/zone, which is deprecated since v1.17; write topology.kubernetes.io/zone",
        "Deployment 'chat' places its pods by label failure-domain.beta.kubernetes.io/region, which is deprecated since v1.17; write topology.kubernetes.io/region",
      ],
    },
  ],
  nearMisses: [
    { rule: 'ML-VER-001', name: 'the same APIs where they are served', objects: [cronJob('batch/v1'), object('admissionregistration.k8s.io/v1', 'MutatingAdmissionPolicy', 'defaults')], cluster: running('1.36') },
    { rule: 'ML-VER-001', name: 'the same fields where they are known', objects: [deployment({ schedulingGroup: {} }), claim('resource.k8s.io/v1', { tolerations: [] })], cluster: running('1.36') },
    { rule: 'ML-VER-001', name: 'the field of one version, in that version', objects: [deployment({ workloadRef: {} })], cluster: running('1.35') },
    { rule: 'ML-VER-001', name: "somebody else's API of the same name", objects: [object('serving.knative.dev/v1beta1', 'CronJob', 'a'), object('batch/v1beta1', 'Sparkle', 'b')] },
    { rule: 'ML-VER-001', name: 'an image as a volume, which v1.35 mounts', objects: [volume({ image: { reference: 'a:1' } })], cluster: running('1.35') },
    { rule: 'ML-VER-001', name: 'fields that are empty, or of another shape', objects: [deployment({ schedulingGroup: null, volumes: [null, 'rbd', { name: 'a', rbd: null }], containers: 'none' })], cluster: running('1.35') },
    { rule: 'ML-VER-002', name: 'external addresses before they were deprecated', objects: [service({ externalIPs: ['203.0.113.7'] })], cluster: running('1.35') },
    { rule: 'ML-VER-002', name: 'what is gone already, which is an error', objects: [cronJob('batch/v1beta1')] },
    { rule: 'ML-VER-002', name: 'annotations beside the fields that took their place', objects: [annotated({ 'seccomp.security.alpha.kubernetes.io/pod': 'runtime/default', 'prometheus.io/scrape': 'true' })] },
    { rule: 'ML-VER-002', name: "the class of GKE's own Ingresses, which have no other way", objects: [ingress('gce')] },
    { rule: 'ML-VER-002', name: 'the old name beside the new one, as a server hands it out', objects: [deployment({ serviceAccount: 'chat', serviceAccountName: 'chat' })] },
    { rule: 'ML-VER-002', name: 'labels of today', objects: [deployment({ nodeSelector: { 'kubernetes.io/os': 'linux' } })] },
  ],
};
