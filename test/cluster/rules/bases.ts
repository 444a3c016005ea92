/**
 * Manifests that the API server takes, with nearly every field that the rules look at. They are written by hand and far from what the library
 * renders: the rules judge everybody's manifests.
 */

const container = {
  name: 'main',
  image: 'registry.example.com/main:1.0.0',
  imagePullPolicy: 'IfNotPresent',
  command: ['/main'],
  args: ['--verbose'],
  ports: [{ name: 'http', containerPort: 8080, protocol: 'TCP' }, { name: 'grpc', containerPort: 9090, hostPort: 9090 }],
  env: [
    { name: 'PLAIN', value: 'text' },
    { name: 'KEY', valueFrom: { configMapKeyRef: { name: 'config', key: 'a.key', optional: true } } },
    { name: 'SECRET', valueFrom: { secretKeyRef: { name: 'secret', key: 'token' } } },
    { name: 'POD', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
    { name: 'CPUS', valueFrom: { resourceFieldRef: { resource: 'limits.cpu', divisor: '1m' } } },
  ],
  envFrom: [{ prefix: 'P_', configMapRef: { name: 'config' } }, { secretRef: { name: 'secret' } }],
  resources: {
    requests: { 'cpu': '250m', 'memory': '256Mi', 'ephemeral-storage': '1Gi', 'nvidia.com/gpu': '1', 'hugepages-2Mi': '4Mi' },
    limits: { 'cpu': '500m', 'memory': '512Mi', 'ephemeral-storage': '1Gi', 'nvidia.com/gpu': '1', 'hugepages-2Mi': '4Mi' },
  },
  startupProbe: { httpGet: { path: '/ready', port: 'http', scheme: 'HTTP' }, periodSeconds: 5, failureThreshold: 10, successThreshold: 1, timeoutSeconds: 2 },
  readinessProbe: { grpc: { port: 9090, service: 'health' }, initialDelaySeconds: 1, successThreshold: 2 },
  livenessProbe: { tcpSocket: { port: 8080 }, terminationGracePeriodSeconds: 5, successThreshold: 1 },
  lifecycle: { preStop: { sleep: { seconds: 5 } }, postStart: { exec: { command: ['/bin/true'] } } },
  securityContext: { allowPrivilegeEscalation: false, runAsNonRoot: true, runAsUser: 65532, capabilities: { drop: ['ALL'] } },
  volumeMounts: [
    { name: 'scratch', mountPath: '/tmp', subPath: 'inner/folder' },
    { name: 'config', mountPath: '/etc/config', readOnly: true },
    { name: 'models', mountPath: '/models' },
  ],
};

const POD = {
  initContainers: [
    { name: 'fetch', image: 'registry.example.com/fetch:1', volumeMounts: [{ name: 'models', mountPath: '/models' }], resources: { limits: { memory: '1Gi' } } },
    { name: 'sidecar', image: 'registry.example.com/sidecar:1', restartPolicy: 'Always', readinessProbe: { httpGet: { port: 9000 } } },
  ],
  containers: [container, { name: 'second', image: 'registry.example.com/second:1' }],
  volumes: [
    { name: 'scratch', emptyDir: { sizeLimit: '1Gi', medium: 'Memory' } },
    { name: 'config', configMap: { name: 'config', defaultMode: 420, items: [{ key: 'a.key', path: 'a/file', mode: 256 }] } },
    { name: 'secret', secret: { secretName: 'secret', optional: true } },
    { name: 'models', persistentVolumeClaim: { claimName: 'models', readOnly: true } },
    { name: 'all', projected: { sources: [{ configMap: { name: 'config' } }, { serviceAccountToken: { path: 'token', expirationSeconds: 3600 } }] } },
    { name: 'facts', downwardAPI: { items: [{ path: 'labels', fieldRef: { fieldPath: 'metadata.labels' } }] } },
    { name: 'claimed', ephemeral: { volumeClaimTemplate: { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } } } },
  ],
  serviceAccountName: 'default',
  terminationGracePeriodSeconds: 60,
  nodeSelector: { 'kubernetes.io/os': 'linux' },
  priorityClassName: 'system-cluster-critical',
  imagePullSecrets: [{ name: 'registry' }],
  securityContext: { runAsNonRoot: true, runAsUser: 65532, fsGroup: 65532, seccompProfile: { type: 'RuntimeDefault' } },
  tolerations: [
    { key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' },
    { key: 'pool', operator: 'Equal', value: 'gpu', effect: 'NoExecute', tolerationSeconds: 60 },
  ],
  topologySpreadConstraints: [{
    maxSkew: 1, topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'DoNotSchedule', minDomains: 2, labelSelector: { matchLabels: { app: 'web' } },
  }],
  affinity: {
    podAntiAffinity: {
      preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100, podAffinityTerm: { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { app: 'web' } } } }],
    },
  },
};

