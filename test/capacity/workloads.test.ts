import { Size } from 'cdk8s';
import { Cpu } from '../../src/border/cpu';
import { rolloutStep } from '../../src/capacity/rollout-step';
import { needsStep, podsOf, unitCounts, Workload } from '../../src/capacity/workload';
import { workloadsOf } from '../../src/capacity/workloads';
import { Cluster } from '../../src/cluster/cluster';
import { NodePool } from '../../src/cluster/node-pool';
import { ManifestSet } from '../../src/reading/manifest-set';
import { Subject } from '../../src/reading/subject';
import { container, cronJob, deployment, hpa, job, object, podSpec, scaled, statefulSet, template } from '../rules/manifests';

const read = (objects: readonly any[], cluster?: Cluster): readonly Workload[] => workloadsOf(new ManifestSet(objects.map((manifest, i) => ({ manifest, path: `${i}`, cluster })), []));
const only = (...objects: any[]): Workload => {
  const [first, ...others] = read(objects);
  expect(others).toEqual([]);
  return first;
};
/** Pods at floor, in a step, in a rollout, at the maximum and at the peak. */
const pods = (...objects: any[]): number[] => {
  const workload = only(...objects);
  const { floor, step, rollout, max, peak } = unitCounts(workload);
  return [floor, step, rollout, max, peak].map((units) => workload.groups.reduce((sum, group) => sum + podsOf(group, units), 0));
};
const rolling = (maxSurge?: unknown, maxUnavailable?: unknown): any => ({ strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge, maxUnavailable } } });
const jobSet = (replicatedJobs: object[], spec: object = {}): any => object('jobset.x-k8s.io/v1alpha2', 'JobSet', 'train', { spec: { replicatedJobs, ...spec } });
const replicated = (name: string, replicas: number | undefined, jobSpec: object = {}, more: object = {}): object =>
  ({ name, replicas, template: { spec: { template: template(), ...jobSpec } }, ...more });
const trainJob = (trainer: object): any => object('trainer.kubeflow.org/v1alpha1', 'TrainJob', 'train', { spec: { runtimeRef: { name: 'torch-distributed' }, trainer } });
const leaderWorkers = (spec: object = {}, group: object = {}): any => object('leaderworkerset.x-k8s.io/v1', 'LeaderWorkerSet', 'llm', { spec: { leaderWorkerTemplate: { workerTemplate: template(), ...group }, ...spec } });

