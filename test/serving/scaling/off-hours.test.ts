import * as fc from 'fast-check';
import { Cluster } from '../../../src/cluster/cluster';
import { KubernetesVersion } from '../../../src/cluster/kubernetes-version';
import { MlNamespace } from '../../../src/platform/namespace/ml-namespace';
import { ImagePullPolicy } from '../../../src/pod/image-pull-policy';
import { ModelServer } from '../../../src/serving/model-server';
import { OffHours, OffHoursCronJobProps } from '../../../src/serving/scaling/off-hours';
import { Scaling } from '../../../src/serving/scaling/scaling';
import { chat, kinds, one, problemsOf, prod } from '../service';

const NIGHT: OffHoursCronJobProps = { down: '0 18 * * 1-5', up: '0 7 * * 1-5', timeZone: 'Europe/Berlin' };
const onCpu = Scaling.onCpu({ min: 3, max: 20, targetPercent: 70 });
const byCronJobs = (props: Partial<OffHoursCronJobProps>, scaling?: Scaling, chart = prod()) => chat({ offHours: OffHours.byCronJobs({ ...NIGHT, ...props }), scaling }, chart);
const jobs = (service: ReturnType<typeof chat>) => ['chat-down', 'chat-up'].map((name) => one(service, 'CronJob', name).spec);
const args = (service: ReturnType<typeof chat>) => jobs(service).map((job) => job.jobTemplate.spec.template.spec.containers[0].args.join(' '));
const rules = (service: ReturnType<typeof chat>) => one(service, 'Role').rules;

