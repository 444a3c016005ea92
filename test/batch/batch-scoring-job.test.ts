import { App, Duration, JsonPatch, Size } from 'cdk8s';
import { containerOf, envOf, jobObject, jobSpec, MINIMAL, podOf, refused, scoring } from './scoring';
import { BatchScoringJob } from '../../src/batch/batch-scoring-job';
import { BatchScoringJobProps } from '../../src/batch/batch-scoring-job-props';
import { ExitCodes } from '../../src/batch/exit-codes';
import { Cpu } from '../../src/border/cpu';
import { Accelerator } from '../../src/cluster/accelerator';
import { DeviceClass } from '../../src/cluster/accelerators/device-class';
import { NodePool } from '../../src/cluster/node-pool';
import { MlChart } from '../../src/platform/ml-chart';
import { ITrainingQueue } from '../../src/platform/queue/training-queue-labels';
import { Config } from '../../src/pod/config/config';
import { SecretSource } from '../../src/pod/config/secret-source';
import { Placement } from '../../src/pod/placement/placement';
import { Resources } from '../../src/pod/resources/resources';
import { judge } from '../../src/rules/judge';
import { Schedule } from '../../src/task/schedule';
import { kinds, objects, one } from '../serving/service';

const IGNORE = { action: 'Ignore', onPodConditions: [{ status: 'True', type: 'DisruptionTarget' }] };
const KEPT = { 'argocd.argoproj.io/compare-options': 'IgnoreExtraneous', 'argocd.argoproj.io/sync-options': 'Prune=false', 'kustomize.toolkit.fluxcd.io/prune': 'disabled' };
const research: ITrainingQueue = { localQueueName: 'research', priorityClassName: 'low', withPriority: () => { throw new Error(); } };
const nightly = Schedule.cron('0 4 * * *', { timeZone: 'Europe/Berlin' });

describe('minimal props', () => {
  const job = scoring();

  test('an account, a network policy and a Job that is named after its run', () => {
    expect(kinds(job)).toEqual(['ServiceAccount/score', 'NetworkPolicy/score', 'Job/score-r1']);
    expect([job.name, job.job.name, job.serviceAccount?.name]).toEqual(['score', 'score-r1', 'score']);
    expect(jobObject(job).metadata).toEqual({
      annotations: { 'cdk8s-ml.dev/run-id': 'r1', ...KEPT },
      labels: { 'app.kubernetes.io/component': 'batch-scoring', 'app.kubernetes.io/instance': 'score', 'app.kubernetes.io/managed-by': 'cdk8s', 'app.kubernetes.io/name': 'score' },
      name: 'score-r1',
      namespace: 'team-a',
    });
  });

  test('each shard is retried for itself, and a disruption is no failure', () => {
    const { template, ...spec } = jobSpec(job);
    expect(spec).toEqual({
      backoffLimitPerIndex: 6,
      completionMode: 'Indexed',
      completions: 4,
      parallelism: 4,
      podFailurePolicy: { rules: [IGNORE] },
      podReplacementPolicy: 'Failed',
    });
    expect(template.spec).toMatchObject({ restartPolicy: 'Never', serviceAccountName: 'score', terminationGracePeriodSeconds: 30 });
  });

  test('a node autoscaler that tidies up waits for the shard', () => {
    expect(jobSpec(job).template.metadata.annotations).toEqual({
      'cdk8s-ml.dev/run-id': 'r1', 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'false', 'karpenter.sh/do-not-disrupt': 'true',
    });
  });

  test('a shard knows which it is, of how many, in which run, and where it writes and commits', () => {
    expect(envOf(job)).toEqual({
      COMMIT_MARKER_URI: '$(SHARD_OUTPUT_URI)/_SUCCESS',
      HOME: '/tmp',
      OUTPUT_URI: 's3://scores/churn',
      RUN_ID: 'r1',
      SHARD_COUNT: '4',
      SHARD_INDEX: { fieldRef: { fieldPath: "metadata.annotations['batch.kubernetes.io/job-completion-index']" } },
      SHARD_OUTPUT_URI: 's3://scores/churn/run=score-r1/shard=$(SHARD_INDEX)',
    });
    // Kubernetes knows a variable by those before it only
    const names = containerOf(job).env.map(({ name }: { name: string }) => name);
    const at = (name: string) => names.indexOf(name);
    expect(at('SHARD_INDEX')).toBeLessThan(at('SHARD_OUTPUT_URI'));
    expect(at('SHARD_OUTPUT_URI')).toBeLessThan(at('COMMIT_MARKER_URI'));
  });

  test('the rules have nothing against it', () => {
    expect(judge(objects(job).map((manifest) => ({ manifest, path: 'prod' })), [])).toEqual([]);
  });
});

