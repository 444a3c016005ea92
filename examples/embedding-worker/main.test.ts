import { objectOf, synthExample } from '../../test/support/example';
import { expectedManifests } from '../../test/support/manifest-files';

describe('embedding-worker', () => {
  const files = synthExample('embedding-worker');
  const deployment = objectOf(files, 'Deployment', 'embedder').spec;
  const scaledJob = objectOf(files, 'ScaledJob', 'reindexer').spec;

  test('writes the checked-in manifests', () => {
    expect(files).toEqual(expectedManifests('embedding-worker'));
  });

  test('both cost nothing while there is nothing to do', () => {
    const { minReplicaCount, maxReplicaCount, cooldownPeriod } = objectOf(files, 'ScaledObject', 'embedder').spec;
    expect([minReplicaCount, maxReplicaCount, cooldownPeriod]).toEqual([0, 20, 414]);
    expect(deployment.replicas).toBeUndefined();
    expect([scaledJob.minReplicaCount, scaledJob.maxReplicaCount]).toEqual([undefined, 6]);
  });

  test('somebody is told when a message waits for longer than it may', () => {
    const [documents] = objectOf(files, 'PrometheusRule', 'embedder').spec.groups[0].rules;
    expect(documents.expr).toContain('max(rabbitmq_detailed_queue_messages_ready{queue="documents",vhost="/"} offset 30m)');
    expect(documents.labels).toEqual({ namespace: 'embeddings', owner: 'search', severity: 'warning', workload: 'embedder' });
    const { metadata, spec } = objectOf(files, 'PrometheusRule', 'reindexer');
    expect(metadata.labels).toMatchObject({ release: 'prometheus' });
    expect(spec.groups[0].rules[0].expr).toContain('redis_stream_group_lag{db="db0",group="reindexer",stream="collections"} offset 8h)');
  });

  test('no password is in a manifest', () => {
    const texts = Object.values(files).join('\n');
    expect(texts).not.toMatch(/:\/\/[^\s/]*@/);
    expect(objectOf(files, 'TriggerAuthentication', 'embedder-trigger').spec).toEqual({
      secretTargetRef: [{ key: 'username', name: 'rabbitmq', parameter: 'username' }, { key: 'password', name: 'rabbitmq', parameter: 'password' }],
    });
  });

  test('a consumer that has to go ends its unit; one whose unit takes an hour keeps its node', () => {
    const embedder = deployment.template;
    const reindexer = scaledJob.jobTargetRef.template;
    expect(embedder.spec.terminationGracePeriodSeconds).toBe(60);
    expect(embedder.metadata.annotations).toMatchObject({ 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'true' });
    expect(reindexer.spec.terminationGracePeriodSeconds).toBe(3630);
    expect(reindexer.metadata.annotations).toMatchObject({ 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'false', 'karpenter.sh/do-not-disrupt': 'true' });
  });

  test('Jobs are reckoned by what the stream counts: what nobody has taken yet', () => {
    expect(scaledJob.scalingStrategy).toEqual({ strategy: 'accurate' });
    expect(scaledJob.rollout).toEqual({ strategy: 'gradual' });
    expect(scaledJob.triggers[0].metadata).toMatchObject({ lagCount: '1', stream: 'collections' });
  });

  test('a Job that fails is tried again by pods that know what the one before them took, for Redis gives it to nobody else', () => {
    const { backoffLimit, template } = scaledJob.jobTargetRef;
    expect(backoffLimit).toBe(6);
    expect(template.spec.containers[0].env).toContainEqual({ name: 'CONSUMER_NAME', valueFrom: { fieldRef: { fieldPath: "metadata.labels['batch.kubernetes.io/job-name']" } } });
  });

  test('they call their queue and the vectors, and nobody else', () => {
    const ports = (name: string) => objectOf(files, 'NetworkPolicy', name).spec.egress.flatMap(({ ports: found }: any) => found.map(({ port }: any) => port));
    expect(ports('embedder')).toEqual([53, 53, 5672, 6333]);
    expect(ports('reindexer')).toEqual([53, 53, 6379, 6333]);
  });
});
