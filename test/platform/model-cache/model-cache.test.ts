import { App, Duration, JsonPatch, Size, Testing } from 'cdk8s';
import { Cpu } from '../../../src/border/cpu';
import { Accelerator } from '../../../src/cluster/accelerator';
import { Cluster } from '../../../src/cluster/cluster';
import { NodePool } from '../../../src/cluster/node-pool';
import { AccessMode, ClusterStorageClass } from '../../../src/cluster/storage-class';
import { externalsOf } from '../../../src/manifest/external';
import { ArtifactCredentials } from '../../../src/model/artifact/artifact-credentials';
import { ArtifactRefresh } from '../../../src/model/artifact/artifact-refresh';
import { ModelArtifact } from '../../../src/model/artifact/model-artifact';
import { MlChart } from '../../../src/platform/ml-chart';
import { CacheStorage } from '../../../src/platform/model-cache/cache-storage';
import { ModelCache } from '../../../src/platform/model-cache/model-cache';
import { ModelCacheProps } from '../../../src/platform/model-cache/model-cache-props';
import { MlNamespace } from '../../../src/platform/namespace/ml-namespace';
import { ArtifactLoader } from '../../../src/pod/artifact/artifact-loader';
import { Identity } from '../../../src/pod/identity/identity';
import { Placement } from '../../../src/pod/placement/placement';
import { judge } from '../../../src/rules/judge';
import { ModelServer } from '../../../src/serving/model-server';
import { OnlineInference } from '../../../src/serving/online-inference';
import { Rollout } from '../../../src/serving/rollout';
import { Scaling } from '../../../src/serving/scaling/scaling';
import { scoring } from '../../batch/scoring';
import { chat, kinds, objects, one, problemsOf, prod } from '../../serving/service';

const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;
const REVISION = '0123456789abcdef';
const s3 = (more: object = {}) => ModelArtifact.fromS3('s3://models/llama/1.4.0/', { size: Size.gibibytes(15), manifestDigest: DIGEST, ...more });
const SHARED = CacheStorage.shared({ size: Size.gibibytes(40) });
const cache = (props: Partial<ModelCacheProps> = {}, chart = prod()) => new ModelCache(chart, 'llama', { artifact: s3(), storage: SHARED, ...props });
const podOf = (job: { readonly name: string }, made: ModelCache) => one(made, 'Job', job.name).spec.template.spec;
const KEPT = { 'argocd.argoproj.io/compare-options': 'IgnoreExtraneous', 'argocd.argoproj.io/sync-options': 'Prune=false', 'kustomize.toolkit.fluxcd.io/prune': 'disabled' };
const findings = (made: ModelCache, cluster?: Cluster) => judge(objects(made).map((manifest) => ({ manifest, path: 'prod', cluster })), externalsOf(made.node.root))
  .map(({ rule, message }) => `${rule} ${message}`);

