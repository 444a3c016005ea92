import { Cases } from './case';
import { Cluster } from '../../../src/cluster/cluster';
import { AccessMode } from '../../../src/cluster/storage-class';
import { container, deployment, Fields, object, statefulSet } from '../manifests';

const bare = Cluster.of('prod');
const prod = Cluster.of('prod', {
  monitorLabels: { release: 'prometheus' },
  gateways: [{ name: 'internal', namespace: 'gateways' }],
  storageClasses: [
    { name: 'fast', accessModes: [AccessMode.READ_WRITE_ONCE], isDefault: true },
    { name: 'shared', accessModes: [AccessMode.READ_WRITE_ONCE, AccessMode.READ_WRITE_MANY] },
  ],
});
const noDefault = Cluster.of('prod', { storageClasses: [{ name: 'any' }] });
const monitor = (labels: Fields, kind = 'PodMonitor') => object('monitoring.coreos.com/v1', kind, 'chat', { spec: {} }, { labels });
const route = (ref: object, kind = 'HTTPRoute') => object('gateway.networking.k8s.io/v1', kind, 'chat', { spec: { parentRefs: [ref] } });
const claimSpec = (fields: Fields) => ({ accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, ...fields });
const claim = (fields: Fields) => object('v1', 'PersistentVolumeClaim', 'models', { spec: claimSpec(fields) });
const ephemeral = (fields: Fields) => deployment({ volumes: [{ name: 'cache', ephemeral: { volumeClaimTemplate: { spec: claimSpec(fields) } } }], containers: [container()] });

