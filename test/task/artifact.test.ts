import { App, Duration, Size } from 'cdk8s';
import { Construct } from 'constructs';
import * as fc from 'fast-check';
import { Consumers } from '../../src/batch/consumers';
import { ExitCodes } from '../../src/batch/exit-codes';
import { Cpu } from '../../src/border/cpu';
import { Cluster } from '../../src/cluster/cluster';
import { NodePool } from '../../src/cluster/node-pool';
import { externalsOf } from '../../src/manifest/external';
import { ArtifactCredentials } from '../../src/model/artifact/artifact-credentials';
import { ArtifactRefresh } from '../../src/model/artifact/artifact-refresh';
import { ModelArtifact } from '../../src/model/artifact/model-artifact';
import { CacheStorage } from '../../src/platform/model-cache/cache-storage';
import { ModelCache } from '../../src/platform/model-cache/model-cache';
import { ArtifactLoader } from '../../src/pod/artifact/artifact-loader';
import { loaderFiles } from '../../src/pod/artifact/loader-script';
import { Config, ConfigChange } from '../../src/pod/config/config';
import { Identity } from '../../src/pod/identity/identity';
import { Placement } from '../../src/pod/placement/placement';
import { Resources } from '../../src/pod/resources/resources';
import { judge } from '../../src/rules/judge';
import { Schedule } from '../../src/task/schedule';
import { TaskProps } from '../../src/task/task-props';
import { TrainingBackend } from '../../src/training/training-backend';
import { jobSpec, refused, scoring } from '../batch/scoring';
import { refused as refusedWorker, worker } from '../batch/workers';
import { kinds, objects, one, prod } from '../serving/service';
import { GANG, jobOf, refused as refusedTraining, team, training } from '../training/training';

const DIGEST = `sha256:${'ab'.repeat(32)}`;
const s3 = (more = {}) => ModelArtifact.fromS3('s3://models/llama/1.4.0/', { endpoint: 'https://objects.example.com:8443', size: Size.gibibytes(15), manifestDigest: DIGEST, ...more });
const refreshed = ModelArtifact.fromS3('s3://models/m', { size: Size.gibibytes(1), refresh: ArtifactRefresh.every(Duration.minutes(15)) });
const perUnit = Consumers.perUnit({ max: 10 });

/** Each kind of task with an artifact, and the template of its pods. */
const KINDS: readonly (readonly [kind: string, name: string, template: (more: Partial<TaskProps>) => readonly [Construct, any]])[] = [
  ['batch scoring', 'score', (more) => {
    const made = scoring(more);
    return [made, jobSpec(made).template];
  }],
  ['batch scoring on a schedule', 'score', (more) => {
    const made = scoring({ ...more, runId: undefined, schedule: Schedule.cron('0 4 * * *') });
    return [made, jobSpec(made).template];
  }],
  ['consumers that stay', 'embedder', (more) => {
    const made = worker(more);
    return [made, one(made, 'Deployment').spec.template];
  }],
  ['a Job for each message', 'embedder', (more) => {
    const made = worker({ ...more, consumers: perUnit });
    return [made, one(made, 'ScaledJob').spec.jobTargetRef.template];
  }],
  ['a training', 'train', (more) => {
    const made = training(more);
    return [made, jobOf(made).template];
  }],
  ['a training on several nodes', 'train', (more) => {
    const made = training({ ...GANG, ...more });
    return [made, jobOf(made).template];
  }],
];

/** The rules that what is in the chart of a construct breaks. */
const judged = (made: Construct): string[] => judge(objects(made).map((manifest) => ({ manifest, path: 'prod' })), externalsOf(App.of(made))).map(({ rule }) => rule);
const names = (list: readonly any[]): string[] => list.map(({ name }) => name);
const policyOf = (task: Construct, name: string) => one(task, 'NetworkPolicy', name).spec;
const storage = { ports: [{ port: 8443, protocol: 'TCP' }], to: [{ ipBlock: { cidr: '0.0.0.0/0' } }] };