describe('all props', () => {
  const job = scoring({
    runId: undefined,
    shards: 64,
    input: 's3://events/daily',
    output: 's3://scores/churn/',
    parallelism: 8,
    retries: 2,
    maxFailedShards: 3,
    exitCodes: ExitCodes.of({ badInput: [66, 65], fatal: [78], worthRetry: [75, 1] }),
    enoughShards: 60,
    deadline: Duration.hours(3),
    ttl: Duration.days(1),
    gracePeriod: Duration.seconds(10),
    schedule: nightly,
    queue: research,
  });

  test('a CronJob without overlap, whose Jobs stand in the queue', () => {
    const { metadata, spec: { jobTemplate, ...spec } } = jobObject(job);
    expect(kinds(job)).toEqual(['ServiceAccount/score', 'NetworkPolicy/score', 'CronJob/score']);
    expect(spec).toEqual({
      concurrencyPolicy: 'Forbid', failedJobsHistoryLimit: 3, schedule: '0 4 * * *', startingDeadlineSeconds: 43200, successfulJobsHistoryLimit: 1, suspend: false, timeZone: 'Europe/Berlin',
    });
    expect(metadata.labels).not.toHaveProperty(['kueue.x-k8s.io/queue-name']);
    expect(jobTemplate.metadata.labels).toEqual({ ...metadata.labels, 'kueue.x-k8s.io/priority-class': 'low', 'kueue.x-k8s.io/queue-name': 'research' });
    // labels of the queue on pods would make each of them stand in it for itself
    expect(jobTemplate.spec.template.metadata.labels).toEqual(metadata.labels);
  });

  test('the numbers are the Job\'s', () => {
    const { template, ...spec } = jobSpec(job);
    expect(spec).toEqual({
      activeDeadlineSeconds: 10800,
      backoffLimitPerIndex: 2,
      completionMode: 'Indexed',
      completions: 64,
      maxFailedIndexes: 3,
      parallelism: 8,
      podFailurePolicy: {
        rules: [
          IGNORE,
          { action: 'FailJob', onExitCodes: { containerName: 'scoring', operator: 'In', values: [78] } },
          { action: 'FailIndex', onExitCodes: { containerName: 'scoring', operator: 'In', values: [65, 66] } },
          { action: 'FailIndex', onExitCodes: { containerName: 'scoring', operator: 'NotIn', values: [1, 75] } },
        ],
      },
      podReplacementPolicy: 'Failed',
      successPolicy: { rules: [{ succeededCount: 60 }] },
      ttlSecondsAfterFinished: 86400,
    });
    expect(template.spec).toMatchObject({ terminationGracePeriodSeconds: 10, containers: [{ name: 'scoring' }] });
  });

  test('a run of a schedule is told by the name of its Job, so that each writes to a folder of its own', () => {
    expect(envOf(job)).toMatchObject({
      INPUT_URI: 's3://events/daily',
      OUTPUT_URI: 's3://scores/churn/',
      RUN_ID: { fieldRef: { fieldPath: "metadata.labels['batch.kubernetes.io/job-name']" } },
      SHARD_OUTPUT_URI: 's3://scores/churn/run=$(RUN_ID)/shard=$(SHARD_INDEX)',
    });
    const names = containerOf(job).env.map(({ name }: { name: string }) => name);
    expect(names.indexOf('RUN_ID')).toBeLessThan(names.indexOf('SHARD_OUTPUT_URI'));
  });

  test('the rules have nothing against it', () => {
    const queue = [{ kind: 'LocalQueue', name: 'research', namespace: 'team-a' }, { kind: 'WorkloadPriorityClass', name: 'low' }];
    expect(judge(objects(job).map((manifest) => ({ manifest, path: 'prod' })), queue)).toEqual([]);
  });
});