const labels = { 'app': 'web', 'example.com/tier': 'Front.End_1' };
const metadata = { name: 'web', labels, annotations: { 'example.com/Note': 'anything: goes' } };
const template = { metadata: { labels, annotations: { note: 'text' } }, spec: POD };
const selector = { matchLabels: { app: 'web' }, matchExpressions: [{ key: 'app', operator: 'In', values: ['web', 'other'] }] };
const once = (restartPolicy: string) => ({ metadata: { labels }, spec: { ...POD, initContainers: POD.initContainers.slice(0, 1), restartPolicy } });
const job = {
  parallelism: 2,
  completions: 4,
  completionMode: 'Indexed',
  backoffLimitPerIndex: 1,
  maxFailedIndexes: 2,
  ttlSecondsAfterFinished: 60,
  activeDeadlineSeconds: 600,
  podFailurePolicy: {
    rules: [
      { action: 'FailIndex', onExitCodes: { containerName: 'main', operator: 'In', values: [1, 42] } },
      { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] },
    ],
  },
  template: once('Never'),
};

export const BASES: { readonly [kind: string]: any } = {
  Deployment: {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata,
    spec: {
      replicas: 2,
      minReadySeconds: 5,
      revisionHistoryLimit: 3,
      progressDeadlineSeconds: 600,
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
      selector,
      template,
    },
  },
  StatefulSet: {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata,
    spec: {
      replicas: 1,
      serviceName: 'web',
      selector,
      template,
      volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: { accessModes: ['ReadWriteOncePod'], resources: { requests: { storage: '10Gi' } } } }],
    },
  },
  DaemonSet: {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata,
    spec: { minReadySeconds: 1, revisionHistoryLimit: 1, updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1 } }, selector, template },
  },
  Pod: { apiVersion: 'v1', kind: 'Pod', metadata, spec: { ...POD, priorityClassName: undefined } },
  Job: { apiVersion: 'batch/v1', kind: 'Job', metadata, spec: job },
  CronJob: {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata,
    spec: {
      schedule: '*/15 6-18 1,15 jan-dec mon-fri',
      timeZone: 'Europe/Berlin',
      concurrencyPolicy: 'Forbid',
      startingDeadlineSeconds: 3600,
      successfulJobsHistoryLimit: 1,
      failedJobsHistoryLimit: 3,
      suspend: false,
      jobTemplate: { metadata: { labels }, spec: { backoffLimit: 3, completionMode: 'NonIndexed', template: once('OnFailure') } },
    },
  },
  Service: {
    apiVersion: 'v1',
    kind: 'Service',
    metadata,
    spec: {
      type: 'ClusterIP',
      selector: { app: 'web' },
      ports: [{ name: 'http', port: 80, targetPort: 'http', protocol: 'TCP', appProtocol: 'http' }, { name: 'metrics', port: 9090, targetPort: 9090 }],
    },
  },
  Ingress: {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata,
    spec: {
      ingressClassName: 'nginx',
      defaultBackend: { service: { name: 'web', port: { name: 'http' } } },
      rules: [{ host: 'chat.example.com', http: { paths: [{ path: '/chat', pathType: 'Prefix', backend: { service: { name: 'web', port: { number: 80 } } } }] } }],
      tls: [{ hosts: ['chat.example.com'], secretName: 'tls' }],
    },
  },
  HorizontalPodAutoscaler: {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata,
    spec: {
      minReplicas: 2,
      maxReplicas: 10,
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
      metrics: [
        { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } } },
        { type: 'ContainerResource', containerResource: { name: 'memory', container: 'main', target: { type: 'AverageValue', averageValue: '1Gi' } } },
        { type: 'Pods', pods: { metric: { name: 'requests' }, target: { type: 'AverageValue', averageValue: '10' } } },
        { type: 'Object', object: { metric: { name: 'hits' }, describedObject: { apiVersion: 'v1', kind: 'Service', name: 'web' }, target: { type: 'Value', value: '100' } } },
        { type: 'External', external: { metric: { name: 'queue', selector: { matchLabels: { queue: 'a' } } }, target: { type: 'AverageValue', averageValue: '5' } } },
      ],
      behavior: {
        scaleUp: { stabilizationWindowSeconds: 0, selectPolicy: 'Max', policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }] },
        scaleDown: { stabilizationWindowSeconds: 300, selectPolicy: 'Min', policies: [{ type: 'Pods', value: 1, periodSeconds: 60 }] },
      },
    },
  },
  PodDisruptionBudget: {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata,
    spec: { maxUnavailable: '25%', unhealthyPodEvictionPolicy: 'AlwaysAllow', selector },
  },
  NetworkPolicy: {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata,
    spec: {
      podSelector: selector,
      policyTypes: ['Ingress', 'Egress'],
      ingress: [{ ports: [{ port: 'http', protocol: 'TCP' }, { port: 9000, endPort: 9010 }], from: [{ namespaceSelector: { matchLabels: { team: 'a' } }, podSelector: {} }] }],
      egress: [{ to: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } }, { ipBlock: { cidr: 'fd00::/8', except: ['fd00:1::/32'] } }], ports: [{ port: 443 }] }],
    },
  },
  LimitRange: {
    apiVersion: 'v1',
    kind: 'LimitRange',
    metadata,
    spec: {
      limits: [
        {
          type: 'Container',
          min: { cpu: '10m', memory: '16Mi' },
          defaultRequest: { cpu: '100m', memory: '128Mi' },
          default: { cpu: '200m', memory: '256Mi' },
          max: { cpu: '4', memory: '8Gi' },
          maxLimitRequestRatio: { cpu: '10' },
        },
        { type: 'Pod', max: { cpu: '8' } },
        { type: 'PersistentVolumeClaim', min: { storage: '1Gi' }, max: { storage: '1Ti' } },
      ],
    },
  },
  ResourceQuota: {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata,
    spec: {
      hard: { 'requests.cpu': '40', 'limits.memory': '320Gi', 'requests.nvidia.com/gpu': '8', 'pods': '80', 'count/deployments.apps': '20', 'services.loadbalancers': '2' },
    },
  },
  PersistentVolumeClaim: {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata,
    spec: { accessModes: ['ReadWriteOnce', 'ReadOnlyMany'], storageClassName: 'fast', volumeMode: 'Filesystem', resources: { requests: { storage: '100Gi' } } },
  },
  ConfigMap: { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { 'a.key': 'text', 'B_2-c': '' }, binaryData: { blob: 'AAEC/w==' }, immutable: true },
  Secret: { apiVersion: 'v1', kind: 'Secret', metadata, type: 'Opaque', data: { token: 'c2VjcmV0' }, stringData: { plain: 'text' } },
  ServiceAccount: { apiVersion: 'v1', kind: 'ServiceAccount', metadata, automountServiceAccountToken: false, imagePullSecrets: [{ name: 'registry' }] },
  Namespace: { apiVersion: 'v1', kind: 'Namespace', metadata },
  Role: { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata, rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }] },
};
