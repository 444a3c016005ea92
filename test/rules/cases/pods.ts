import { Cases } from './case';
import { Severity } from '../../../src/manifest/finding';
import { Fields, config, container, cronJob, deployment, job, namespace, object, service, statefulSet, template, withContainer } from '../manifests';

const enforcing = (level: string, version = 'v1.36'): any => namespace({ 'pod-security.kubernetes.io/enforce': level, 'pod-security.kubernetes.io/enforce-version': version });
const bare = (pod: Fields = {}): any => deployment({ securityContext: undefined, containers: [container({ securityContext: undefined })], ...pod });
const startup = (failureThreshold: number, fields: Fields = {}): Fields => ({ startupProbe: { httpGet: { path: '/', port: 'http' }, periodSeconds: 10, failureThreshold, ...fields } });
const labelled = (labels: Fields, fields: Fields): any => deployment({}, { template: { ...template({ containers: [container(fields)] }, { app: 'chat', ...labels }) } });
const waiving = (reason: unknown, rule = 'ML-IMG-001'): any => ({ annotations: { [`cdk8s-ml.dev/waive.${rule}`]: reason } });
const version = { name: 'MODEL_VERSION', valueFrom: { configMapKeyRef: { name: 'ml-config', key: 'model-version' } } };

/** What pods are like. */
export const pods: Cases = {
  broken: [
    {
      rule: 'ML-CRON-001',
      name: 'every 61 minutes',
      objects: [cronJob({ schedule: '*/61 * * * *' })],
      says: [
        'CronJob \'score\' has schedule "*/61 * * * *": it has a step of 61 in its minute, which has 60 values, and so means only the first of them; write the times that are meant',
      ],
    },
    {
      rule: 'ML-CRON-002',
      name: 'an hour that clocks skip and go through twice, one of each, on a Sunday, in another hemisphere',
      objects: [
        cronJob({ schedule: '30 2 * * *', timeZone: 'Europe/Berlin' }), cronJob({ schedule: '0 2 * * 0', timeZone: 'America/New_York' }, 'b'),
        cronJob({ schedule: '59 1 * * *', timeZone: 'America/New_York' }, 'c'), cronJob({ schedule: '0 2 * * sun', timeZone: 'Australia/Sydney' }, 'd'),
        cronJob({ schedule: '@daily', timeZone: 'America/Havana' }, 'e'),
      ],
      says: [
        "CronJob 'score' runs at 2:30 in Europe/Berlin, which clocks skip in March and go through twice in October: on the one night it does not run, on the other twice; take another hour, or time zone Etc/UTC",
        "CronJob 'b' runs at 2:00 in America/New_York, which clocks skip in March: on that night it does not run; take another hour, or time zone Etc/UTC",
        "CronJob 'c' runs at 1:59 in America/New_York, which clocks go through twice in November: on that night it runs twice; take another hour, or time zone Etc/UTC",
        "CronJob 'd' runs at 2:00 in Australia/Sydney, which clocks skip in October and go through twice in April: on the one night it does not run, on the other twice; take another hour, or time zone Etc/UTC",
        "CronJob 'e' runs at 0:00 in America/Havana, which clocks skip in March and go through twice in November: on the one night it does not run, on the other twice; take another hour, or time zone Etc/UTC",
      ],
    },
    {
      rule: 'ML-DUP-001',
      name: 'two Deployments of one name, in two versions of the API',
      objects: [deployment(), { ...deployment({}, { replicas: 2 }), apiVersion: 'apps/v1beta2' }],
      says: [
        "Deployment 'chat' is made twice, here and by app/0; give one of them another name or make it only once",
      ],
    },
    {
      rule: 'ML-DUP-001',
      name: 'the very same twice',
      objects: [namespace(), namespace()],
      severity: Severity.WARNING,
      says: [
        "Namespace 'team-a' is made twice, here and by app/0; give one of them another name or make it only once",
      ],
    },
    {
      rule: 'ML-DUP-001',
      name: 'a workload and a Service by two constructs, the very same',
      objects: [deployment(), service(), job(), deployment(), service(), job()],
      says: [
        "Deployment 'chat' is made twice, here and by app/0; give one of them another name or make it only once",
        "Service 'chat' is made twice, here and by app/1; give one of them another name or make it only once",
        "Job 'train' is made twice, here and by app/2; give one of them another name or make it only once",
      ],
    },
    {
      rule: 'ML-DUP-001',
      name: 'a workload that one file has twice, the very same',
      objects: [{ apiVersion: 'v1', kind: 'List', items: [deployment(), deployment()] }],
      severity: Severity.WARNING,
      says: [
        "Deployment 'chat' is made twice, here and by app/0; give one of them another name or make it only once",
      ],
    },
    {
      rule: 'ML-DUP-001',
      name: 'twice within a List',
      objects: [{ apiVersion: 'v1', kind: 'List', items: [service(), service({ type: 'NodePort' })] }],
      says: [
        "Service 'chat' is made twice, here and by app/0; give one of them another name or make it only once",
      ],
    },
    {
      rule: 'ML-DUP-002',
      name: 'twice in env',
      objects: [withContainer({ env: [{ name: 'A', value: '1' }, { name: 'A', value: '2' }] })],
      says: [
        "container 'server' of Deployment 'chat' has A twice in env, and the last one wins; leave one of them",
      ],
    },
    {
      rule: 'ML-DUP-002',
      name: 'in env and in the configuration',
      objects: [config({ LOG_LEVEL: 'INFO' }), withContainer({ env: [{ name: 'LOG_LEVEL', value: 'DEBUG' }], envFrom: [{ configMapRef: { name: 'ml-config' } }] })],
      says: [
        "container 'server' of Deployment 'chat' has LOG_LEVEL in env and in ConfigMap 'ml-config', which env hides; leave one of them",
      ],
    },
    {
      rule: 'ML-DUP-002',
      name: 'in two configurations, one under a prefix',
      objects: [config({ ML_A: '1' }), object('v1', 'ConfigMap', 'b', { data: { A: '2' } }), withContainer({ envFrom: [{ configMapRef: { name: 'ml-config' } }, { prefix: 'ML_', configMapRef: { name: 'b' } }] })],
      says: [
        "container 'server' of Deployment 'chat' has ML_A in ConfigMap 'ml-config' and in ConfigMap 'b', which wins; leave one of them",
      ],
    },
    {
      rule: 'ML-IMG-001',
      name: 'latest, no tag, and what is no image',
      objects: [deployment({ containers: ['registry.example.com/chat:latest', 'nginx', 'a b'].map((image, i) => container({ name: `c${i}`, image })) })],
      says: [
        "container 'c0' of Deployment 'chat' runs image 'registry.example.com/chat:latest', which names the moving tag latest; pin it by a release's tag or a digest",
        "container 'c1' of Deployment 'chat' runs image 'nginx', which names neither tag nor digest; pin it by a release's tag or a digest",
        "container 'c2' of Deployment 'chat' runs image 'a b', which is no image reference; pin it by a release's tag or a digest",
      ],
    },
    {
      rule: 'ML-POD-001',
      name: 'no labelSelector',
      objects: [deployment({ topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'ScheduleAnyway' }] })],
      says: [
        "topologySpreadConstraints[0] of Deployment 'chat' has no labelSelector, and so spreads nothing; give it the labels of the pod template",
      ],
    },
    {
      rule: 'ML-POD-002',
      name: '53 characters',
      objects: [statefulSet({}, 'a-name-of-fifty-three-characters-is-one-more-than-fit')],
      says: [
        "StatefulSet 'a-name-of-fifty-three-characters-is-one-more-than-fit' has a name of 53 characters, and its pods would be refused for their label controller-revision-hash; shorten it to 52",
      ],
    },
    {
      rule: 'ML-PROBE-001',
      name: '900 s to start under the default deadline',
      objects: [withContainer(startup(90))],
      says: [
        "Deployment 'chat' gives a rollout 600 s (progressDeadlineSeconds), and its pods 900 s to start (startupProbe 90 × 10 s); set progressDeadlineSeconds above 900",
      ],
    },
    {
      rule: 'ML-PROBE-001',
      name: 'a sidecar before it, a delay, and minReadySeconds',
      objects: [deployment({ initContainers: [container({ name: 'side', restartPolicy: 'Always', ...startup(3) })], containers: [container(startup(50, { initialDelaySeconds: 50 }))] }, { minReadySeconds: 20, progressDeadlineSeconds: 600 })],
      says: [
        "Deployment 'chat' gives a rollout 600 s (progressDeadlineSeconds), and its pods 600 s to start (startupProbe 3 × 10 s + startupProbe 50 s + 50 × 10 s + minReadySeconds 20); set progressDeadlineSeconds above 600",
      ],
    },
    {
      rule: 'ML-PROBE-002',
      name: 'a timeout above the period',
      objects: [withContainer({ livenessProbe: { httpGet: { path: '/', port: 'http' }, timeoutSeconds: 30 } })],
      says: [
        "livenessProbe of container 'server' of Deployment 'chat' waits 30 s for an answer (timeoutSeconds) and begins every 10 s (periodSeconds); raise the period or lower the timeout",
      ],
    },
    {
      rule: 'ML-PROBE-003',
      name: 'a host',
      objects: [withContainer({ readinessProbe: { httpGet: { path: '/', port: 80, host: 'example.com' } } })],
      says: [
        "readinessProbe of container 'server' of Deployment 'chat' asks host 'example.com' instead of the pod; take host away, or set a Host header",
      ],
    },
    {
      rule: 'ML-PROBE-004',
      name: 'a name that the container does not have',
      objects: [withContainer({ readinessProbe: { httpGet: { path: '/', port: 'htp' } } })],
      says: [
        "readinessProbe of container 'server' of Deployment 'chat' asks port 'htp', which the container does not have (http); mend the name or give the number",
      ],
    },
    {
      rule: 'ML-PROBE-004',
      name: 'the same for liveness',
      objects: [withContainer({ ports: [], livenessProbe: { tcpSocket: { port: 'http' } } })],
      severity: Severity.WARNING,
      says: [
        "livenessProbe of container 'server' of Deployment 'chat' asks port 'http', which the container does not have (no port of it has a name); mend the name or give the number",
      ],
    },
    {
      rule: 'ML-PROBE-005',
      name: 'a sleep as long as the default grace period',
      objects: [withContainer({ lifecycle: { preStop: { sleep: { seconds: 30 } } } })],
      says: [
        "container 'server' of Deployment 'chat' sleeps 30 s before it stops, and the pod has 30 s to end (terminationGracePeriodSeconds), which leaves its requests no time; raise terminationGracePeriodSeconds above 30",
      ],
    },
    {
      rule: 'ML-PROBE-005',
      name: 'sleeps by commands',
      objects: [deployment({ terminationGracePeriodSeconds: 60, containers: [container({ lifecycle: { preStop: { exec: { command: ['/bin/sh', '-c', 'nginx -s quit; sleep 1m'] } } } }), container({ name: 'b', ports: [], lifecycle: { preStop: { exec: { command: ['sleep', '90'] } } } })] })],
      says: [
        "container 'server' of Deployment 'chat' sleeps 60 s before it stops, and the pod has 60 s to end (terminationGracePeriodSeconds), which leaves its requests no time; raise terminationGracePeriodSeconds above 60",
        "container 'b' of Deployment 'chat' sleeps 90 s before it stops, and the pod has 60 s to end (terminationGracePeriodSeconds), which leaves its requests no time; raise terminationGracePeriodSeconds above 90",
      ],
    },
    {
      rule: 'ML-REL-001',
      name: 'a ConfigMap with another version',
      objects: [config({ 'model-version': '1.3.0' }), labelled({ 'app.kubernetes.io/version': '1.4.0' }, { env: [version] })],
      says: [
        "container 'server' of Deployment 'chat' is configured with MODEL_VERSION 1.3.0 (key model-version of ConfigMap 'ml-config'), and its pods are labelled app.kubernetes.io/version 1.4.0; change both together",
      ],
    },
    {
      rule: 'ML-REL-001',
      name: 'env with another version than the label of ours',
      objects: [labelled({ 'app.kubernetes.io/version': '2', 'cdk8s-ml.dev/model-version': '1.4.0' }, { env: [{ name: 'MODEL_VERSION', value: '2' }] })],
      says: [
        "container 'server' of Deployment 'chat' is configured with MODEL_VERSION 2 (env), and its pods are labelled cdk8s-ml.dev/model-version 1.4.0; change both together",
      ],
    },
    {
      rule: 'ML-REL-001',
      name: 'a whole ConfigMap with another version',
      objects: [config({ MODEL_VERSION: '1' }), labelled({ 'app.kubernetes.io/version': '2' }, { envFrom: [{ configMapRef: { name: 'ml-config' } }] })],
      says: [
        "container 'server' of Deployment 'chat' is configured with MODEL_VERSION 1 (key MODEL_VERSION of ConfigMap 'ml-config'), and its pods are labelled app.kubernetes.io/version 2; change both together",
      ],
    },
    {
      rule: 'ML-RES-001',
      name: 'half a byte',
      objects: [withContainer({ resources: { limits: { memory: '512m' } } })],
      says: [
        "container 'server' of Deployment 'chat' has limits.memory 512m, which is 0.512 bytes; write 512Mi",
      ],
    },
    {
      rule: 'ML-SEC-001',
      name: 'a bare pod where restricted is enforced',
      objects: [enforcing('restricted'), bare()],
      says: [
        "pods of Deployment 'chat' break the restricted profile, which namespace 'team-a' enforces: container 'server' must set securityContext.runAsNonRoot: true (or the pod); container 'server' must set securityContext.allowPrivilegeEscalation: false; container 'server' must set securityContext.capabilities.drop: [ALL]; container 'server' must set securityContext.seccompProfile.type: RuntimeDefault (or the pod); change them, or run them in a namespace of a lower level",
      ],
    },
    {
      rule: 'ML-SEC-001',
      name: 'a bare pod where nobody says anything',
      objects: [bare()],
      severity: Severity.WARNING,
      says: [
        "pods of Deployment 'chat' break the restricted profile: container 'server' must set securityContext.runAsNonRoot: true (or the pod); container 'server' must set securityContext.allowPrivilegeEscalation: false; container 'server' must set securityContext.capabilities.drop: [ALL]; container 'server' must set securityContext.seccompProfile.type: RuntimeDefault (or the pod); change them",
      ],
    },
    {
      rule: 'ML-SEC-001',
      name: 'much that baseline refuses',
      objects: [enforcing('baseline'), bare({ hostNetwork: true, securityContext: { sysctls: [{ name: 'kernel.msgmax', value: '1' }], seLinuxOptions: { user: 'u' }, seccompProfile: { type: 'Unconfined' }, appArmorProfile: { type: 'Unconfined' }, windowsOptions: { hostProcess: true } }, volumes: [{ name: 'h', hostPath: { path: '/' } }], containers: [container({ ports: [{ containerPort: 80, hostPort: 80 }], securityContext: { privileged: true, capabilities: { add: ['SYS_ADMIN', 'CHOWN'] } }, readinessProbe: { tcpSocket: { port: 80, host: 'x' } } })] })],
      says: [
        "pods of Deployment 'chat' break the baseline profile, which namespace 'team-a' enforces: the pod must not set hostNetwork; container 'server' must not set securityContext.privileged; container 'server' must not add capabilities beyond the default ones; container 'server' must not set hostPort; volume 'h' must not be a hostPath; container 'server' must not set host in probes or lifecycle hooks; the pod must not set such seLinuxOptions; the pod must not set such an appArmorProfile; the pod must not set sysctl kernel.msgmax; the pod must not set securityContext.seccompProfile.type Unconfined; the pod must not set windowsOptions.hostProcess; change them, or run them in a namespace of a lower level",
      ],
    },
    {
      rule: 'ML-SEC-001',
      name: 'an unmasked /proc, before user namespaces excused it',
      objects: [enforcing('baseline', 'v1.34'), deployment({ hostUsers: false, containers: [container({ securityContext: { procMount: 'Unmasked' } })] })],
      says: [
        "pods of Deployment 'chat' break the baseline profile, which namespace 'team-a' enforces: container 'server' must not set securityContext.procMount; change it, or run them in a namespace of a lower level",
      ],
    },
    {
      rule: 'ML-SEC-001',
      name: 'a volume that restricted does not know, an added capability, root',
      objects: [enforcing('restricted', 'latest'), deployment({ volumes: [{ name: 'n', nfs: { server: 's', path: '/' } }], containers: [container({ securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'], add: ['NET_ADMIN'] }, runAsUser: 0 } })] })],
      says: [
        "pods of Deployment 'chat' break the restricted profile, which namespace 'team-a' enforces: container 'server' must not set securityContext.runAsUser: 0; container 'server' must not add capabilities other than NET_BIND_SERVICE; volume 'n' must not be of type nfs; change them, or run them in a namespace of a lower level",
      ],
    },
    {
      rule: 'ML-SEC-002',
      name: 'user 0 that must not be root',
      objects: [withContainer({ securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, runAsUser: 0 } })],
      says: [
        "container 'server' of Deployment 'chat' must not run as root (runAsNonRoot) and asks for user 0 (runAsUser); give another user, for example 65532",
      ],
    },
    {
      rule: 'ML-WAIVE-001',
      name: 'waivers that waive nothing, of no rule, without a reason',
      objects: [deployment({}, {}, waiving('the vendor has no other tag')), service({}, waiving('a', 'ML-NTE-001')), config({}, waiving(' '))],
      says: [
        "waiver of ML-IMG-001 on Deployment 'chat' (the vendor has no other tag) waives nothing; take it away",
        "waiver of ML-NTE-001 on Service 'chat' names no rule; write ML-NET-001 or ML-NET-002 or ML-NET-003",
        "waiver of ML-IMG-001 on ConfigMap 'ml-config' has no reason, and so waives nothing; write the reason as its value",
      ],
    },
    {
      rule: 'ML-PROBE-006',
      name: 'the same question with as little patience',
      objects: [withContainer({ livenessProbe: { httpGet: { path: '/', port: 'http' } }, readinessProbe: { httpGet: { port: 8000 } } })],
      says: [
        "livenessProbe of container 'server' of Deployment 'chat' asks the same as its readinessProbe (httpGet :http /) and allows 30 s (3 × 10 s), not more than the 30 s of readiness, so a busy server is killed instead of left out; raise failureThreshold of livenessProbe",
      ],
    },
    {
      rule: 'ML-PROBE-006',
      name: 'the same by every other handler',
      objects: [deployment({ containers: [{ tcpSocket: { port: 8000 } }, { grpc: { port: 9000, service: 'a' } }, { exec: { command: ['/bin/check', '1'] } }].map((handler, i) => container({ name: `c${i}`, livenessProbe: { ...handler, failureThreshold: 2 }, readinessProbe: handler })) })],
      says: ['tcpSocket :http', 'grpc :9000 a', 'exec /bin/check 1'].map((asked, i) => `livenessProbe of container 'c${i}' of Deployment 'chat' asks the same as its readinessProbe (${asked}) and allows 20 s (2 × 10 s), not more than the 30 s of readiness, so a busy server is killed instead of left out; raise failureThreshold of livenessProbe`),
    },
    {
      rule: 'ML-POD-003',
      name: 'one selector in two workloads, and one that is wider than another',
      objects: [deployment(), deployment({}, {}, { name: 'search' }), statefulSet({ selector: { matchLabels: { tier: 'web' } }, template: template({}, { app: 'store', tier: 'web' }) }), object('apps/v1', 'DaemonSet', 'agent', { spec: { selector: { matchLabels: { app: 'agent' } }, template: template({}, { app: 'agent', tier: 'web' }) } })],
      says: [
        "Deployment 'search' selects the pods of Deployment 'chat' too (selector app=chat); give its selector and its pods a label of their own",
        "StatefulSet 'store' selects the pods of DaemonSet 'agent' too (selector tier=web); give its selector and its pods a label of their own",
      ],
    },
  ],
  nearMisses: [
    { rule: 'ML-CRON-001', name: 'a step that fits, a descriptor', objects: [cronJob({ schedule: '*/59 */23 * * *' }), cronJob({ schedule: '@every 61m' }, 'b')] },
    {
      rule: 'ML-CRON-002',
      name: 'the hour after, on weekdays, on the first of a month, in UTC, no zone, several times a day, no summer time, no such zone',
      objects: [
        cronJob({ schedule: '0 3 * * *', timeZone: 'Europe/Berlin' }), cronJob({ schedule: '30 2 * * 1-5', timeZone: 'Europe/Berlin' }, 'b'),
        cronJob({ schedule: '30 2 1 * *', timeZone: 'Europe/Berlin' }, 'c'), cronJob({ schedule: '30 2 * * *', timeZone: 'Etc/UTC' }, 'd'), cronJob({ schedule: '30 2 * * *' }, 'e'),
        cronJob({ schedule: '30 */2 * * *', timeZone: 'Europe/Berlin' }, 'f'), cronJob({ schedule: '30 2 * * *', timeZone: 'Asia/Tokyo' }, 'g'),
        cronJob({ schedule: '30 2 * * *', timeZone: 'Mars/Olympus' }, 'h'),
      ],
    },
    { rule: 'ML-DUP-001', name: 'one name in two kinds, two groups, two namespaces; names that the server makes', objects: [deployment(), service(), { ...service(), apiVersion: 'serving.knative.dev/v1' }, deployment({}, {}, { namespace: 'team-b' }), ...[1, 2].map(() => ({ ...job(), metadata: { generateName: 'run-' } }))] },
    { rule: 'ML-DUP-002', name: 'the same key under two prefixes, in a ConfigMap that is nobody\'s env', objects: [config({ A: '1' }), object('v1', 'ConfigMap', 'b', { data: { A: '2' } }), withContainer({ env: [{ name: 'A', value: '3' }, { name: 'a', value: '4' }], envFrom: [{ prefix: 'X_', configMapRef: { name: 'ml-config' } }, { prefix: 'Y_', configMapRef: { name: 'b' } }] })] },
    { rule: 'ML-IMG-001', name: 'a tag, a digest, a port in the registry', objects: [deployment({ containers: ['a:v1', `r.example.com:5000/a/b@sha256:${'0'.repeat(64)}`, 'localhost:5000/a:1'].map((image, i) => container({ name: `c${i}`, image })) })] },
    { rule: 'ML-POD-001', name: 'an empty selector', objects: [deployment({ topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'ScheduleAnyway', labelSelector: {} }] })] },
    { rule: 'ML-POD-002', name: '52 characters', objects: [statefulSet({}, 'a'.repeat(52))] },
    { rule: 'ML-PROBE-001', name: 'a deadline just above it, no startup probe', objects: [deployment({ containers: [container(startup(60))] }, { progressDeadlineSeconds: 601 }), deployment({}, {}, { name: 'plain' })] },
    { rule: 'ML-PROBE-002', name: 'as long as the period, the defaults', objects: [withContainer({ livenessProbe: { httpGet: { path: '/', port: 'http' }, timeoutSeconds: 10 }, readinessProbe: { tcpSocket: { port: 'http' } } })] },
    { rule: 'ML-PROBE-003', name: 'a Host header', objects: [withContainer({ readinessProbe: { httpGet: { path: '/', port: 80, httpHeaders: [{ name: 'Host', value: 'example.com' }] } } })] },
    { rule: 'ML-PROBE-004', name: 'a name that it has, a number that is not declared', objects: [withContainer({ readinessProbe: { httpGet: { path: '/', port: 'http' } }, livenessProbe: { tcpSocket: { port: 9999 } } })] },
    { rule: 'ML-PROBE-005', name: 'a second to spare, a command that does not sleep', objects: [deployment({ terminationGracePeriodSeconds: 31, containers: [container({ lifecycle: { preStop: { sleep: { seconds: 30 } } } }), container({ name: 'b', ports: [], lifecycle: { preStop: { exec: { command: ['/bin/oversleep', '90'] } } } })] })] },
    { rule: 'ML-POD-003', name: 'one selector in two namespaces, a job with the labels of a service, one workload twice', objects: [deployment(), deployment(), deployment({}, {}, { namespace: 'team-b' }), job()] },
    { rule: 'ML-PROBE-006', name: 'another path, another port, more patience, one probe alone', objects: [deployment({ containers: [['/live', 8000, 3], ['/', 8001, 3], ['/', 8000, 4]].map(([path, port, failureThreshold], i) => container({ name: `c${i}`, livenessProbe: { httpGet: { path, port }, failureThreshold }, readinessProbe: { httpGet: { path: '/', port: 8000 } } })).concat(container({ name: 'alone', livenessProbe: { tcpSocket: { port: 8000 } } })) })] },
    { rule: 'ML-REL-001', name: 'v1.4.0 and 1.4.0, no label', objects: [config(), labelled({ 'app.kubernetes.io/version': 'v1.4.0' }, { env: [version] }), withContainer({ env: [{ name: 'MODEL_VERSION', value: '9' }] })] },
    { rule: 'ML-RES-001', name: 'whole bytes', objects: [withContainer({ resources: { requests: { cpu: '100m', memory: '1.5Gi' } } })] },
    { rule: 'ML-SEC-001', name: 'a restricted pod, a Windows pod, a privileged namespace', objects: [enforcing('restricted'), deployment({ volumes: [{ name: 'a', emptyDir: {} }, { name: 'b', configMap: { name: 'c', optional: true } }, { name: 'c', projected: { sources: [] } }, { name: 'd', persistentVolumeClaim: { claimName: 'd' } }] }), deployment({ os: { name: 'windows' }, securityContext: { runAsNonRoot: true }, containers: [container({ securityContext: undefined })] }, {}, { name: 'win' }), bareIn('free'), { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'free', labels: { 'pod-security.kubernetes.io/enforce': 'privileged' } } }] },
    { rule: 'ML-SEC-001', name: 'root in a user namespace of its own', objects: [enforcing('restricted'), deployment({ hostUsers: false, securityContext: { runAsUser: 0, seccompProfile: { type: 'RuntimeDefault' } } })] },
    { rule: 'ML-SEC-002', name: 'another user for the container', objects: [deployment({ securityContext: { runAsNonRoot: true, runAsUser: 0, seccompProfile: { type: 'RuntimeDefault' } }, containers: [container({ securityContext: { runAsUser: 1, allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } } })] })] },
    { rule: 'ML-WAIVE-001', name: 'a waiver that waives, on one of two objects', objects: [deployment({ containers: [container({ image: 'a:latest' })] }, {}, waiving('a reason')), deployment({}, {}, { name: 'other', ...waiving('a reason') })] },
  ],
};

function bareIn(name: string): any {
  return { ...bare(), metadata: { name: 'bare', namespace: name } };
}