describe.each(KINDS)('%s', (_, name, make) => {
  test('without an artifact has nothing of it', () => {
    const [task, { spec }] = make({});
    expect(spec).not.toHaveProperty('initContainers');
    expect(names(spec.volumes)).not.toContain('model');
    expect(names(spec.containers[0].env)).not.toContain('MODEL_PATH');
    expect(policyOf(task, name).egress).not.toContainEqual(storage);
    expect(kinds(task)).not.toContain(`ConfigMap/${name}-loader`);
  });

  test('fetches it before its program starts, into a volume of its size that the program reads', () => {
    const [task, { spec }] = make({ artifact: s3() });
    expect(spec.initContainers).toHaveLength(1);
    expect(spec.initContainers[0]).toMatchObject({
      args: ['--source=s3://models/llama/1.4.0/', '--endpoint=https://objects.example.com:8443', '--into=/artifact', '--as=model', `--manifest-digest=${DIGEST}`, `--bytes=${15 * 1024 ** 3}`],
      image: 'kserve/storage-initializer:v0.20.0',
      name: 'fetch-model',
    });
    expect(spec.initContainers[0]).not.toHaveProperty('restartPolicy');
    expect(spec.volumes).toContainEqual({ emptyDir: { sizeLimit: '16320Mi' }, name: 'model' });
    expect(spec.volumes).toContainEqual({ configMap: { name: `${name}-loader` }, name: 'model-loader' });
    const [program, ...others] = spec.containers;
    expect(others).toEqual([]);
    expect(program.volumeMounts).toContainEqual({ mountPath: '/mnt/models', name: 'model', readOnly: true, subPath: 'model' });
    expect(program.env).toContainEqual({ name: 'MODEL_PATH', value: '/mnt/models' });
    expect(program.resources.requests['ephemeral-storage']).toBe(name === 'train' ? '17394Mi' : '16434Mi'); // the model, /tmp and logs
    expect(policyOf(task, name).egress).toContainEqual(storage);
    expect(one(task, 'ConfigMap', `${name}-loader`).data).toEqual(loaderFiles());
  });

  test('takes one that the node mounts', () => {
    const [task, { spec }] = make({ artifact: ModelArtifact.fromClaim('models', { mountPath: '/base' }) });
    expect(spec).not.toHaveProperty('initContainers');
    expect(spec.volumes).toContainEqual({ name: 'model', persistentVolumeClaim: { claimName: 'models', readOnly: true } });
    expect(spec.containers[0].volumeMounts).toContainEqual({ mountPath: '/base', name: 'model', readOnly: true });
    expect(spec.containers[0].env).toContainEqual({ name: 'MODEL_PATH', value: '/base' });
    expect(externalsOf(App.of(task))).toContainEqual(expect.objectContaining({ kind: 'PersistentVolumeClaim', name: 'models' }));
    expect(policyOf(task, name).egress).not.toContainEqual(storage);
  });

  test('the rules have nothing against it that they have not without it', () => {
    const before = judged(make({})[0]);
    expect(judged(make({ artifact: s3() })[0]).filter((rule) => !before.includes(rule))).toEqual([]);
  });
});

test('everything that a loader and a source can be told', () => {
  const task = scoring({
    artifact: s3({ credentials: ArtifactCredentials.fromSecret('reader', 'aws'), endpoint: 'http://minio.storage.svc:9000' }),
    artifactLoader: ArtifactLoader.of({ image: 'registry.example.com/loader:2' }),
    identity: Identity.aws('arn:aws:iam::123456789012:role/churn'),
    env: { MODEL_PATH: '/mine' },
  });
  const { initContainers: [loader], containers: [program], volumes } = jobSpec(task).template.spec;
  expect(loader.image).toBe('registry.example.com/loader:2');
  expect(loader.args).toContain('--credential=/var/run/secrets/model-loader/aws');
  expect(volumes).toContainEqual({ name: 'model-credentials', secret: { defaultMode: 0o440, items: [{ key: 'aws', path: 'aws' }], secretName: 'reader' } });
  expect(names(program.volumeMounts)).not.toContain('model-credentials');
  expect(program.env).toContainEqual({ name: 'MODEL_PATH', value: '/mine' });
  expect(policyOf(task, 'score').egress).toContainEqual({ ports: [{ port: 9000, protocol: 'TCP' }] });
  expect(externalsOf(App.of(task))).toEqual([{ kind: 'Secret', name: 'reader', namespace: 'team-a' }]);
  expect(task.configMaps.map(({ name }) => name)).toEqual(['score-loader']);
});