describe('shared', () => {
  test('minimal props: a claim for many, and a Job that fills a folder of it', () => {
    const made = cache();
    expect(kinds(made)).toEqual(['ServiceAccount/llama', 'ConfigMap/llama-loader', 'NetworkPolicy/llama', 'PersistentVolumeClaim/llama', `Job/${made.job.name}`]);
    expect(one(made, 'PersistentVolumeClaim')).toEqual({
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: expect.objectContaining({ annotations: KEPT, name: 'llama', namespace: 'team-a' }),
      spec: { accessModes: ['ReadWriteMany'], resources: { requests: { storage: '40Gi' } } },
    });
    const { metadata, spec } = one(made, 'Job');
    expect(metadata.name).toMatch(/^llama-[0-9a-f]{8}$/);
    expect(metadata.labels).toMatchObject({ 'app.kubernetes.io/component': 'model-cache', 'app.kubernetes.io/name': 'llama', 'cdk8s-ml.dev/artifact-revision': REVISION });
    expect(spec).toEqual({
      backoffLimit: 6,
      podFailurePolicy: { rules: [{ action: 'Ignore', onPodConditions: [{ status: 'True', type: 'DisruptionTarget' }] }] },
      template: { metadata: { labels: metadata.labels }, spec: expect.anything() },
    });
    const { containers, ...pod } = spec.template.spec;
    expect(pod).toEqual({
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      restartPolicy: 'Never',
      securityContext: {
        fsGroup: 65532, fsGroupChangePolicy: 'OnRootMismatch', runAsGroup: 65532, runAsNonRoot: true, runAsUser: 65532, seccompProfile: { type: 'RuntimeDefault' },
      },
      serviceAccountName: 'llama',
      volumes: [{ name: 'cache', persistentVolumeClaim: { claimName: 'llama' } }, { configMap: { name: 'llama-loader' }, name: 'model-loader' }],
    });
    expect(containers).toHaveLength(1);
    expect(containers[0]).toMatchObject({
      args: ['--source=s3://models/llama/1.4.0/', '--into=/artifact', `--as=${REVISION}`, `--manifest-digest=${DIGEST}`, `--bytes=${15 * 1024 ** 3}`],
      command: ['python3', '/opt/model-loader/load.py'],
      image: 'kserve/storage-initializer:v0.20.0',
      name: 'fetch-model',
      volumeMounts: [{ mountPath: '/opt/model-loader', name: 'model-loader', readOnly: true }, { mountPath: '/artifact', name: 'cache' }],
    });
    expect(made.publishingJob).toBeUndefined();
    expect(made.copiedClaim).toBeUndefined();
    expect(findings(made)).toEqual([]);
  });

  test('its artifact is a folder of the claim, to read', () => {
    const { artifact, revision, claim } = cache({ artifact: s3({ mountPath: '/models/llama' }) });
    expect(revision).toBe(REVISION);
    expect(artifact._source).toEqual({ kind: 'claim', claimName: 'llama', made: true, subPath: REVISION });
    expect(artifact.path).toBe('/models/llama');
    expect(artifact.size!.toGibibytes()).toBe(15);
    expect(artifact._seconds).toBe(0);
    expect(claim.name).toBe('llama');
  });

  test('asks for the same room whatever the next version weighs: a claim cannot ask for less than before', () => {
    const asked = [15, 8, 20].map((size) => one(cache({ artifact: s3({ size: Size.gibibytes(size) }) }), 'PersistentVolumeClaim').spec.resources.requests.storage);
    expect(asked).toEqual(['40Gi', '40Gi', '40Gi']);
    expect(problemsOf(() => CacheStorage.shared({} as any))).toEqual(["[CacheStorage.shared] 'size' must be a Size, got nothing; write for example Size.gibibytes(2)"]);
  });

  test('all props', () => {
    const chart = prod();
    const made = new ModelCache(chart, 'cache', {
      name: 'models',
      artifact: s3({ credentials: ArtifactCredentials.fromSecret('reader', 'key') }),
      storage: CacheStorage.shared({ storageClass: 'efs', size: Size.gibibytes(100), versions: 5 }),
      loader: ArtifactLoader.of({ image: 'registry.example.com/loader:v1' }),
      identity: Identity.azure('00000000-0000-0000-0000-000000000000'),
      placement: Placement.of({ nodeSelector: { disk: 'fast' } }),
    });
    expect([made.name, made.claim.name, made.serviceAccount.name, made.networkPolicy.name]).toEqual(['models', 'models', 'models', 'models']);
    expect(one(made, 'PersistentVolumeClaim').spec).toMatchObject({ resources: { requests: { storage: '100Gi' } }, storageClassName: 'efs' });
    expect(one(made, 'ServiceAccount').metadata.annotations).toEqual({ 'azure.workload.identity/client-id': '00000000-0000-0000-0000-000000000000' });
    expect(one(made, 'Job').spec.template.metadata.labels).toMatchObject({ 'azure.workload.identity/use': 'true' });
    const pod = podOf(made.job, made);
    expect(pod.nodeSelector).toEqual({ disk: 'fast' });
    expect(pod.containers[0].image).toBe('registry.example.com/loader:v1');
    expect(pod.volumes.map(({ name }: any) => name)).toEqual(['cache', 'model-loader', 'model-credentials']);
    expect(externalsOf(chart.node.root)).toEqual([{ kind: 'Secret', name: 'reader', namespace: 'team-a' }]);
    expect(one(made, 'NetworkPolicy').spec.egress).toHaveLength(2);
    expect(findings(made)).toEqual([]);
  });

  test('another version is another folder and another Job, and the claim stays as it is', () => {
    const [before, after] = [DIGEST, `sha256:${'f'.repeat(64)}`].map((manifestDigest) => cache({ artifact: s3({ manifestDigest }) }));
    expect(one(after, 'PersistentVolumeClaim')).toEqual(one(before, 'PersistentVolumeClaim'));
    expect([before.artifact._source, after.artifact._source]).toMatchObject([{ subPath: REVISION }, { subPath: 'f'.repeat(16) }]);
    expect(after.job.name).not.toBe(before.job.name);
  });

  test('other files of the same version are another revision; their order makes none', () => {
    const revisions = [undefined, ['*.json', '*.bin'], ['*.bin', '*.json'], ['*.bin']].map((files) => cache({ artifact: s3({ files }) }).revision);
    expect(revisions[0]).toBe(REVISION);
    expect(revisions[1]).toBe(revisions[2]);
    expect(new Set(revisions).size).toBe(3);
    revisions.forEach((revision) => expect(revision).toMatch(/^[0-9a-f]{16}$/));
  });

  test('a Job whose template changes is another Job, for a template cannot change', () => {
    const [before, after] = ['v1', 'v2'].map((tag) => cache({ loader: ArtifactLoader.of({ image: `registry.example.com/loader:${tag}` }) }));
    expect(after.job.name).not.toBe(before.job.name);
    expect(after.artifact._source).toEqual(before.artifact._source);
  });
});