describe('pods at floor, step, rollout, maximum and peak', () => {
  test.each([
    ['a Deployment', [deployment({}, { replicas: 4 })], [4, 4, 5, 4, 5]],
    ['a Deployment of 3, of which a quarter is none', [deployment({}, { replicas: 3 })], [3, 4, 4, 3, 4]],
    ['a Deployment without replicas', [deployment({}, { replicas: undefined })], [1, 2, 2, 1, 2]],
    ['a Deployment that is recreated', [deployment({}, { replicas: 3, strategy: { type: 'Recreate' } })], [3, 3, 3, 3, 3]],
    ['a Deployment that may do without one', [deployment({}, { replicas: 3, ...rolling(0, 1) })], [3, 3, 3, 3, 3]],
    ['a Deployment whose shares both come to nothing', [deployment({}, { replicas: 3, ...rolling('0%', '10%') })], [3, 3, 3, 3, 3]],
    ['an autoscaler', [scaled(), hpa({ minReplicas: 2, maxReplicas: 10 })], [2, 3, 3, 10, 13]],
    ['a ScaledObject, which scales to none', [scaled(), object('keda.sh/v1alpha1', 'ScaledObject', 'chat', { spec: { scaleTargetRef: { name: 'chat' }, maxReplicaCount: 5 } })], [0, 0, 0, 5, 7]],
    ['a StatefulSet, which rolls in place', [statefulSet({ replicas: 3 })], [3, 3, 3, 3, 3]],
    ['a Job with more to do than it does at once', [job({ parallelism: 4, completions: 10 })], [0, 0, 0, 4, 4]],
    ['a Job with less to do', [job({ parallelism: 4, completions: 2 })], [0, 0, 0, 2, 2]],
    ['a CronJob', [cronJob()], [0, 0, 0, 1, 1]],
    ['a Pod', [object('v1', 'Pod', 'p', { spec: podSpec() })], [1, 1, 1, 1, 1]],
    ['a Pod that ends', [object('v1', 'Pod', 'p', { spec: podSpec({ restartPolicy: 'Never' }) })], [0, 0, 0, 1, 1]],
    ['a ScaledJob', [object('keda.sh/v1alpha1', 'ScaledJob', 's', { spec: { maxReplicaCount: 7, jobTargetRef: { parallelism: 2, template: template() } } })], [0, 0, 0, 14, 14]],
    ['a JobSet', [jobSet([replicated('driver', undefined), replicated('workers', 2, { parallelism: 4, completions: 4 })])], [0, 0, 0, 9, 9]],
    ['a TrainJob', [trainJob({ numNodes: 4 })], [0, 0, 0, 4, 4]],
    ['a TrainJob whose nodes its runtime counts', [trainJob({})], [0, 0, 0, 1, 1]],
    ['a LeaderWorkerSet', [leaderWorkers({ replicas: 2 }, { size: 4 })], [8, 8, 8, 8, 8]],
    ['a LeaderWorkerSet that may not do without a group', [leaderWorkers({ replicas: 2, rolloutStrategy: { rollingUpdateConfiguration: { maxUnavailable: 0, maxSurge: 1 } } }, { size: 4 })], [8, 12, 12, 8, 12]],
    ['a LeaderWorkerSet with more surge than groups', [leaderWorkers({ replicas: 1, rolloutStrategy: { rollingUpdateConfiguration: { maxSurge: 5 } } }, { size: 2 })], [2, 2, 4, 2, 4]],
    ['a DaemonSet on nobody knows how many nodes', [object('apps/v1', 'DaemonSet', 'd', { spec: { template: template() } })], [0, 0, 0, 1, 1]],
  ])('of %s', (_, objects, expected) => {
    expect(pods(...objects)).toEqual(expected);
  });

  test('of a DaemonSet are those of the pools that it runs on', () => {
    const node = { cpu: Cpu.units(4), memory: Size.gibibytes(8) };
    const cluster = Cluster.of('prod', { pools: [NodePool.cpu('a', { ...node, minNodes: 2, maxNodes: 5 }), NodePool.cpu('b', { ...node, maxNodes: 9, taints: [{ key: 'x' }] })] });
    const [daemon] = read([object('apps/v1', 'DaemonSet', 'd', { spec: { template: template() } })], cluster);
    expect(unitCounts(daemon)).toMatchObject({ floor: 2, max: 5 });
  });
});