test('exit codes are the program\'s: a fetch that fails is a failure to be tried again, never bad input', () => {
  const { podFailurePolicy: { rules }, template: { spec } } = jobSpec(scoring({ artifact: s3(), exitCodes: ExitCodes.of({ badInput: [1], fatal: [78], worthRetry: [75] }) }));
  const named = rules.flatMap(({ onExitCodes }: any) => onExitCodes?.containerName ?? []);
  expect(named).toEqual(['scoring', 'scoring', 'scoring']);
  expect(names(spec.initContainers)).toEqual(['fetch-model']);
  const final = jobOf(training({ artifact: s3(), retries: 2, finalExitCodes: [1] }));
  expect(final.podFailurePolicy.rules[1].onExitCodes.containerName).toBe('trainer');
  expect(names(final.template.spec.initContainers)).toEqual(['fetch-model']);
});

test('as many shards at once as pods fit, that of the loader counted where it is more than the program', () => {
  const pool = NodePool.cpu('cpu', { cpu: Cpu.units(8), memory: Size.gibibytes(32), allocatable: { cpu: Cpu.units(8), memory: Size.gibibytes(32), ephemeralStorage: Size.gibibytes(40) }, maxNodes: 1, labels: { pool: 'cpu' } });
  const parallelism = (more: object) => jobSpec(scoring({
    shards: 64, resources: Resources.guaranteed({ cpu: Cpu.millis(250), memory: Size.mebibytes(256) }), placement: Placement.of({ pools: [pool] }), ...more,
  }, prod({ cluster: Cluster.of('prod', { pools: [pool] }) }))).parallelism;
  const artifact = ModelArtifact.fromS3('s3://models/m', { size: Size.mebibytes(1), manifestDigest: DIGEST });
  expect([parallelism({}), parallelism({ artifact })]).toEqual([32, 16]);
  // and its own disk as it is given
  const resources = Resources.guaranteed({ cpu: Cpu.millis(250), memory: Size.mebibytes(256), ephemeralStorage: Size.gibibytes(8) });
  expect([parallelism({ resources }), parallelism({ artifact, resources })]).toEqual([5, 5]);
});

describe('a worker', () => {
  test('that is a Job for each message has the time to fetch in its deadline', () => {
    const deadline = (more: object) => one(worker({ consumers: perUnit, ...more }), 'ScaledJob').spec.jobTargetRef.template.spec.activeDeadlineSeconds;
    expect(deadline({ artifact: s3() }) - deadline({})).toBe(308 + 18);
  });

  test('that stays has it in the time that a new pod takes', () => {
    const deadline = (more: object) => one(worker({ loadTime: Duration.minutes(10), ...more }), 'Deployment').spec.progressDeadlineSeconds;
    expect(deadline({ artifact: s3() }) - deadline({})).toBe(308 + 18);
  });

  test('that stays has as much more time for a rollout as its cache takes to be filled, and no more to react', () => {
    const namespace = team();
    const cache = new ModelCache(namespace, 'llama', { artifact: s3({ size: Size.gibibytes(140) }), storage: CacheStorage.shared({ size: Size.gibibytes(300) }) });
    const [reader, other] = [cache.artifact, ModelArtifact.fromClaim('models')].map((artifact) => worker({ loadTime: Duration.minutes(10), artifact }));
    const deadline = (made: Construct) => one(made, 'Deployment').spec.progressDeadlineSeconds;
    expect(deadline(reader) - deadline(other)).toBe(cache.fillTime.toSeconds());
    expect(one(reader, 'ScaledObject').spec).toEqual(one(other, 'ScaledObject').spec);
  });

  test('that stays is refreshed by a sidecar', () => {
    const { spec } = one(worker({ artifact: refreshed }), 'Deployment').spec.template;
    expect(spec.initContainers.map(({ name, restartPolicy }: any) => [name, restartPolicy])).toEqual([['fetch-model', undefined], ['refresh-model', 'Always']]);
    expect(spec.containers[0].env).toContainEqual({ name: 'MODEL_PATH', value: '/mnt/models/current' });
  });
});