describe('cloned', () => {
  const made = cache({ storage: CacheStorage.cloned({ storageClass: 'premium-rwo', size: Size.gibibytes(50) }) });
  const source = `llama-${REVISION}-source`;

  test('a claim of its own for each revision, and a second Job that clones it when it is filled', () => {
    expect(kinds(made)).toEqual([
      'ServiceAccount/llama', 'ConfigMap/llama-loader', 'NetworkPolicy/llama', `PersistentVolumeClaim/${source}`, `Job/${made.job.name}`,
      'ServiceAccount/llama-publish', 'Role/llama-publish', 'RoleBinding/llama-publish', 'NetworkPolicy/llama-publish',
      expect.stringMatching(/^ConfigMap\/llama-publish-[0-9a-f]{8}$/), `Job/${made.publishingJob!.name}`,
    ]);
    expect(one(made, 'PersistentVolumeClaim', source)).toMatchObject({
      metadata: { annotations: KEPT, labels: { 'cdk8s-ml.dev/artifact-revision': REVISION } },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '50Gi' } }, storageClassName: 'premium-rwo' },
    });
    expect(made.artifact._source).toEqual({ kind: 'claim', claimName: `llama-${REVISION}`, made: true, subPath: REVISION });
    expect(findings(made)).toEqual([]);
  });

  test('the clone is made from this, and the rules know of it', () => {
    const { data, immutable } = objects(made).find(({ metadata: { name } }) => name.startsWith('llama-publish-') && name !== made.publishingJob!.name);
    expect(immutable).toBe(true);
    const clone = JSON.parse(data['object.json']);
    expect(clone).toEqual({
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { annotations: KEPT, labels: expect.objectContaining({ 'cdk8s-ml.dev/artifact-revision': REVISION }), name: `llama-${REVISION}` },
      spec: {
        accessModes: ['ReadOnlyMany'], dataSource: { kind: 'PersistentVolumeClaim', name: source }, resources: { requests: { storage: '50Gi' } }, storageClassName: 'premium-rwo',
      },
    });
    expect(externalsOf(made.node.root)).toEqual([expect.objectContaining({ kind: 'PersistentVolumeClaim', name: `llama-${REVISION}`, namespace: 'team-a', manifest: expect.objectContaining({ spec: clone.spec }) })]);
    expect(made.copiedClaim).toBeUndefined();
  });

  test('the second Job may look at the first, make a claim, and nothing else; the first may do nothing', () => {
    expect(one(made, 'Role').rules).toEqual([
      { apiGroups: ['batch'], resourceNames: [made.job.name], resources: ['jobs'], verbs: ['get'] },
      { apiGroups: [''], resources: ['persistentvolumeclaims'], verbs: ['create'] },
      { apiGroups: [''], resourceNames: [`llama-${REVISION}`], resources: ['persistentvolumeclaims'], verbs: ['get'] },
    ]);
    expect(one(made, 'RoleBinding')).toMatchObject({
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'llama-publish' }, subjects: [{ kind: 'ServiceAccount', name: 'llama-publish', namespace: 'team-a' }],
    });
    expect(podOf(made.job, made).serviceAccountName).toBe('llama');
    const pod = podOf(made.publishingJob!, made);
    expect(pod).toMatchObject({ automountServiceAccountToken: false, serviceAccountName: 'llama-publish' });
    expect(pod.containers[0]).toMatchObject({
      args: [`--job=${made.job.name}`, '--object=/opt/model-cache/object.json', '--root=/api/v1', '--resource=persistentvolumeclaims', '--settle=60'],
      command: ['python3', '/opt/model-cache/publish.py'],
    });
    expect(one(made, 'NetworkPolicy', 'llama-publish').spec).toMatchObject({
      egress: [expect.anything(), { ports: [{ port: 443, protocol: 'TCP' }, { port: 6443, protocol: 'TCP' }] }], ingress: [], podSelector: { matchLabels: { 'app.kubernetes.io/name': 'llama-publish' } },
    });
  });
});