describe('defaults that follow from other numbers', () => {
  const small = Resources.guaranteed({ cpu: Cpu.units(3), memory: Size.gibibytes(2) });
  const pool = (maxNodes: number) => NodePool.cpu('cpu', { cpu: Cpu.units(8), memory: Size.gibibytes(32), maxNodes, labels: { pool: 'cpu' }, allocatable: { cpu: Cpu.units(8) } });
  const parallelism = (props: Partial<BatchScoringJobProps>) => jobSpec(scoring(props)).parallelism;

  test.each<[string, Partial<BatchScoringJobProps>, number]>([
    ['as many at once as the pool holds, each node for itself', { shards: 100, resources: small, placement: Placement.of({ pools: [pool(3)] }) }, 6],
    ['not more than there are shards', { shards: 5, resources: small, placement: Placement.of({ pools: [pool(3)] }) }, 5],
    ['one where none has room, for the proof to speak of', { resources: Resources.guaranteed({ cpu: Cpu.units(9), memory: Size.gibibytes(1) }), placement: Placement.of({ pools: [pool(3)] }) }, 1],
    ['all without pools', { shards: 5000 }, 5000],
    ['what the API server takes', { shards: 200_000 }, 10_000],
    ['by accelerators', { shards: 100, placement: Placement.of({ pools: [NodePool.gpu('l4', { accelerator: Accelerator.NVIDIA_L4, perNode: 4, cpu: Cpu.units(48), memory: Size.gibibytes(192), maxNodes: 2 })], gpus: 3 }) }, 2],
    ['by claimed accelerators', {
      shards: 100,
      placement: Placement.of({
        pools: [NodePool.gpu('l4', { accelerator: Accelerator.NVIDIA_L4, perNode: 4, cpu: Cpu.units(48), memory: Size.gibibytes(192), maxNodes: 2, deviceClass: DeviceClass.NVIDIA_GPU })],
        gpus: 2,
      }),
    }, 4],
  ])('parallelism: %s', (_, props, expected) => {
    expect(parallelism(props)).toBe(expected);
  });

  test('a single shard in a queue leaves nothing to say, and a number that is said stands', () => {
    expect(parallelism({ queue: research, shards: 1 })).toBe(1);
    expect(parallelism({ queue: research, shards: 400, parallelism: 16 })).toBe(16);
  });

  test('shards that may fail: what leaves enough; a bound of their own where there are very many', () => {
    const most = (props: Partial<BatchScoringJobProps>) => jobSpec(scoring(props)).maxFailedIndexes;
    expect(most({ shards: 64, enoughShards: 60 })).toBe(4);
    expect(most({ shards: 64, enoughShards: 60, maxFailedShards: 0 })).toBe(0);
    expect(most({ shards: 100, enoughShards: 90, maxFailedShards: 10 })).toBe(10);
    expect(most({ shards: 100_000 })).toBeUndefined();
    expect(most({ shards: 100_001 })).toBe(10_000);
    expect(most({ shards: 200_000, enoughShards: 1000 })).toBe(10_000);
  });

  test('0 retries, and a time to live of 0, are what was asked for', () => {
    expect(jobSpec(scoring({ retries: 0, ttl: Duration.seconds(0) }))).toMatchObject({ backoffLimitPerIndex: 0, ttlSecondsAfterFinished: 0 });
  });

  test.each([['s3://scores', 's3://scores'], ['s3://scores//', 's3://scores'], ['hdfs://names:8020/scores/', 'hdfs://names:8020/scores']])('the folder of a shard of %s', (output, folder) => {
    expect(envOf(scoring({ output })).SHARD_OUTPUT_URI).toBe(`${folder}/run=score-r1/shard=$(SHARD_INDEX)`);
  });

  test('without a run or a schedule the name is all', () => {
    const job = scoring({ runId: undefined });
    expect([job.job.name, envOf(job).RUN_ID, envOf(job).SHARD_OUTPUT_URI]).toEqual(['score', 'score', 's3://scores/churn/run=score/shard=$(SHARD_INDEX)']);
    expect(jobObject(job).metadata).not.toHaveProperty(['annotations', 'cdk8s-ml.dev/run-id']);
    expect(judge(objects(job).map((manifest) => ({ manifest, path: 'prod' })), []).map(({ rule, severity, object }) => [rule, severity, object])).toEqual([['ML-JOB-001', 'warning', 'Job/team-a/score']]);
  });
});

