import { Cases } from './case';
import { Severity } from '../../../src/manifest/finding';
import { Fields, claim, config, container, deployment, object, service, statefulSet, withContainer } from '../manifests';

const fromKey = (kind: string, name: string, key: string, optional?: boolean): Fields => ({ name: 'MODEL_VERSION', valueFrom: { [kind]: { name, key, optional } } });
const ingress = (spec: Fields, metadata: Fields = {}): any => object('networking.k8s.io/v1', 'Ingress', 'chat', { spec }, metadata);
const path = (name: string, port: Fields): Fields => ({ rules: [{ http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name, port } } }] } }] });
const route = (ref: Fields): any => object('gateway.networking.k8s.io/v1', 'HTTPRoute', 'chat', { spec: { rules: [{ backendRefs: [ref] }] } });

/** Who needs what. */
export const reference: Cases = {
  broken: [
    {
      rule: 'ML-REF-001',
      name: 'one that is made without a namespace',
      objects: [{ ...config(), metadata: { name: 'ml-config' } }, withContainer({ envFrom: [{ configMapRef: { name: 'ml-config' } }] })],
      severity: Severity.WARNING,
      says: [
        "envFrom of container 'server' of Deployment 'chat' refers to ConfigMap 'ml-config', which is made by app/0 without a namespace; give it metadata: { namespace: 'team-a' }",
      ],
    },
    {
      rule: 'ML-REF-001',
      name: 'one of another namespace',
      objects: [config({}, { namespace: 'team-b' }), withContainer({ envFrom: [{ configMapRef: { name: 'ml-config' } }] })],
      severity: Severity.WARNING,
      says: [
        "envFrom of container 'server' of Deployment 'chat' refers to ConfigMap 'ml-config', which is made by app/0 in namespace 'team-b'; give it metadata: { namespace: 'team-a' }",
      ],
    },
    {
      rule: 'ML-REF-001',
      name: 'a key that is not there',
      objects: [config(), withContainer({ env: [fromKey('configMapKeyRef', 'ml-config', 'model_version')] })],
      says: [
        "env MODEL_VERSION of container 'server' of Deployment 'chat' takes key 'model_version' of ConfigMap 'ml-config', which has model-version, timeout; mend the key (is it 'model-version'?) or add it",
      ],
    },
    {
      rule: 'ML-REF-001',
      name: 'a ConfigMap that is not there, twice',
      objects: [config(), withContainer({ env: [fromKey('configMapKeyRef', 'ml-confg', 'a')], envFrom: [{ configMapRef: { name: 'ml-confg' } }] })],
      severity: Severity.WARNING,
      says: [
        "envFrom of container 'server' of Deployment 'chat' refers to ConfigMap 'ml-confg', which is not among the manifests of namespace 'team-a'; mend the name (is it 'ml-config'?), make it, or declare it with External.declare",
      ],
    },
    {
      rule: 'ML-REF-001',
      name: 'items of a volume, and of a projected one',
      objects: [config(), deployment({ volumes: [{ name: 'a', configMap: { name: 'ml-config', items: [{ key: 'x', path: 'x' }] } }, { name: 'b', projected: { sources: [{ configMap: { name: 'ml-config', items: [{ key: 'y', path: 'y' }] } }] } }] })],
      says: [
        "volume 'a' of Deployment 'chat' takes key 'x' of ConfigMap 'ml-config', which has model-version, timeout; mend the key or add it",
        "volume 'b' of Deployment 'chat' takes key 'y' of ConfigMap 'ml-config', which has model-version, timeout; mend the key or add it",
      ],
    },
    {
      rule: 'ML-REF-001',
      name: 'a key that a declared ConfigMap does not have',
      externals: [{ kind: 'ConfigMap', name: 'platform', keys: ['region'] }],
      objects: [withContainer({ env: [fromKey('configMapKeyRef', 'platform', 'zone')] })],
      says: [
        "env MODEL_VERSION of container 'server' of Deployment 'chat' takes key 'zone' of ConfigMap 'platform', which has region; mend the key or add it",
      ],
    },
    {
      rule: 'ML-REF-002',
      name: 'a Secret for env, for images, for a volume, for an Ingress',
      objects: [deployment({ containers: [container({ env: [fromKey('secretKeyRef', 'token', 'a')] })], imagePullSecrets: [{ name: 'pull' }], volumes: [{ name: 'tls', secret: { secretName: 'tls' } }] }), ingress({ defaultBackend: { service: { name: 'chat', port: { number: 80 } } }, tls: [{ secretName: 'web' }] })],
      severity: Severity.WARNING,
      says: [
        "imagePullSecrets of Deployment 'chat' refers to Secret 'pull', which is not among the manifests of namespace 'team-a'; mend the name, make it, or declare it with External.declare",
        "volume 'tls' of Deployment 'chat' refers to Secret 'tls', which is not among the manifests of namespace 'team-a'; mend the name, make it, or declare it with External.declare",
        "env MODEL_VERSION of container 'server' of Deployment 'chat' refers to Secret 'token', which is not among the manifests of namespace 'team-a'; mend the name, make it, or declare it with External.declare",
        "tls of Ingress 'chat' refers to Secret 'web', which is not among the manifests of namespace 'team-a'; mend the name, make it, or declare it with External.declare",
      ],
    },
    {
      rule: 'ML-REF-002',
      name: 'a key that the Secret does not have',
      objects: [object('v1', 'Secret', 'token', { stringData: { token: 'x' } }), withContainer({ env: [fromKey('secretKeyRef', 'token', 'tokn')] })],
      says: [
        "env MODEL_VERSION of container 'server' of Deployment 'chat' takes key 'tokn' of Secret 'token', which has token; mend the key (is it 'token'?) or add it",
      ],
    },
    {
      rule: 'ML-REF-003',
      name: 'an account that is not there',
      objects: [object('v1', 'ServiceAccount', 'chat'), deployment({ serviceAccountName: 'chta' })],
      says: [
        "serviceAccountName of Deployment 'chat' refers to ServiceAccount 'chta', which is not among the manifests of namespace 'team-a'; mend the name (is it 'chat'?), make it, or declare it with External.declare",
      ],
    },
    {
      rule: 'ML-REF-004',
      name: 'a claim that is not there',
      objects: [deployment({ volumes: [{ name: 'models', persistentVolumeClaim: { claimName: 'models' } }] })],
      says: [
        "volume 'models' of Deployment 'chat' refers to PersistentVolumeClaim 'models', which is not among the manifests of namespace 'team-a'; mend the name, make it, or declare it with External.declare",
      ],
    },
    {
      rule: 'ML-REF-004',
      name: 'a template of claims for devices, and such a claim, that are not there',
      objects: [object('resource.k8s.io/v1', 'ResourceClaimTemplate', 'cards', { spec: { spec: {} } }), deployment({ resourceClaims: [{ name: 'gpu', resourceClaimTemplateName: 'card' }, { name: 'net', resourceClaimName: 'nic' }] })],
      says: [
        "resourceClaims 'net' of Deployment 'chat' refers to ResourceClaim 'nic', which is not among the manifests of namespace 'team-a'; mend the name, make it, or declare it with External.declare",
        "resourceClaims 'gpu' of Deployment 'chat' refers to ResourceClaimTemplate 'card', which is not among the manifests of namespace 'team-a'; mend the name (is it 'cards'?), make it, or declare it with External.declare",
      ],
    },
    {
      rule: 'ML-REF-005',
      name: 'a port that the Service does not have',
      objects: [service(), route({ name: 'chat', port: 8080 })],
      says: [
        "HTTPRoute 'chat' sends requests to port 8080 of Service 'chat', which has 80; mend the port",
      ],
    },
    {
      rule: 'ML-REF-005',
      name: 'the same of an Ingress, by name',
      objects: [service(), ingress(path('chat', { name: 'web' }))],
      says: [
        "Ingress 'chat' sends requests to port web of Service 'chat', which has http; mend the port",
      ],
    },
    {
      rule: 'ML-REF-005',
      name: 'Services that are not there',
      objects: [service(), ingress(path('chta', { number: 80 })), route({ name: 'other', port: 80 })],
      severity: Severity.WARNING,
      says: [
        "Ingress 'chat' refers to Service 'chta', which is not among the manifests of namespace 'team-a'; mend the name (is it 'chat'?), make it, or declare it with External.declare",
        "HTTPRoute 'chat' refers to Service 'other', which is not among the manifests of namespace 'team-a'; mend the name, make it, or declare it with External.declare",
      ],
    },
  ],
  nearMisses: [
    { rule: 'ML-REF-001', name: 'keys that are there, optional ones, the certificate that every namespace has', objects: [config(), deployment({ containers: [container({ env: [fromKey('configMapKeyRef', 'ml-config', 'model-version'), { ...fromKey('configMapKeyRef', 'none', 'x', true), name: 'B' }], envFrom: [{ configMapRef: { name: 'none', optional: true } }] })], volumes: [{ name: 'ca', projected: { sources: [{ configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } }] } }] })] },
    { rule: 'ML-REF-001', name: 'a ConfigMap that is injected into, one that is declared', externals: [{ kind: 'ConfigMap', name: 'platform' }], objects: [config({ a: 'b' }, { annotations: { 'service.beta.openshift.io/inject-cabundle': 'true' } }), withContainer({ env: [fromKey('configMapKeyRef', 'ml-config', 'service-ca.crt'), { ...fromKey('configMapKeyRef', 'platform', 'region'), name: 'B' }] })] },
    { rule: 'ML-REF-002', name: 'Secrets that controllers make, a token of an account', externals: [{ kind: 'Secret', name: 'declared', namespace: 'team-a' }], objects: [object('external-secrets.io/v1', 'ExternalSecret', 'es', { spec: { target: { name: 'token' } } }), object('bitnami.com/v1alpha1', 'SealedSecret', 'pull', { spec: {} }), object('cert-manager.io/v1', 'Certificate', 'c', { spec: { secretName: 'tls' } }), object('v1', 'Secret', 'sa', { type: 'kubernetes.io/service-account-token' }, { annotations: { 'kubernetes.io/service-account.name': 'default' } }), deployment({ containers: [container({ env: [fromKey('secretKeyRef', 'token', 'a'), { ...fromKey('secretKeyRef', 'sa', 'token'), name: 'B' }, { ...fromKey('secretKeyRef', 'declared', 'x'), name: 'C' }] })], imagePullSecrets: [{ name: 'pull' }], volumes: [{ name: 'tls', secret: { secretName: 'tls' } }] }), ingress({ defaultBackend: { service: { name: 'chat', port: { number: 80 } } }, tls: [{ secretName: 'web' }] }, { annotations: { 'cert-manager.io/cluster-issuer': 'letsencrypt' } })] },
    { rule: 'ML-REF-003', name: 'the default account, and one that is made', objects: [object('v1', 'ServiceAccount', 'chat'), deployment({ serviceAccountName: 'chat' }), deployment({ serviceAccountName: 'default' }, {}, { name: 'other' })] },
    { rule: 'ML-REF-004', name: 'a claim that is made, one of a StatefulSet', objects: [claim(), deployment({ volumes: [{ name: 'models', persistentVolumeClaim: { claimName: 'models' } }] }), statefulSet({ volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } }] })] },
    { rule: 'ML-REF-004', name: 'a template of claims for devices that is made, a claim that is declared', externals: [{ kind: 'ResourceClaim', name: 'nic' }], objects: [object('resource.k8s.io/v1', 'ResourceClaimTemplate', 'cards', { spec: { spec: {} } }), deployment({ resourceClaims: [{ name: 'gpu', resourceClaimTemplateName: 'cards' }, { name: 'net', resourceClaimName: 'nic' }] })] },
    { rule: 'ML-REF-005', name: 'ports by number and name, an InferencePool, a Service of another namespace', objects: [service(), ingress({ ...path('chat', { number: 80 }), defaultBackend: { service: { name: 'chat', port: { name: 'http' } } } }), route({ name: 'chat', port: 80 }), object('gateway.networking.k8s.io/v1', 'GRPCRoute', 'g', { spec: { rules: [{ backendRefs: [{ group: 'inference.networking.k8s.io', kind: 'InferencePool', name: 'p' }, { name: 'x', namespace: 'other', port: 1 }] }] } })] },
  ],
};