test('snapshotted: the claim of the readers waits for the snapshot that the second Job takes', () => {
  const made = cache({ storage: CacheStorage.snapshotted({ storageClass: 'fast', snapshotClass: 'daily' }) });
  expect(one(made, 'PersistentVolumeClaim', `llama-${REVISION}`)).toMatchObject({
    metadata: { annotations: KEPT },
    spec: {
      accessModes: ['ReadOnlyMany'],
      dataSource: { apiGroup: 'snapshot.storage.k8s.io', kind: 'VolumeSnapshot', name: `llama-${REVISION}` },
      // 15 GiB and a sixteenth, in whole ones
      resources: { requests: { storage: '16Gi' } },
      storageClassName: 'fast',
    },
  });
  expect(made.copiedClaim!.name).toBe(`llama-${REVISION}`);
  const { data } = objects(made).find(({ data: found }) => found?.['object.json']);
  expect(JSON.parse(data['object.json'])).toEqual({
    apiVersion: 'snapshot.storage.k8s.io/v1',
    kind: 'VolumeSnapshot',
    metadata: { annotations: KEPT, labels: expect.anything(), name: `llama-${REVISION}` },
    spec: { source: { persistentVolumeClaimName: `llama-${REVISION}-source` }, volumeSnapshotClassName: 'daily' },
  });
  expect(podOf(made.publishingJob!, made).containers[0].args).toEqual([
    `--job=${made.job.name}`, '--object=/opt/model-cache/object.json', '--root=/apis/snapshot.storage.k8s.io/v1', '--resource=volumesnapshots', '--settle=60', '--until-ready',
  ]);
  expect(one(made, 'Role').rules[1]).toEqual({ apiGroups: ['snapshot.storage.k8s.io'], resources: ['volumesnapshots'], verbs: ['create'] });
  expect(externalsOf(made.node.root)).toEqual([]);
  expect(findings(made)).toEqual([]);
});

test.each([
  ['a shared volume', SHARED, 'llama', 'prod'],
  ['a snapshot', CacheStorage.snapshotted(), `llama-${REVISION}`, 'prod'],
  ['a clone', CacheStorage.cloned(), `llama-${REVISION}`, 'prod/ml/llama'],
])('%s is read in its own namespace, and is missed in another', (_, storage, claim, where) => {
  const chart = new MlChart(Testing.app(), 'prod');
  const [ml, other] = ['ml', 'other'].map((name) => new MlNamespace(chart, name, { owner: 'nlp', costCenter: 'cc' }));
  const { artifact } = new ModelCache(ml, 'llama', { artifact: s3(), storage });
  chat({ artifact }, ml);
  const missed = () => judge(objects(chart).map((manifest) => ({ manifest, path: 'prod' })), externalsOf(chart.node.root)).filter(({ rule }) => rule === 'ML-REF-004').map(({ message }) => message);
  expect(missed()).toEqual([]);
  chat({ artifact }, other);
  scoring({ artifact }, other);
  expect(missed()).toEqual(["volume 'model' of Deployment 'chat'", "volume 'model' of Job 'score-r1'"].map((by) =>
    `${by} refers to PersistentVolumeClaim '${claim}', which is made by ${where} in namespace 'ml'; give it metadata: { namespace: 'other' }`));
});