test('on spot nodes by their pool', () => {
  const spot = NodePool.cpu('spot', { cpu: Cpu.units(8), memory: Size.gibibytes(32), maxNodes: 4, spot: true, labels: { pool: 'spot' }, taints: [{ key: 'spot', value: 'true' }] });
  expect(podOf(scoring({ placement: Placement.of({ pools: [spot] }) }))).toMatchObject({
    nodeSelector: { pool: 'spot' }, tolerations: [{ effect: 'NoSchedule', key: 'spot', operator: 'Equal', value: 'true' }],
  });
});

test('two in a chart, the same bytes twice, and the escape hatch', () => {
  const make = () => {
    const chart = new MlChart(new App(), 'prod', { namespace: 'team-a' });
    const first = new BatchScoringJob(chart, 'first', MINIMAL);
    new BatchScoringJob(chart, 'second', { ...MINIMAL, runId: undefined, schedule: nightly });
    first.job.addJsonPatch(JsonPatch.replace('/spec/parallelism', 2));
    return chart;
  };
  expect(JSON.stringify(make().toJson())).toBe(JSON.stringify(make().toJson()));
  const jobs = make().toJson().filter(({ kind }) => kind.endsWith('Job'));
  expect(jobs.map(({ kind, metadata, spec }) => [kind, metadata.name, spec.parallelism])).toEqual([['Job', 'first-r1', 2], ['CronJob', 'second', undefined]]);
});

describe('whom it may call', () => {
  const egress = (props: Partial<BatchScoringJobProps>) => one(scoring(props), 'NetworkPolicy').spec.egress.slice(1);
  const STORAGE = { ports: [{ port: 443, protocol: 'TCP' }], to: [{ ipBlock: { cidr: '0.0.0.0/0' } }] };

  test('the object storage of its input and its output, said once', () => {
    expect(egress({ input: 'gs://events/daily', output: 'hdfs://namenode:8020/scores' })).toEqual([STORAGE]);
    expect(egress({ input: 's3://events/daily', output: 's3://scores/churn' })).toEqual([STORAGE]);
  });

  test('nobody but the names\' server where both are elsewhere', () => {
    expect(egress({ input: 'hdfs://namenode:8020/events', output: 'hdfs://namenode:8020/scores' })).toEqual([]);
    expect(one(scoring({ output: 'hdfs://namenode:8020/scores' }), 'NetworkPolicy').spec.egress).toHaveLength(1);
  });
});

test('another run is another Job beside it, with the account and the policy of both', () => {
  const objectsOf = (runId: string) => objects(scoring({ runId })).map(({ kind, metadata }) => `${kind}/${metadata.name}`);
  expect(objectsOf('r2')).toEqual(['ServiceAccount/score', 'NetworkPolicy/score', 'Job/score-r2']);
  expect(one(scoring(), 'NetworkPolicy')).toEqual(one(scoring({ runId: 'r2' }), 'NetworkPolicy'));
});

test('a GitOps controller leaves a run alone when the next one takes its place, and neither its pods nor what has no id of its own is told so', () => {
  const annotations = (props: Partial<BatchScoringJobProps>) => jobObject(scoring(props)).metadata.annotations;
  expect(annotations({})).toMatchObject(KEPT);
  expect(jobSpec(scoring()).template.metadata.annotations).not.toMatchObject(KEPT);
  expect(annotations({ runId: undefined })).toBeUndefined();
  expect(annotations({ runId: undefined, schedule: nightly })).toBeUndefined();
});