/** What a cluster has besides nodes. */
export const facts: Cases = {
  broken: [
    {
      rule: 'ML-NET-009',
      name: 'a monitor that Prometheus passes over',
      objects: [monitor({ team: 'nlp' })],
      cluster: prod,
      says: ["PodMonitor 'chat' lacks label release=prometheus, by which the Prometheus of cluster 'prod' selects monitors; add it"],
    },
    {
      rule: 'ML-NET-009',
      name: 'one with another value, where several count',
      objects: [monitor({ release: 'grafana' }, 'ServiceMonitor')],
      cluster: Cluster.of('prod', { monitorLabels: { release: 'prometheus', tier: 'ml' } }),
      says: ["ServiceMonitor 'chat' lacks labels release=prometheus, tier=ml, by which the Prometheus of cluster 'prod' selects monitors; add them"],
    },
    {
      rule: 'ML-NET-009',
      name: 'a cluster that does not say how monitors are selected',
      objects: [monitor({})],
      cluster: bare,
      says: ["PodMonitor 'chat' is found by a Prometheus that selects it, and cluster 'prod' does not say by which labels; declare its monitorLabels ({} if it takes every monitor)"],
    },
    {
      rule: 'ML-NET-009',
      name: 'alerts that Prometheus passes over, for it selects rules by another label than monitors',
      objects: [monitor({ release: 'prometheus' }, 'PrometheusRule'), monitor({ release: 'prometheus' })],
      cluster: Cluster.of('prod', { monitorLabels: { release: 'prometheus' }, ruleLabels: { role: 'alert-rules' } }),
      says: ["PrometheusRule 'chat' lacks label role=alert-rules, by which the Prometheus of cluster 'prod' selects alerting rules; add it"],
    },
    {
      rule: 'ML-NET-009',
      name: 'a cluster that does not say how alerts are selected',
      objects: [monitor({}, 'PrometheusRule')],
      cluster: bare,
      says: ["PrometheusRule 'chat' is found by a Prometheus that selects it, and cluster 'prod' does not say by which labels; declare its ruleLabels ({} if it takes every rule)"],
    },
    {
      rule: 'ML-REF-006',
      name: 'a Gateway that the cluster does not have',
      objects: [route({ name: 'public', namespace: 'gateways' }), route({ name: 'internal' }, 'GRPCRoute')],
      cluster: prod,
      says: [
        "HTTPRoute 'chat' names Gateway 'public' of namespace 'gateways', which cluster 'prod' does not have (it has gateways/internal); mend the name, or add it to the cluster's gateways",
        "GRPCRoute 'chat' names Gateway 'internal' of namespace 'team-a', which cluster 'prod' does not have (it has gateways/internal); mend the name, or add it to the cluster's gateways",
      ],
    },
    {
      rule: 'ML-REF-006',
      name: 'a cluster that does not say which Gateways it has',
      objects: [route({ name: 'public', namespace: 'gateways' })],
      cluster: bare,
      says: ["HTTPRoute 'chat' names Gateway 'public' of namespace 'gateways', and cluster 'prod' does not say which Gateways it has; declare its gateways"],
    },
    {
      rule: 'ML-REF-007',
      name: 'a class that the cluster does not have',
      objects: [claim({ storageClassName: 'nfs' })],
      cluster: prod,
      says: ["PersistentVolumeClaim 'models' asks for storage class 'nfs', which cluster 'prod' does not have (it has fast, shared); mend the name, or add it to the cluster's storageClasses"],
    },
    {
      rule: 'ML-REF-007',
      name: 'an access mode that the class does not have: of a claim, of a template, of a volume',
      objects: [
        claim({ accessModes: ['ReadWriteMany'] }),
        statefulSet({ volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: claimSpec({ storageClassName: 'fast', accessModes: ['ReadWriteMany'] }) }] }),
        ephemeral({ storageClassName: 'shared', accessModes: ['ReadOnlyMany'] }),
      ],
      cluster: prod,
      says: [
        "PersistentVolumeClaim 'models' asks for ReadWriteMany of storage class 'fast', which has ReadWriteOnce; choose shared, which can do that",
        "claim 'data' of StatefulSet 'store' asks for ReadWriteMany of storage class 'fast', which has ReadWriteOnce; choose shared, which can do that",
        "volume 'cache' of Deployment 'chat' asks for ReadOnlyMany of storage class 'shared', which has ReadWriteOnce, ReadWriteMany; choose another mode, or another class",
      ],
    },
    {
      rule: 'ML-REF-007',
      name: 'no class where none is the default',
      objects: [claim({})],
      cluster: noDefault,
      says: ["PersistentVolumeClaim 'models' asks for no storage class, and none of cluster 'prod' is the default (it has any); name a class"],
    },
  ],
  nearMisses: [
    { rule: 'ML-NET-009', name: 'a monitor with the label, and more', objects: [monitor({ release: 'prometheus', team: 'nlp' })], cluster: prod },
    { rule: 'ML-NET-009', name: 'a Prometheus that takes every monitor', objects: [monitor({})], cluster: Cluster.of('prod', { monitorLabels: {} }) },
    { rule: 'ML-NET-009', name: 'alerts with the label by which the cluster selects monitors', objects: [monitor({ release: 'prometheus' }, 'PrometheusRule')], cluster: prod },
    { rule: 'ML-NET-009', name: 'a monitor for nobody knows which cluster', objects: [monitor({})] },
    { rule: 'ML-REF-006', name: 'a Gateway of the cluster', objects: [route({ name: 'internal', namespace: 'gateways', sectionName: 'https' })], cluster: prod },
    {
      rule: 'ML-REF-006',
      name: 'a Gateway that is made here, or declared',
      objects: [route({ name: 'mine' }), object('gateway.networking.k8s.io/v1', 'Gateway', 'mine'), route({ name: 'theirs', namespace: 'other' }, 'GRPCRoute')],
      externals: [{ kind: 'Gateway', name: 'theirs', namespace: 'other' }],
      cluster: prod,
    },
    { rule: 'ML-REF-006', name: 'a route of a mesh, whose parent is a Service', objects: [route({ name: 'chat', kind: 'Service', group: '' })], cluster: prod },
    { rule: 'ML-REF-006', name: 'a route for nobody knows which cluster', objects: [route({ name: 'public' })] },
    { rule: 'ML-REF-007', name: 'classes that the cluster has, and what they can do', objects: [claim({ storageClassName: 'shared', accessModes: ['ReadWriteMany'] }), ephemeral({})], cluster: prod },
    { rule: 'ML-REF-007', name: 'a class of which the modes are not known', objects: [claim({ storageClassName: 'any', accessModes: ['ReadWriteMany'] })], cluster: noDefault },
    { rule: 'ML-REF-007', name: 'a class that is made here, or declared', objects: [object('storage.k8s.io/v1', 'StorageClass', 'nfs', {}, { namespace: undefined }), claim({ storageClassName: 'nfs' })], cluster: prod },
    { rule: 'ML-REF-007', name: 'a volume that is there already', objects: [claim({ storageClassName: 'nfs', volumeName: 'models' }), claim({ storageClassName: '' })], cluster: prod },
    { rule: 'ML-REF-007', name: 'a cluster that does not say which classes it has', objects: [claim({ storageClassName: 'nfs' })], cluster: bare },
  ],
};