test('says how long it takes to be filled: node, loader, artifact, copy', () => {
  // 18 s for the loader's image of 1 GiB, 15 GiB at 50 MiB/s
  const fetch = 18 + Math.ceil(15 * 1024 / 50);
  expect(cache().fillTime.toSeconds()).toBe(fetch);
  expect(cache({ storage: CacheStorage.cloned() }).fillTime.toSeconds()).toBe(fetch + 60 + Math.ceil(15 * 1024 / 50));
  const pool = NodePool.cpu('general', { cpu: Cpu.units(8), memory: Size.gibibytes(32), maxNodes: 3, labels: { pool: 'general' } });
  expect(cache({ placement: Placement.of({ pools: [pool] }) }).fillTime.toSeconds()).toBe(fetch + 300);
});

describe('where all pools have accelerators', () => {
  const l4 = NodePool.gpu('l4', { accelerator: Accelerator.NVIDIA_L4, perNode: 1, cpu: Cpu.units(8), memory: Size.gibibytes(32), maxNodes: 2, labels: { pool: 'l4' } });
  const cluster = Cluster.of('prod', { pools: [l4] });
  const made = (storage: CacheStorage, placement?: Placement) => new ModelCache(new MlChart(Testing.app(), 'prod', { namespace: 'team-a', cluster }), 'llama', { artifact: s3(), storage, placement });
  const unfit = (kept: ModelCache) => findings(kept, cluster).filter((finding) => finding.startsWith('ML-CAP-004'));

  test.each([['shared', SHARED, 1], ['cloned', CacheStorage.cloned(), 2]] as const)('each of its Jobs is refused with what to do, and that helps: %s', (_, storage, jobs) => {
    const refused = unfit(made(storage));
    expect(refused).toHaveLength(jobs);
    refused.forEach((finding) => expect(finding).toMatch(
      /declare a pool without \(NodePool\.cpu\(…\)\), or let these pods in by name \(placement: Placement\.of\({ pools: \[cluster\.pool\('l4'\)\], gpus: 1 }\)\)$/,
    ));
    expect(unfit(made(storage, Placement.of({ pools: [cluster.pool('l4')], gpus: 1 })))).toEqual([]);
  });

  test('no accelerator is taken, and who makes the copy is let in too', () => {
    const kept = made(CacheStorage.cloned(), Placement.of({ pools: [cluster.pool('l4')], gpus: 1 }));
    const [filling, publishing] = [kept.job, kept.publishingJob!].map((job) => podOf(job, kept));
    expect(JSON.stringify([filling.containers[0].resources, publishing.containers[0].resources])).not.toMatch(/nvidia/);
    expect(filling.tolerations).toEqual([{ effect: 'NoSchedule', key: 'nvidia.com/gpu', operator: 'Exists' }]);
    expect(publishing.tolerations).toEqual(filling.tolerations);
    expect([filling.nodeSelector, publishing.nodeSelector]).toEqual([{ pool: 'l4' }, undefined]);
  });

  test('a pool of them without gpus is refused with the same two ways out', () => {
    expect(problemsOf(() => made(SHARED, Placement.of({ pools: [cluster.pool('l4')] })))).toEqual([
      "[prod/llama] 'placement.pools' names 'l4', whose nodes have accelerators, and 'placement.gpus' is 0; set gpus, or run pods that need none on a pool without (NodePool.cpu(…)): they would block its accelerators",
    ]);
  });
});