const LONG = 'a'.repeat(60);
const LASTING = 'a URI, for what is at a path is read-only or ends with the pod';
const OWN_OUTPUT = "write for example \"s3://scores/churn\"; tell the program of a volume that a JSON patch mounts by an 'env' of your own";
const OWN_INPUT = "write for example \"s3://events/2026-11-21\"; tell the program of a volume that a JSON patch mounts, or of what is in the image, by an 'env' of your own";

test.each<[string, Partial<BatchScoringJobProps>, string]>([
  ['no shards', { shards: 0 }, "'shards' must be a whole number of at least 1, got 0; cut the work into at least 1 part"],
  ['a part of a shard', { shards: 1.5 }, "'shards' must be a whole number of at least 1, got 1.5; cut the work into at least 1 part"],
  ['more shards than the API has numbers for', { shards: 2 ** 31 }, "'shards' must be a whole number from 1 to 2147483647, got 2147483648; cut the work into at least 1 part"],
  ['more at once than there are', { parallelism: 5 }, "'parallelism' must be at most the 4 shards, got 5; lower it, or leave it out"],
  ['to guess what a queue has a quota for', { queue: research, shards: 400 },
    "'parallelism' is missing and the job stands in a 'queue', which starts it when all pods that work at once have their quota, and never if it has less; give as many as the quota of the queue holds"],
  ['none at once', { parallelism: 0 }, "'parallelism' must be a whole number of at least 1, got 0; work on at least 1 shard at once"],
  ['more at once than the API server takes', { shards: 200_000, parallelism: 10_001 },
    "'parallelism' must be at most 10000, what the API server takes of more than 100000 shards, got 10001; lower it, or leave it out"],
  ['more failures than shards', { maxFailedShards: 5 }, "'maxFailedShards' must be at most the 4 shards, got 5; lower it, or leave it out"],
  ['more failures than leave enough', { shards: 100, enoughShards: 90, maxFailedShards: 50 },
    "'maxFailedShards' must be at most 10, which leaves the 90 of 100 shards that are enough, got 50; lower it, or leave it out"],
  ['failures where all have to be enough', { enoughShards: 4, maxFailedShards: 1 },
    "'maxFailedShards' must be at most 0, which leaves the 4 of 4 shards that are enough, got 1; lower it, or leave it out"],
  ['fewer failures than none', { maxFailedShards: -1 }, "'maxFailedShards' must be a whole number of at least 0, got -1; give a whole number in that range"],
  ['more failures than the API server takes', { shards: 200_000, maxFailedShards: 20_000 },
    "'maxFailedShards' must be at most 10000, what the API server takes of more than 100000 shards, got 20000; lower it, or leave it out"],
  ['enough that are more than all', { enoughShards: 5 }, "'enoughShards' must be at most the 4 shards, got 5; lower it, or leave it out"],
  ['enough that are none', { enoughShards: 0 }, "'enoughShards' must be a whole number of at least 1, got 0; at least 1 shard has to be enough"],
  ['fewer retries than none', { retries: -1 }, "'retries' must be a whole number of at least 0, got -1; give a whole number in that range"],
  ['no time', { deadline: Duration.seconds(0) }, "'deadline' must be a whole number of seconds of at least 1 s, got \"0 s\"; give for example Duration.seconds(30)"],
  ['a fraction of a second', { ttl: Duration.millis(1500) }, "'ttl' must be a whole number of seconds of at least 0 s, got \"1.5 s\"; give for example Duration.seconds(30)"],
  ['no time to stop', { gracePeriod: Duration.seconds(0) }, "'gracePeriod' must be a whole number of seconds of at least 1 s, got \"0 s\"; give for example Duration.seconds(30)"],
  ['an address with a password', { input: 'https://me:hunter2@files.example.com/in' },
    "'input' must not carry a user or password, for manifests are read by many; leave it out, and give an identity or a Secret as a file"],
  ['an address with a signature', { output: 'https://account.blob.core.windows.net/out?sv=2024&sig=abc' },
    "'output' must not carry a query, in which signatures and tokens are written, for manifests are read by many; leave it out, and give an identity or a Secret as a file"],
  ['an address that is none', { output: 'scores' }, "'output' must be a URI or an absolute path, got \"scores\"; write for example \"s3://scores/churn\""],
  ['results where nothing is mounted', { output: '/data/out' }, `'output' must be ${LASTING}, got "/data/out"; ${OWN_OUTPUT}`],
  ['results that end with the pod', { output: '/tmp/out' }, `'output' must be ${LASTING}, got "/tmp/out"; ${OWN_OUTPUT}`],
  ['work where nothing is mounted', { input: '/data/in' }, `'input' must be a URI, or a path below something that is mounted (/tmp), got "/data/in"; ${OWN_INPUT}`],
  ['work beside a mount', { input: '/etc/lists-of-old', configs: [Config.asFiles('/etc/lists', { a: '1' })] },
    `'input' must be a URI, or a path below something that is mounted (/etc/lists, /tmp), got "/etc/lists-of-old"; ${OWN_INPUT}`],
  ['work out of a mount', { input: '/tmp/../data' }, `'input' must be a URI, or a path below something that is mounted (/tmp), got "/tmp/../data"; ${OWN_INPUT}`],
  ['a run of a schedule', { schedule: nightly }, "'runId' is given and 'schedule' makes runs that have their own ids; leave one of them out"],
  ...[59, 63].map((length): [string, Partial<BatchScoringJobProps>, string] => [`a run of ${length} characters`, { runId: 'r'.repeat(length), shards: 100 },
    `'runId' must be short enough to leave room for a name, got "${'r'.repeat(length)}"; names of pods have 63 characters; shorten it`]),
  ['a run that cannot be named', { runId: 'Run 7' }, "'runId' must be of a-z, 0-9 and '-', for it is part of a name, got \"Run 7\"; use for example \"2026-11-21-a\""],
  ['a variable that is derived', { env: { SHARD_INDEX: '7' } }, "environment variable 'SHARD_INDEX' is given by 'env' and by 'shards'; remove one of them"],
  ['a name too long for the pods of its run', { name: LONG, shards: 1000 },
    `'name' must be a DNS label (at most 56 of a-z, 0-9 and '-', starting with a letter, ending with a letter or digit), got "${LONG}"; use for example "${'a'.repeat(56)}"`],
  ['a name too long for the pods of its runs', { name: LONG, shards: 1000, runId: undefined, schedule: nightly },
    `'name' must be a DNS label (at most 50 of a-z, 0-9 and '-', starting with a letter, ending with a letter or digit), got "${LONG}"; use for example "${'a'.repeat(50)}"`],
  ['a name too long for a CronJob', { name: LONG, shards: 4, runId: undefined, schedule: nightly },
    `'name' must be a DNS label (at most 52 of a-z, 0-9 and '-', starting with a letter, ending with a letter or digit), got "${LONG}"; use for example "${'a'.repeat(52)}"`],
])('refuses %s', (_, props, message) => {
  expect(refused(props)).toEqual([message]);
});

test('work may be in a file of a ConfigMap or a Secret, or in a folder that the program fills', () => {
  const configs = [Config.asFiles('/etc/lists/', { today: 'a,b' })];
  const secrets = [SecretSource.asFiles('customers', '/var/run/secrets/customers')];
  for (const input of ['/etc/lists', '/etc/lists/today', '/var/run/secrets/customers/all', '/tmp/work/']) {
    expect(refused({ input, configs, secrets })).toEqual([]);
    expect(envOf(scoring({ input, configs, secrets })).INPUT_URI).toBe(input);
  }
});

test('names every violation at once', () => {
  expect(refused({ shards: 0, retries: -1, image: 'score' })).toHaveLength(3);
});