describe('a deadline within which the artifact alone is not there is refused', () => {
  const minutes = (count: number) => Duration.minutes(count);
  const SPEED = 'say how fast the artifact is fetched (bytesPerSecond)';

  test.each<[string, () => string[], string]>([
    ['for shards at once', () => refused({ artifact: s3(), deadline: minutes(5) }), // 15 GiB by 50 MiB a second
      `'deadline' must be above the time to fetch the artifact (308 s), got "300 s"; lengthen it, or ${SPEED}`],
    ['for shards after each other, each of which fetches it', () => refused({ artifact: s3(), shards: 64, parallelism: 8, deadline: minutes(40) }),
      "'deadline' must be above the time in which 64 shards, 8 at once, fetch the artifact (8 × 308 s = 2464 s), got \"2400 s\"; "
        + 'lengthen it, raise parallelism, have a ModelCache fetch it once, or say how fast it is fetched (bytesPerSecond)'],
    ['for as many as are enough', () => refused({ artifact: s3(), shards: 64, parallelism: 8, enoughShards: 9, deadline: minutes(10) }),
      "'deadline' must be above the time in which 9 shards, 8 at once, fetch the artifact (2 × 308 s = 616 s), got \"600 s\"; "
        + 'lengthen it, raise parallelism, have a ModelCache fetch it once, or say how fast it is fetched (bytesPerSecond)'],
    ['for a run of a schedule', () => refused({ artifact: s3(), runId: undefined, schedule: Schedule.cron('0 4 * * *'), deadline: minutes(5) }),
      `'deadline' must be above the time to fetch the artifact (308 s), got "300 s"; lengthen it, or ${SPEED}`],
    ['for a training', () => refusedTraining({ artifact: s3(), deadline: minutes(5) }),
      `'deadline' must be above the time to fetch the artifact (308 s), got "300 s"; every run would be stopped before its program begins; lengthen it, or ${SPEED}`],
    ['for a training of which the time is known', () => refusedTraining({ artifact: s3(), runTime: minutes(60), deadline: minutes(65) }),
      `'deadline' must be at least the time to fetch the artifact and runTime (308 s + 3600 s = 3908 s), got "3900 s"; every run would be stopped before its end; lengthen it, or ${SPEED}`],
    ['for a gang, whose pods fetch beside each other', () => refusedTraining({ ...GANG, artifact: s3(), deadline: minutes(5) }),
      `'deadline' must be above the time to fetch the artifact (308 s), got "300 s"; every run would be stopped before its program begins; lengthen it, or ${SPEED}`],
    ['for a Job for each message', () => refusedWorker({ artifact: s3(), consumers: Consumers.perUnit({ max: 1, deadline: minutes(7) }) }),
      "'consumers.deadline' must be above the time to fetch the artifact and the longest unit (308 s + 120 s = 428 s), got \"420 s\"; lengthen it, or leave it out to have it derived"],
    ['for one that loads', () => refusedWorker({ artifact: s3(), loadTime: minutes(1), consumers: Consumers.perUnit({ max: 1, deadline: minutes(8) }) }),
      "'consumers.deadline' must be above the time to fetch the artifact and loadTime and the longest unit (308 s + 60 s + 120 s = 488 s), got \"480 s\"; lengthen it, or leave it out to have it derived"],
  ])('%s', (_, problems, message) => {
    expect(problems()).toEqual([message]);
  });

  test('and one second more is taken, as it is given', () => {
    const deadline = Duration.seconds(309);
    expect(jobSpec(scoring({ artifact: s3(), deadline })).activeDeadlineSeconds).toBe(309);
    expect(jobOf(training({ artifact: s3(), deadline })).activeDeadlineSeconds).toBe(309);
    expect(jobOf(training({ artifact: s3(), runTime: minutes(60), deadline: Duration.seconds(3908) })).activeDeadlineSeconds).toBe(3908);
    expect(refusedWorker({ artifact: s3(), consumers: Consumers.perUnit({ max: 1, deadline: Duration.seconds(429) }) })).toEqual([]);
  });

  test('whatever the numbers are: no sooner than the last of the fetches that come after each other', () => {
    const count = (max: number) => fc.integer({ min: 1, max });
    fc.assert(fc.property(count(200), count(200), fc.option(count(200)), count(64), count(20_000), (shards, atOnce, enough, gibibytes, seconds) => {
      const parallelism = Math.min(atOnce, shards);
      const enoughShards = enough === null ? undefined : Math.min(enough, shards);
      const found = refused({ shards, parallelism, enoughShards, artifact: s3({ size: Size.gibibytes(gibibytes) }), deadline: Duration.seconds(seconds) });
      let [left, passed] = [enoughShards ?? shards, 0];
      for (; left > 0; left -= parallelism) {
        passed += Math.ceil(gibibytes * 1024 / 50);
      }
      expect(found).toEqual(seconds > passed ? [] : [expect.stringContaining(`${passed} s), got "${seconds} s"`)]);
    }), { numRuns: 50 });
  });

  test('by what the pools hold at once, where nobody says how many', () => {
    const pool = NodePool.cpu('cpu', { cpu: Cpu.units(8), memory: Size.gibibytes(32), allocatable: { cpu: Cpu.units(8), memory: Size.gibibytes(32), ephemeralStorage: Size.gibibytes(400) }, maxNodes: 1, labels: { pool: 'cpu' } });
    const placement = Placement.of({ pools: [pool] });
    const resources = Resources.guaranteed({ cpu: Cpu.units(2), memory: Size.gibibytes(4) });
    const found = refused({ artifact: s3(), shards: 16, placement, resources, deadline: minutes(20) }, 'score', prod({ cluster: Cluster.of('prod', { pools: [pool] }) }));
    expect(found).toEqual([expect.stringContaining("'deadline' must be above the time in which 16 shards, 4 at once, fetch the artifact (4 × 308 s = 1232 s), got \"1200 s\"")]);
  });

  test('never for what a node may have already: a claim, an image', () => {
    const deadline = Duration.seconds(1);
    for (const artifact of [undefined, ModelArtifact.fromClaim('models', { size: Size.gibibytes(15) }), ModelArtifact.fromImageVolume('registry.example.com/llama@' + DIGEST, { size: Size.gibibytes(15) })]) {
      expect([refused({ artifact, deadline }), refusedTraining({ artifact, deadline })]).toEqual([[], []]);
    }
  });

  test('and what is wrong with its numbers is said alone', () => {
    expect(refused({ artifact: s3(), shards: 64, parallelism: 0, deadline: Duration.hours(1) })).toEqual(["'parallelism' must be a whole number of at least 1, got 0; work on at least 1 shard at once"]);
    expect(refused({ artifact: s3({ size: undefined }), resources: undefined, deadline: Duration.seconds(1) })).toHaveLength(2);
    expect(refused({ artifact: s3({ bytesPerSecond: Size.kibibytes(0) }), deadline: Duration.hours(1) })).toHaveLength(1);
  });
});