test.each<[string, CacheStorage]>([['shared', CacheStorage.shared({ size: Size.gibibytes(300) })], ['cloned', CacheStorage.cloned()]])('a rollout of a reader has the time of the filling, unless it says its own; nothing else waits for it: %s', (_, storage) => {
  const chart = prod();
  const made = new ModelCache(chart, 'llama', { artifact: s3({ size: Size.gibibytes(140) }), storage });
  const spec = (service: OnlineInference) => one(service, 'Deployment').spec;
  const server = ModelServer.http({ image: 'registry.example.com/chat:v1', loadTime: Duration.minutes(12), longestRequest: Duration.seconds(60) });
  const load = { server, scaling: Scaling.onCpu({ min: 1, max: 4, targetPercent: 60 }) };
  const [reader, other] = [{ artifact: made.artifact }, { artifact: ModelArtifact.fromClaim('models') }].map((props, i) => chat({ ...load, ...props }, prod({ namespace: `n${i}` })));

  expect(spec(reader).progressDeadlineSeconds).toBe(spec(other).progressDeadlineSeconds + made.fillTime.toSeconds());
  expect(spec(reader).progressDeadlineSeconds).toBeGreaterThan(2886);
  expect(one(reader, 'HorizontalPodAutoscaler').spec).toEqual(one(other, 'HorizontalPodAutoscaler').spec);
  expect(spec(reader).template.spec.containers).toEqual(spec(other).template.spec.containers.map((container: any) => ({
    ...container, volumeMounts: container.volumeMounts.map((mount: any) => (mount.name === 'model' ? { ...mount, subPath: REVISION } : mount)),
  })));
  const own = chat({ ...load, artifact: made.artifact, rollout: Rollout.surge({ progressDeadline: Duration.minutes(40) }) }, prod({ namespace: 'own' }));
  expect(spec(own).progressDeadlineSeconds).toBe(2400);
});

test('takes namespace, labels, pull secrets, priority and the API server\'s addresses from its scope', () => {
  const cluster = Cluster.of('prod', { apiServerCidrs: ['10.0.0.1/32'] });
  const chart = new MlChart(Testing.app(), 'prod', { cluster, imagePullSecrets: ['registry'], priorityClassName: 'normal' });
  const team = new MlNamespace(chart, 'nlp', { owner: 'nlp', costCenter: 'cc' });
  const made = new ModelCache(team, 'llama', { artifact: s3(), storage: CacheStorage.cloned() });
  for (const { metadata } of objects(made).filter(({ metadata: { name } }) => name.startsWith('llama'))) {
    expect(metadata).toMatchObject({ namespace: 'nlp', labels: { 'cdk8s-ml.dev/owner': 'nlp' } });
  }
  for (const job of [made.job, made.publishingJob!]) {
    expect(podOf(job, made)).toMatchObject({ imagePullSecrets: [{ name: 'registry' }], priorityClassName: 'normal' });
  }
  expect(one(made, 'NetworkPolicy', 'llama-publish').spec.egress[1].to).toEqual([{ ipBlock: { cidr: '10.0.0.1/32' } }]);
  expect(findings(made, cluster)).toEqual([]);
});

test('two in a chart, the same bytes twice, and the escape hatch', () => {
  const make = () => {
    const chart = new MlChart(new App(), 'prod', { namespace: 'team-a' });
    const first = cache({}, chart);
    new ModelCache(chart, 'second', { artifact: s3(), storage: CacheStorage.snapshotted() });
    first.claim.addJsonPatch(JsonPatch.replace('/spec/resources/requests/storage', '7Ti'));
    return chart;
  };
  expect(JSON.stringify(make().toJson())).toBe(JSON.stringify(make().toJson()));
  const manifests = make().toJson();
  expect(manifests.find(({ kind, metadata }) => kind === 'PersistentVolumeClaim' && metadata.name === 'llama').spec.resources.requests.storage).toBe('7Ti');
  expect(new Set(manifests.map(({ kind, metadata }) => `${kind}/${metadata.name}`)).size).toBe(manifests.length);
});

const classes = (more: Partial<ClusterStorageClass>) => Cluster.of('prod', { storageClasses: [{ name: 'fast', isDefault: true, ...more }] });