describe('what is read', () => {
  test('of a leader is its own template, and of workers theirs', () => {
    const { groups } = only(leaderWorkers({}, { size: 3, leaderTemplate: template({ containers: [container({ resources: { requests: { cpu: '2' } } })] }) }));
    expect(groups.map(({ perUnit, footprint }) => [perUnit, `${footprint.requests.get('cpu')}`])).toEqual([[1, '2'], [2, '500m']]);
  });

  test('of a JobSet runs together but for what waits until another has ended', () => {
    const { together, groups } = only(jobSet([replicated('fetch', 1), replicated('train', 4, {}, { dependsOn: [{ name: 'fetch', status: 'Complete' }] })]));
    expect(together).toEqual([[groups[0]], [groups[1]]]);
    expect(only(jobSet([replicated('a', 1), replicated('b', 1, {}, { dependsOn: [{ name: 'a', status: 'Ready' }] })])).together).toHaveLength(1);
    const chain = only(jobSet([replicated('a', 1), replicated('b', 1, {}, { dependsOn: [{ name: 'a', status: 'Complete' }] }), replicated('c', 1, {}, { dependsOn: [{ name: 'b', status: 'Ready' }] })]));
    expect(chain.together).toEqual(chain.groups.map((group) => [group]));
  });

  test('leaves out what another owns and what has ended', () => {
    const owned = { ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'chat', controller: true }] };
    expect(read([deployment(), object('apps/v1', 'ReplicaSet', 'chat-5d4', { spec: { template: template() } }, owned)])).toHaveLength(1);
    expect(read([object('apps/v1', 'ReplicaSet', 'chat-5d4', { spec: { template: template() } }, owned)])).toHaveLength(1);
    expect(read([object('v1', 'Pod', 'p', { spec: podSpec(), status: { phase: 'Succeeded' } })])).toEqual([]);
    expect(read([{ ...job(), status: { conditions: [{ type: 'Complete', status: 'True' }] } }])).toEqual([]);
    // a Deployment is Available, not complete
    expect(read([{ ...deployment(), status: { conditions: [{ type: 'Available', status: 'True' }] } }])).toHaveLength(1);
  });

  test('waits for a queue or for somebody who lets it start', () => {
    expect(only(job({ suspend: true })).presence).toBe('when admitted');
    expect(only({ ...job(), metadata: { name: 'train', labels: { 'kueue.x-k8s.io/queue-name': 'research' } } }).presence).toBe('when admitted');
    expect(only(job()).presence).toBe('at times');
    // Kueue reads the labels of the Jobs that a CronJob makes, and not its own
    const queued = { metadata: { labels: { 'kueue.x-k8s.io/queue-name': 'research' } } };
    const { spec } = cronJob();
    expect(only(cronJob({ jobTemplate: { ...spec.jobTemplate, ...queued } })).presence).toBe('when admitted');
    expect(only({ ...cronJob(), metadata: { name: 'nightly', ...queued.metadata } }).presence).toBe('at times');
  });

  test('says that CronJobs may run several times at once', () => {
    expect(only(cronJob()).text).toBe('at least 1 run, concurrencyPolicy Allow has no upper bound');
    expect(only(cronJob({ concurrencyPolicy: 'Forbid' })).text).toBe('1 run');
  });

  test('counts devices of claims and claims for volumes', () => {
    const claimTemplate = object('resource.k8s.io/v1', 'ResourceClaimTemplate', 'gpus', {
      spec: { spec: { devices: { requests: [{ name: 'a', exactly: { deviceClassName: 'gpu.example.com', count: 2 } }, { name: 'b', firstAvailable: [{ deviceClassName: 'gpu.example.com', count: 3 }, { deviceClassName: 'gpu.example.com', allocationMode: 'All' }] }] } } },
    });
    const [workload] = read([deployment({
      resourceClaims: [{ name: 'gpus', resourceClaimTemplateName: 'gpus' }],
      volumes: [{ name: 'scratch', ephemeral: { volumeClaimTemplate: { spec: { storageClassName: 'fast', resources: { requests: { storage: '1.5' } } } } } }],
    }), claimTemplate]);
    expect(Object.fromEntries([...workload.groups[0].claims].map(([key, amount]) => [key, `${amount}`]))).toEqual({
      'gpu.example.com.deviceclass.resource.k8s.io/devices': '34',
      'count/resourceclaims.resource.k8s.io': '1',
      'persistentvolumeclaims': '1',
      'count/persistentvolumeclaims': '1',
      'requests.storage': '2',
      'fast.storageclass.storage.k8s.io/persistentvolumeclaims': '1',
      'fast.storageclass.storage.k8s.io/requests.storage': '2',
    });
  });

  test('may be raised by a VerticalPodAutoscaler to its bound, limits in proportion', () => {
    const vpa = (policy: object, mode?: string): any => object('autoscaling.k8s.io/v1', 'VerticalPodAutoscaler', 'chat', {
      spec: { targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'chat' }, updatePolicy: mode && { updateMode: mode }, resourcePolicy: { containerPolicies: [{ containerName: '*', ...policy }] } },
    });
    const raised = (...objects: any[]): string[] => {
      const [{ raised: [{ requests, limits }] }] = read(objects);
      return [`${requests.get('cpu')}`, `${requests.get('memory')}`, `${limits.get('memory')}`];
    };
    const maxAllowed = { cpu: '2', memory: '2Gi' };
    expect(raised(deployment())).toEqual(['500m', '512Mi', '512Mi']);
    expect(raised(deployment(), vpa({ maxAllowed }))).toEqual(['2', '2Gi', '2Gi']);
    expect(raised(deployment(), vpa({ maxAllowed, controlledValues: 'RequestsOnly' }))).toEqual(['2', '2Gi', '512Mi']);
    expect(raised(deployment(), vpa({ maxAllowed, controlledResources: ['cpu'] }))).toEqual(['2', '512Mi', '512Mi']);
    expect(raised(deployment(), vpa({ maxAllowed }, 'Off'))).toEqual(['500m', '512Mi', '512Mi']);
    expect(raised(deployment(), vpa({}))).toEqual(['500m', '512Mi', '512Mi']);
  });

  test('takes the overhead of a RuntimeClass', () => {
    const [workload] = read([deployment({ runtimeClassName: 'kata' }), { apiVersion: 'node.k8s.io/v1', kind: 'RuntimeClass', metadata: { name: 'kata' }, handler: 'kata', overhead: { podFixed: { cpu: '250m' } } }]);
    expect(`${workload.groups[0].footprint.requests.get('cpu')}`).toBe('750m');
  });
});

