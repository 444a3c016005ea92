/** Manifests as a test needs them: legal and without any finding, until a field of them is changed. */

export type Fields = { readonly [key: string]: unknown };

const NAMESPACE = 'team-a';

/** A container that keeps to the restricted profile. */
export function container(fields: Fields = {}): any {
  return {
    name: 'server',
    image: 'registry.example.com/chat:v1.4.0',
    ports: [{ name: 'http', containerPort: 8000 }],
    resources: { requests: { cpu: '500m', memory: '512Mi' }, limits: { memory: '512Mi' } },
    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
    ...fields,
  };
}

/** A pod's spec. */
export function podSpec(fields: Fields = {}): any {
  return { securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } }, containers: [container()], ...fields };
}

/** A pod template with the label that everything here selects. */
export function template(fields: Fields = {}, labels: Fields = { app: 'chat' }): any {
  return { metadata: { labels }, spec: podSpec(fields) };
}

/** Any object of the namespace `team-a`. */
export function object(apiVersion: string, kind: string, name: string, fields: Fields = {}, metadata: Fields = {}): any {
  return { apiVersion, kind, metadata: { name, namespace: NAMESPACE, ...metadata }, ...fields };
}

/** The Deployment `chat`; `pod` are fields of its pods' spec, `spec` of its own. */
export function deployment(pod: Fields = {}, spec: Fields = {}, metadata: Fields = {}): any {
  return object('apps/v1', 'Deployment', 'chat', { spec: { replicas: 3, selector: { matchLabels: { app: 'chat' } }, template: template(pod), ...spec } }, metadata);
}

/** The Deployment `chat` with one container that has these fields. */
export function withContainer(fields: Fields, pod: Fields = {}, spec: Fields = {}): any {
  return deployment({ containers: [container(fields)], ...pod }, spec);
}

/** The Service `chat`. */
export function service(spec: Fields = {}, metadata: Fields = {}): any {
  return object('v1', 'Service', 'chat', { spec: { selector: { app: 'chat' }, ports: [{ name: 'http', port: 80, targetPort: 'http' }], ...spec } }, metadata);
}

/** The HorizontalPodAutoscaler `chat`, of the Deployment `chat`, by CPU. */
export function hpa(spec: Fields = {}, name = 'chat'): any {
  return object('autoscaling/v2', 'HorizontalPodAutoscaler', name, {
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'chat' },
      minReplicas: 2,
      maxReplicas: 10,
      metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } } }],
      ...spec,
    },
  });
}

/** A Deployment that states no replicas, as one under a scaler does. */
export function scaled(pod: Fields = {}): any {
  return deployment(pod, { replicas: undefined });
}

/** The PodDisruptionBudget `chat`. */
export function budget(spec: Fields = {}): any {
  return object('policy/v1', 'PodDisruptionBudget', 'chat', { spec: { selector: { matchLabels: { app: 'chat' } }, ...spec } });
}

/** The NetworkPolicy `chat`. */
export function policy(spec: Fields = {}, name = 'chat'): any {
  return object('networking.k8s.io/v1', 'NetworkPolicy', name, { spec: { podSelector: { matchLabels: { app: 'chat' } }, ...spec } });
}

/** The ConfigMap `ml-config`. */
export function config(data: Fields = { 'model-version': '1.4.0', 'timeout': '30' }, metadata: Fields = {}): any {
  return object('v1', 'ConfigMap', 'ml-config', { data }, metadata);
}

/** The Namespace `team-a`, made by the same manifests. */
export function namespace(labels: Fields = {}): any {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE, labels } };
}

/** The Job `train`. */
export function job(spec: Fields = {}, pod: Fields = {}, name = 'train'): any {
  return object('batch/v1', 'Job', name, { spec: { template: template({ restartPolicy: 'Never', ...pod }), ...spec } });
}

/** The CronJob `score`. */
export function cronJob(spec: Fields = {}, name = 'score'): any {
  return object('batch/v1', 'CronJob', name, { spec: { schedule: '0 18 * * 1-5', jobTemplate: { spec: { template: template({ restartPolicy: 'Never' }) } }, ...spec } });
}

/** The StatefulSet `store`. */
export function statefulSet(spec: Fields = {}, name = 'store'): any {
  return object('apps/v1', 'StatefulSet', name, { spec: { serviceName: name, selector: { matchLabels: { app: 'store' } }, template: template({}, { app: 'store' }), ...spec } });
}

/** The PersistentVolumeClaim `models`. */
export function claim(spec: Fields = {}): any {
  return object('v1', 'PersistentVolumeClaim', 'models', { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '20Gi' } }, ...spec } });
}
