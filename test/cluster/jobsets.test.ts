import { JobLab, LAB_START, podTemplate } from './job-lab';

/** Exit codes with which the program says that another try is no use. */
const BAD_INPUT = 42;

let lab: JobLab;
beforeAll(async () => {
  lab = await JobLab.start(['jobset']);
  await lab.control.addNode({ name: 'node-a', capacity: { cpu: '32', memory: '128Gi' } });
}, LAB_START);
afterAll(async () => lab?.stop());

/** Four ranks on two Jobs that restart together: a disruption does not count, a final exit code is one. */
const gang = (name: string) => ({
  apiVersion: 'jobset.x-k8s.io/v1alpha2',
  kind: 'JobSet',
  metadata: { name },
  spec: {
    failurePolicy: {
      maxRestarts: 1,
      rules: [
        { name: 'disrupted', action: 'RestartJobSetAndIgnoreMaxRestarts', onJobFailureReasons: ['PodFailurePolicy'], onJobFailureMessagePatterns: ['.*DisruptionTarget.*'] },
        { name: 'final', action: 'FailJobSet', onJobFailureReasons: ['PodFailurePolicy'] },
      ],
    },
    replicatedJobs: [{
      name: 'workers',
      replicas: 2,
      template: {
        spec: {
          completionMode: 'Indexed',
          completions: 2,
          parallelism: 2,
          backoffLimit: 0,
          podFailurePolicy: {
            rules: [
              { action: 'FailJob', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] },
              { action: 'FailJob', onExitCodes: { containerName: 'main', operator: 'In', values: [BAD_INPUT] } },
            ],
          },
          template: podTemplate({ cpu: '1' }),
        },
      },
    }],
  },
});

const uids = (pods: any[]) => pods.map(({ metadata }) => metadata.uid);
const statusOf = async (name: string, namespace: string) => (await lab.control.get(['jobset', name, '-n', namespace])).status;

test('a disruption restarts all of a set, every time, and is not counted', async () => {
  const namespace = await lab.namespace('disrupted');
  await lab.apply([gang('train')], namespace);
  let pods = await lab.running(namespace, 4);
  for (let restart = 1; restart <= 3; restart++) {
    const before = uids(pods);
    await lab.evict(pods[1]);
    await lab.control.waitFor(`restart ${restart}`, async () => {
      const status = await statusOf('train', namespace);
      return status.restarts === restart || JSON.stringify(status);
    }, 60);
    pods = await lab.running(namespace, 4);
    expect(uids(pods).filter((uid) => before.includes(uid))).toEqual([]);
  }
  // one restart would have been granted for failures
  expect((await statusOf('train', namespace)).restartsCountTowardsMax ?? 0).toBe(0);
  for (const pod of pods) await lab.succeed(pod);
  await lab.condition('jobset', 'train', namespace, 'Completed');
});

test('a failure restarts all of a set as often as is granted', async () => {
  const namespace = await lab.namespace('failing');
  await lab.apply([gang('train')], namespace);
  const first = await lab.running(namespace, 4);
  await lab.fail(first[0], 1);
  await lab.control.waitFor('the restart', async () => (await statusOf('train', namespace)).restartsCountTowardsMax === 1, 60);
  const second = await lab.running(namespace, 4);
  expect(uids(second).filter((uid) => uids(first).includes(uid))).toEqual([]);
  await lab.fail(second[3], 1);
  await lab.condition('jobset', 'train', namespace, 'Failed');
});

test('an exit code that says "bad input" fails a set at once', async () => {
  const namespace = await lab.namespace('final');
  await lab.apply([gang('train')], namespace);
  await lab.fail((await lab.running(namespace, 4))[2], BAD_INPUT);
  await lab.condition('jobset', 'train', namespace, 'Failed');
  expect((await statusOf('train', namespace)).restarts ?? 0).toBe(0);
  await lab.running(namespace, 0);
});