describe('by CronJobs', () => {
  test('makes an account, its one right, its way out, an evening and a morning', () => {
    const service = byCronJobs({});
    expect(kinds(service).slice(5)).toEqual([
      'ServiceAccount/chat-off-hours', 'Role/chat-off-hours', 'RoleBinding/chat-off-hours', 'NetworkPolicy/chat-off-hours', 'CronJob/chat-down', 'CronJob/chat-up',
    ]);
    expect(service.offHoursObjects.map((object) => object.kind)).toEqual(['ServiceAccount', 'Role', 'RoleBinding', 'NetworkPolicy', 'CronJob', 'CronJob']);
  });

  test('a fixed number goes to 0 and back by the scale subresource of the one Deployment', () => {
    const service = byCronJobs({}, Scaling.fixed(3));
    expect(rules(service)).toEqual([{ apiGroups: ['apps'], resourceNames: ['chat'], resources: ['deployments/scale'], verbs: ['get', 'patch'] }]);
    expect(args(service)).toEqual([
      'patch deployment chat --subresource=scale --type=merge --patch={"spec":{"replicas":0}}',
      'patch deployment chat --subresource=scale --type=merge --patch={"spec":{"replicas":3}}',
    ]);
    expect(one(service, 'Deployment').spec.replicas).toBe(3);
  });

  test('0 replicas put an autoscaler to rest, and its minimum wakes it', () => {
    const service = byCronJobs({}, onCpu);
    expect(rules(service)[0].resources).toEqual(['deployments/scale']);
    expect(args(service)[1]).toBe('patch deployment chat --subresource=scale --type=merge --patch={"spec":{"replicas":3}}');
    expect(one(service, 'Deployment').spec).not.toHaveProperty('replicas');
  });

  test('above 0 the autoscaler would undo it, so its minimum moves', () => {
    const service = byCronJobs({ downReplicas: 1, upReplicas: 4 }, onCpu);
    expect(rules(service)).toEqual([{ apiGroups: ['autoscaling'], resourceNames: ['chat'], resources: ['horizontalpodautoscalers'], verbs: ['get', 'patch'] }]);
    expect(args(service)).toEqual([
      'patch horizontalpodautoscaler chat --type=merge --patch={"spec":{"minReplicas":1}}',
      'patch horizontalpodautoscaler chat --type=merge --patch={"spec":{"minReplicas":4}}',
    ]);
  });

  test('an autoscaler of cdk8s-plus would undo a number above 0, so it is refused; it rests with 0', () => {
    expect(problemsOf(() => byCronJobs({ downReplicas: 1 }).markHasAutoscaler())).toEqual([
      "[prod/chat] 'offHours.downReplicas' must be 0 under an autoscaler of cdk8s-plus, which would put its own minimum back at once, got 1; leave it out, or give the metrics to 'scaling'",
    ]);
    const service = byCronJobs({});
    service.markHasAutoscaler();
    expect(one(service, 'Deployment').spec).not.toHaveProperty('replicas');
  });

  test('the rights are those of objects that were given other names', () => {
    const service = chat({ offHours: OffHours.byCronJobs({ ...NIGHT, downReplicas: 1 }), scaling: onCpu, names: { autoscaler: 'chat-hpa', deployment: 'chat-server' } });
    expect(rules(service)[0].resourceNames).toEqual(['chat-hpa']);
    expect(args(service)[0]).toContain('horizontalpodautoscaler chat-hpa ');
  });

  test('the account is bound to the one role, and only the Jobs get its token', () => {
    const service = byCronJobs({});
    expect(one(service, 'RoleBinding')).toMatchObject({
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'chat-off-hours' },
      subjects: [{ kind: 'ServiceAccount', name: 'chat-off-hours', namespace: 'team-a' }],
    });
    expect(one(service, 'ServiceAccount', 'chat-off-hours').automountServiceAccountToken).toBe(false);
    expect(jobs(service)[0].jobTemplate.spec.template.spec).toMatchObject({ automountServiceAccountToken: true, serviceAccountName: 'chat-off-hours' });
  });

  test('a morning has the day, an evening an hour to begin and one to end; they do not overlap, and their failures stay to be seen', () => {
    const [down, up] = jobs(byCronJobs({}));
    for (const job of [down, up]) {
      expect(job).toMatchObject({ concurrencyPolicy: 'Replace', failedJobsHistoryLimit: 3, successfulJobsHistoryLimit: 1, timeZone: 'Europe/Berlin' });
      expect(job.jobTemplate.spec.template.spec.restartPolicy).toBe('Never');
    }
    const times = (job: any) => [job.startingDeadlineSeconds, job.jobTemplate.spec.activeDeadlineSeconds, job.jobTemplate.spec.backoffLimit];
    expect(times(down)).toEqual([3600, 3600, 11]);
    expect(times(up)).toEqual([5.5 * 3600, 5.5 * 3600, 38]);
    expect(times(jobs(byCronJobs({ down: '0 18,20 * * *' }))[1])).toEqual([1800, 1800, 8]);
    expect([down.schedule, up.schedule]).toEqual(['0 18 * * 1-5', '0 7 * * 1-5']);
  });

  test('whenever the times are, a change that begins and ends as late as it may is over before the next', () => {
    const minute = fc.integer({ min: 0, max: 24 * 60 - 1 });
    fc.assert(fc.property(minute, minute, (evening, morning) => {
      fc.pre(evening !== morning);
      const at = (time: number) => `${time % 60} ${Math.floor(time / 60)} * * *`;
      const [down, up] = jobs(byCronJobs({ down: at(evening), up: at(morning) }));
      const latest = (job: any) => job.startingDeadlineSeconds + job.jobTemplate.spec.activeDeadlineSeconds;
      const day = 24 * 60;
      expect(latest(up)).toBeLessThanOrEqual(60 * ((evening - morning + day) % day));
      expect(latest(down)).toBeLessThanOrEqual(60 * ((morning - evening + day) % day));
      // below 10 s the controller never starts it
      expect(Math.min(down.startingDeadlineSeconds, up.startingDeadlineSeconds)).toBeGreaterThanOrEqual(30);
    }));
  });

  test('the pods of the Jobs are restricted, and bounded', () => {
    const { containers: [kubectl], securityContext, volumes } = jobs(byCronJobs({}))[0].jobTemplate.spec.template.spec;
    expect(securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 65532, seccompProfile: { type: 'RuntimeDefault' } });
    expect(kubectl.securityContext).toMatchObject({ allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, readOnlyRootFilesystem: true });
    expect(kubectl.resources.limits).toEqual({ 'cpu': '100m', 'ephemeral-storage': '66Mi', 'memory': '128Mi' });
    expect(volumes).toEqual([{ emptyDir: { sizeLimit: '16Mi' }, name: 'cache' }]);
  });

  test('kubectl is of the cluster\'s version', () => {
    const image = (chart = prod(), props = {}) => jobs(byCronJobs(props, undefined, chart))[0].jobTemplate.spec.template.spec.containers[0];
    expect(image().image).toBe('registry.k8s.io/kubectl:v1.35.0');
    expect(image(prod({ cluster: Cluster.of('c', { version: KubernetesVersion.V1_36 }) })).image).toBe('registry.k8s.io/kubectl:v1.36.0');
    expect(image(prod(), { image: 'registry.example.com/kubectl:v1.36.2', imagePullPolicy: ImagePullPolicy.NEVER }))
      .toMatchObject({ image: 'registry.example.com/kubectl:v1.36.2', imagePullPolicy: 'Never' });
    expect(image().imagePullPolicy).toBe('Always');
  });

  test('kubectl is fetched where the server is put on the nodes by hand', () => {
    const policy = (imagePullPolicy: ImagePullPolicy) => jobs(chat({ offHours: OffHours.byCronJobs(NIGHT), server: ModelServer.http({ image: 'chat:v1', imagePullPolicy }) }))[0]
      .jobTemplate.spec.template.spec.containers[0].imagePullPolicy;
    expect(Object.values(ImagePullPolicy).map(policy)).toEqual(['Always', 'IfNotPresent', 'IfNotPresent']);
  });

  test('the Jobs reach DNS and the API server, and nobody reaches them', () => {
    const spec = (chart = prod()) => one(byCronJobs({}, undefined, chart), 'NetworkPolicy', 'chat-off-hours').spec;
    expect(spec().ingress).toEqual([]);
    expect(spec().podSelector).toEqual({ matchLabels: { 'app.kubernetes.io/name': 'chat-off-hours' } });
    expect(spec().egress[1]).not.toHaveProperty('to');
    const known = spec(prod({ cluster: Cluster.of('c', { apiServerCidrs: ['10.96.0.1/32', '192.0.2.10/32'] }) })).egress[1];
    expect(known.to).toEqual([{ ipBlock: { cidr: '10.96.0.1/32' } }, { ipBlock: { cidr: '192.0.2.10/32' } }]);
  });

  test('the policy selects the pods of the Jobs and not those of the service', () => {
    const service = byCronJobs({});
    expect(jobs(service)[0].jobTemplate.spec.template.metadata.labels).toMatchObject({ 'app.kubernetes.io/name': 'chat-off-hours', 'app.kubernetes.io/component': 'off-hours' });
    expect(one(service, 'Service').spec.selector).toEqual({ 'app.kubernetes.io/name': 'chat' });
  });

  test('a new release leaves them as they are, and a label of the namespace does not redirect their policy', () => {
    const team = new MlNamespace(prod(), 'nlp', { owner: 'nlp', costCenter: 'cc', commonLabels: { 'app.kubernetes.io/name': 'nlp' } });
    const { labels } = one(chat({ offHours: OffHours.byCronJobs(NIGHT) }, team), 'CronJob', 'chat-down').metadata;
    expect(labels).toMatchObject({ 'app.kubernetes.io/name': 'chat-off-hours', 'owner': 'nlp' });
    expect(labels).not.toHaveProperty('cdk8s-ml.dev/model-version');
  });

  test('names of one\'s own, to the limit of 52 characters', () => {
    const name = 'n'.repeat(52);
    expect(kinds(byCronJobs({ downName: name, upName: 'morning' }))).toEqual(expect.arrayContaining([`CronJob/${name}`, 'CronJob/morning']));
  });
});