test.each<[string, Partial<ModelCacheProps>, string, Cluster?]>([
  ['what is not fetched', { artifact: ModelArtifact.fromClaim('models') }, "'artifact' is ModelArtifact.fromClaim(), of which nothing is fetched; hand it to the workload itself"],
  ['what is refreshed', { artifact: s3({ manifestDigest: undefined, refresh: ArtifactRefresh.every(Duration.minutes(5)) }) },
    "'artifact.refresh' moves what is served without a new release, and a cache is keyed by what the program says is served; leave it out and give manifestDigest"],
  ['an artifact of unknown size', { artifact: s3({ size: undefined }) },
    "'artifact.size' is missing, from which the volume for its files and every deadline of a start follow; give what its files weigh, for example Size.gibibytes(15)"],
  ['a volume that is too small', { storage: CacheStorage.cloned({ size: Size.gibibytes(10) }) }, "'storage.size' must be at least what the artifact weighs (15Gi), got \"10Gi\"; raise it"],
  ['a shared volume that is too small for this version beside the next', { storage: CacheStorage.shared({ size: Size.gibibytes(29) }) },
    "'storage.size' must be at least 2 times what the artifact weighs (30Gi), got \"29Gi\"; raise it, or say how many versions there shall be room for"],
  ['one that is too small for a single version', { storage: CacheStorage.shared({ size: Size.gibibytes(14), versions: 1 }) }, "'storage.size' must be at least what the artifact weighs (15Gi), got \"14Gi\"; raise it"],
  ['room for nothing', { storage: CacheStorage.shared({ size: Size.gibibytes(40), versions: 0 }) }, "'storage.versions' must be a whole number of at least 1, got 0; say for how many revisions there shall be room"],
  ['a class that is none', { storage: CacheStorage.shared({ storageClass: 'Fast!', size: Size.gibibytes(40) }) }, "'storage.storageClass' must be the name of a StorageClass, got \"Fast!\"; copy it from 'kubectl get storageclasses'"],
  ['a snapshot class that is none', { storage: CacheStorage.snapshotted({ snapshotClass: 'Fast!' }) },
    "'storage.snapshotClass' must be the name of a VolumeSnapshotClass, got \"Fast!\"; copy it from 'kubectl get volumesnapshotclasses'"],
  ['clones of what cannot be cloned', { storage: CacheStorage.cloned() },
    "'storage' copies volumes of storage class 'fast', which cannot be cloned, as cluster 'prod' says; use CacheStorage.shared(…) or CacheStorage.snapshotted(…)", classes({ canClone: false })],
  ['snapshots of what has none', { storage: CacheStorage.snapshotted({ storageClass: 'fast' }) },
    "'storage' copies volumes of storage class 'fast', which cannot be taken snapshots of, as cluster 'prod' says; use CacheStorage.shared(…) or CacheStorage.cloned(…)", classes({ canSnapshot: false })],
  ['readers on disks that one node reads', { storage: CacheStorage.cloned() },
    "'storage' has readers on volumes of storage class 'fast', which cluster 'prod' says to be ReadWriteOnce and not ReadOnlyMany; use CacheStorage.shared(…), or a class whose disks many nodes can read",
    classes({ accessModes: [AccessMode.READ_WRITE_ONCE] })],
  ['a name that is none', { name: 'Llama!' }, "'name' must be a DNS label (at most 63 of a-z, 0-9 and '-', starting with a letter, ending with a letter or digit), got \"Llama!\"; use for example \"llama\""],
  ['a name that is too long', { name: 'l'.repeat(47) }, `'name' must be at most 46 characters long, got "${'l'.repeat(47)}"; the names of its Jobs add to it; shorten it`],
  ['an identity that is none', { identity: Identity.aws('me') }, "'identity.roleArn' must be of the form arn:aws:iam::123456789012:role/model-reader, got \"me\"; copy it from the cloud's console"],
])('refuses %s', (_, props, message, ...[cluster]) => {
  expect(problemsOf(() => cache(props, prod({ cluster })))).toEqual([`[prod/llama] ${message}`]);
});

test('takes what the cluster says can be done, or says nothing of', () => {
  const able = classes({ accessModes: [AccessMode.READ_WRITE_ONCE, AccessMode.READ_ONLY_MANY], canClone: true, canSnapshot: false });
  expect(() => cache({ storage: CacheStorage.cloned() }, prod({ cluster: able }))).not.toThrow();
  expect(() => cache({ storage: CacheStorage.snapshotted() }, prod({ cluster: classes({}) }))).not.toThrow();
  // a class that the cluster does not have is a rule's business
  const made = cache({ storage: CacheStorage.shared({ storageClass: 'other', size: Size.gibibytes(40) }) }, prod({ cluster: able }));
  expect(findings(made, able)).toEqual(["ML-REF-007 PersistentVolumeClaim 'llama' asks for storage class 'other', which cluster 'prod' does not have (it has fast); mend the name, or add it to the cluster's storageClasses"]);
});