test('what KEDA scales to less while it is idle than when it is not may be that few', () => {
  const scaledObject = (spec: object): any => ({ apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledObject', metadata: { name: 'wake', namespace: 'team-a' }, spec: { scaleTargetRef: { name: 'chat' }, maxReplicaCount: 5, ...spec } });
  const counted = (spec: object) => {
    const { min, max, text } = read([deployment(), scaledObject(spec)])[0];
    return [min, max, text];
  };
  expect(counted({ minReplicaCount: 2, idleReplicaCount: 0 })).toEqual([0, 5, "0, or 2 to 5 by ScaledObject 'wake'"]);
  expect(counted({ minReplicaCount: 2 })).toEqual([2, 5, "2 to 5 by ScaledObject 'wake'"]);
});

describe('a rollout', () => {
  const step = (maxSurge: unknown, maxUnavailable: unknown) => rolloutStep(new Subject(deployment({}, rolling(maxSurge, maxUnavailable)), 'x', 0))!;

  test.each([
    ['25%', '25%', 1, 1, 0], ['25%', '25%', 4, 1, 1], ['25%', '25%', 5, 2, 1], [1, 0, 9, 1, 0], [0, '10%', 5, 0, 1], ['100%', '100%', 3, 3, 3], [0, 5, 3, 0, 3], [0, '25%', 0, 0, 0],
  ])('of %s and %s at %i replicas adds %i and does without %i', (maxSurge, maxUnavailable, replicas, surge, unavailable) => {
    expect([step(maxSurge, maxUnavailable).surge(replicas), step(maxSurge, maxUnavailable).unavailable(replicas)]).toEqual([surge, unavailable]);
  });

  test('of a DaemonSet adds pods only where it is told to, and does without none then', () => {
    const of = (updateStrategy?: object) => rolloutStep(new Subject({ apiVersion: 'apps/v1', kind: 'DaemonSet', spec: { updateStrategy } }, 'x', 0))!;
    const numbers = (updateStrategy?: object) => [of(updateStrategy).surge(5), of(updateStrategy).unavailable(5)];
    expect(numbers()).toEqual([0, 1]);
    expect(numbers({ rollingUpdate: { maxSurge: '30%', maxUnavailable: 0 } })).toEqual([2, 0]);
    expect(numbers({ type: 'OnDelete', rollingUpdate: { maxSurge: 1 } })).toEqual([0, 1]);
  });

  test('needs one more only where none may be unavailable', () => {
    expect([1, 2, 3, 4, 5].map((n) => needsStep(step('25%', '25%'), n))).toEqual([true, true, true, false, false]);
    expect([needsStep(undefined, 3), needsStep(step(1, 0), 0)]).toEqual([false, false]);
  });
});