describe('by KEDA', () => {
  const scaled = (scaling: Scaling | undefined, props: Partial<OffHoursCronJobProps> = {}) => chat({ offHours: OffHours.byKeda({ ...NIGHT, ...props }), scaling });

  test('the cron trigger holds the day\'s replicas beside the service\'s own metrics', () => {
    const service = scaled(onCpu);
    expect(kinds(service).slice(5)).toEqual(['ScaledObject/chat']);
    expect(one(service, 'ScaledObject')).toMatchObject({
      apiVersion: 'keda.sh/v1alpha1',
      spec: {
        maxReplicaCount: 20,
        minReplicaCount: 0,
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'chat' },
        triggers: [
          { metadata: { value: '70' }, metricType: 'Utilization', type: 'cpu' },
          { metadata: { desiredReplicas: '3', end: '0 18 * * 1-5', start: '0 7 * * 1-5', timezone: 'Europe/Berlin' }, type: 'cron' },
        ],
      },
    });
    expect(one(service, 'ScaledObject').spec.advanced.horizontalPodAutoscalerConfig.behavior.scaleDown.stabilizationWindowSeconds).toBe(300);
    expect(one(service, 'Deployment').spec).not.toHaveProperty('replicas');
  });

  test('a fixed number is KEDA\'s alone', () => {
    const service = scaled(Scaling.fixed(4), { downReplicas: 1 });
    const { spec } = one(service, 'ScaledObject');
    expect(spec).toMatchObject({ maxReplicaCount: 4, minReplicaCount: 1 });
    expect(spec.triggers.map((trigger: any) => trigger.type)).toEqual(['cron']);
    expect(spec).not.toHaveProperty('advanced');
    expect(one(service, 'Deployment').spec).not.toHaveProperty('replicas');
    expect(service.hasAutoscaler).toBe(true);
  });
});