describe('it is refused', () => {
  const ends = "'artifact.refresh' is for pods that run on, and these run to an end; leave it out, and pin a version by manifestDigest";

  test('with a refresh where pods run to an end, which a sidecar would outlive or be cut off by', () => {
    expect(refused({ artifact: refreshed })).toEqual([ends]);
    expect(refusedTraining({ artifact: refreshed })).toEqual([ends]);
    expect(refusedWorker({ artifact: refreshed, consumers: perUnit })).toEqual([ends]);
  });

  test.each<[string, Partial<TaskProps>, string]>([
    ['as a loader alone', { artifactLoader: ArtifactLoader.of({}) }, "'artifactLoader' is given and there is no 'artifact' that it could fetch; leave it out"],
    ['with a loader that has nothing to fetch', { artifact: ModelArtifact.fromClaim('models'), artifactLoader: ArtifactLoader.of({}) },
      "'artifactLoader' is given and nothing is fetched for ModelArtifact.fromClaim(); leave it out"],
    ['without size', { artifact: s3({ size: undefined }) },
      "'artifact.size' is missing, from which the volume for its files and every deadline of a start follow; give what its files weigh, for example Size.gibibytes(15)"],
    ['where something else is mounted', { artifact: s3({ mountPath: '/tmp' }) }, "path '/tmp' is mounted by 'writablePaths[0]' and by 'artifact'; mount one of them elsewhere"],
    ['with less disk than it fills', { artifact: s3(), resources: Resources.guaranteed({ cpu: Cpu.units(1), memory: Size.gibibytes(1), ephemeralStorage: Size.gibibytes(1) }) },
      "'resources.ephemeralStorage' must be at least what its volumes hold (16Gi), got \"1Gi\"; raise it, or leave it out to have it follow from them"],
    ['beside a ConfigMap of the loader\'s name', { artifact: s3(), configs: [Config.asEnv({ A: '1' }, { name: 'score-loader', onChange: ConfigChange.KEEP })] },
      "'configs[0]' makes ConfigMap 'score-loader', under which name 'score' keeps the program that fetches 'artifact'; give it another name: { name: 'score-config' }"],
    ['with an existing ConfigMap of the loader\'s name', { artifact: s3(), configs: [Config.filesFromConfigMap({ name: 'score-loader' }, '/etc/score')] },
      "'configs[0]' reads ConfigMap 'score-loader', under which name 'score' keeps the program that fetches 'artifact'; rename that ConfigMap, or 'score'"],
  ])('%s', (_, props, problem) => {
    expect(refused(props)).toEqual([problem]);
  });

  test('by an init container under a TrainJob, which takes a claim', () => {
    const kubeflow = { ...GANG, backend: TrainingBackend.trainJob('torch-distributed') };
    expect(refusedTraining({ ...kubeflow, artifact: s3() })).toEqual([
      "'artifact' is fetched by an init container, which a TrainJob cannot add to its runtime's; use ModelArtifact.fromClaim(…), a ModelCache's for example, or TrainingBackend.JOB_SET",
    ]);
    const made = training({ ...kubeflow, artifact: ModelArtifact.fromClaim('models') });
    const { runtimePatches: [patch], trainer } = one(made, 'TrainJob').spec;
    const pod = patch.trainingRuntimeSpec.template.spec.replicatedJobs[0].template.spec.template.spec;
    expect(pod.volumes).toContainEqual({ name: 'model', persistentVolumeClaim: { claimName: 'models', readOnly: true } });
    expect(pod.containers[0].volumeMounts).toContainEqual({ mountPath: '/mnt/models', name: 'model', readOnly: true });
    expect(trainer.env).toContainEqual({ name: 'MODEL_PATH', value: '/mnt/models' });
  });
});

test('what a cache has fetched is read by a task of the namespace', () => {
  const namespace = team();
  const cache = new ModelCache(namespace, 'llama', { artifact: s3(), storage: CacheStorage.shared({ size: Size.gibibytes(40) }) });
  const task = training({ artifact: cache.artifact }, namespace);
  expect(jobOf(task).template.spec.volumes).toContainEqual({ name: 'model', persistentVolumeClaim: { claimName: 'llama', readOnly: true } });
});
