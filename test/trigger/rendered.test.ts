import { SCHEMA } from './keda-schema';
import { LEAST, MOST } from './triggers';
import { Trigger } from '../../src/trigger/trigger';
import { TriggerAuth } from '../../src/trigger/trigger-auth';
import { renderTriggers } from '../../src/trigger/trigger-manifests';
import { checked } from '../border/checked';

const OWNER = { name: 'embedder', namespace: 'team-a', labels: { team: 'a' } };
const rendered = (...triggers: Trigger[]) => renderTriggers(triggers, OWNER);
const all = [...Object.entries(LEAST), ...Object.entries(MOST).map(([kind, trigger]) => [`${kind}, all of it`, trigger] as [string, Trigger])];

test.each(all)('%s has nothing that KEDA does not read, and nothing wrong', (_, trigger) => {
  const [{ type, metadata }] = rendered(trigger).triggers as any[];
  expect(checked((problems) => trigger._check(problems, 'queue'))).toEqual([]);
  expect(Object.keys(metadata).filter((key) => !SCHEMA[type].metadata.includes(key))).toEqual([]);
  expect(Object.values(metadata).every((value) => typeof value === 'string' && value !== '')).toBe(true);
  expect(Object.keys(metadata)).toEqual(Object.keys(metadata).sort());
  // whatever of an authentication is let through, KEDA reads
  expect(trigger._facts.parameters.filter((parameter) => !SCHEMA[type].parameters.includes(parameter))).toEqual([]);
});

test.each<[string, object]>([
  ['rabbitMq', { type: 'rabbitmq', metadata: { activationValue: '0', host: 'http://rabbitmq.queues:15672', mode: 'QueueLength', protocol: 'http', queueName: 'documents', value: '20' } }],
  ['redisList', { type: 'redis', metadata: { activationListLength: '0', address: 'redis.queues:6379', listLength: '5', listName: 'documents' } }],
  ['redisStream', { type: 'redis-streams', metadata: { activationLagCount: '0', address: 'redis.queues:6379', consumerGroup: 'embedders', lagCount: '5', stream: 'documents' } }],
  ['sqs', {
    type: 'aws-sqs-queue',
    metadata: {
      activationQueueLength: '0', awsRegion: 'eu-central-1', queueLength: '5', queueURL: 'https://sqs.eu-central-1.amazonaws.com/123456789012/documents', scaleOnInFlight: 'true',
    },
    authenticationRef: { name: 'embedder-trigger' },
  }],
  ['kafka', { type: 'kafka', metadata: { activationLagThreshold: '0', bootstrapServers: 'kafka.queues:9092', consumerGroup: 'embedders', lagThreshold: '10', topic: 'documents' } }],
  ['pubSub', {
    type: 'gcp-pubsub',
    metadata: { activationValue: '0', mode: 'SubscriptionSize', subscriptionName: 'projects/my-project/subscriptions/documents', value: '10' },
    authenticationRef: { name: 'embedder-trigger' },
  }],
  ['serviceBusQueue', {
    type: 'azure-servicebus', metadata: { activationMessageCount: '0', messageCount: '5', queueName: 'documents' }, authenticationRef: { name: 'embedder-trigger' },
  }],
  ['serviceBusSubscription', {
    type: 'azure-servicebus',
    metadata: { activationMessageCount: '0', messageCount: '5', namespace: 'my-company', subscriptionName: 'embedders', topicName: 'documents' },
    authenticationRef: { name: 'embedder-trigger' },
  }],
  ['storageQueue', {
    type: 'azure-queue',
    metadata: { accountName: 'mycompany', activationQueueLength: '0', queueLength: '5', queueLengthStrategy: 'all', queueName: 'documents' },
    authenticationRef: { name: 'embedder-trigger' },
  }],
  ['natsJetStream', {
    type: 'nats-jetstream',
    metadata: { account: '$G', activationLagThreshold: '0', consumer: 'embedders', lagThreshold: '10', natsServerMonitoringEndpoint: 'nats.queues:8222', stream: 'DOCUMENTS' },
  }],
  ['prometheus', {
    type: 'prometheus',
    metadata: {
      activationThreshold: '0', ignoreNullValues: 'false', query: 'sum(rate(gateway_requests_total{route="chat"}[2m]))', serverAddress: 'http://prometheus.monitoring:9090', threshold: '5',
    },
  }],
  ['postgreSql', {
    type: 'postgresql',
    metadata: {
      activationTargetQueryValue: '0', dbName: 'jobs', host: 'postgres.data', port: '5432', query: 'SELECT count(*) FROM jobs', sslmode: 'require', targetQueryValue: '5', userName: 'keda',
    },
  }],
  ['cron', { type: 'cron', metadata: { desiredReplicas: '3', end: '0 18 * * 1-5', start: '0 7 * * 1-5', timezone: 'UTC' } }],
])('%s by default', (kind, expected) => {
  expect(rendered(LEAST[kind]).triggers).toEqual([expected]);
});

test.each<[string, object]>([
  ['rabbitMq', { activationValue: '3', host: 'amqps://rabbitmq.queues:5671/', protocol: 'amqp', value: '2.5', vhostName: 'team-a' }],
  ['redisList', { activationListLength: '10', databaseIndex: '3', enableTLS: 'true', listLength: '50' }],
  ['redisStream', { activationLagCount: '10', databaseIndex: '3', enableTLS: 'true', lagCount: '50' }],
  ['sqs', { activationQueueLength: '1', awsEndpoint: 'http://localstack.queues:4566', awsRegion: 'us-east-1', queueLength: '2', scaleOnInFlight: 'false' }],
  ['kafka', { awsRegion: 'eu-central-1', bootstrapServers: 'kafka-0.queues:9092,kafka-1.queues:9092', lagThreshold: '100', sasl: 'scram_sha512', tls: 'enable' }],
  ['msk', { awsRegion: 'eu-central-1', sasl: 'oauthbearer', saslTokenProvider: 'aws_msk_iam', tls: 'enable' }],
  ['natsJetStream', { account: 'ml', activationLagThreshold: '1', lagThreshold: '2', useHttps: 'true' }],
  ['prometheus', { activationThreshold: '0.5', authModes: 'basic', threshold: '2.5' }],
  ['postgreSql', { activationTargetQueryValue: '1', port: '6432', sslmode: 'verify-full', targetQueryValue: '2.5' }],
  ['cron', { timezone: 'Europe/Berlin' }],
])('%s with everything', (kind, expected) => {
  expect((rendered(MOST[kind]).triggers as any[])[0].metadata).toMatchObject(expected);
});

describe('who KEDA is', () => {
  const spec = (auth: TriggerAuth) => rendered(Trigger.sqs({ queueUrl: 'https://sqs.eu-central-1.amazonaws.com/123456789012/documents', auth })).authentications.map(({ spec: found }) => found);

  test.each<[TriggerAuth, object]>([
    [TriggerAuth.aws(), { podIdentity: { provider: 'aws' } }],
    [TriggerAuth.aws('arn:aws:iam::123456789012:role/queue-reader'), { podIdentity: { provider: 'aws', roleArn: 'arn:aws:iam::123456789012:role/queue-reader' } }],
    [TriggerAuth.awsOfWorkload(), { podIdentity: { identityOwner: 'workload', provider: 'aws' } }],
    [TriggerAuth.gcp(), { podIdentity: { provider: 'gcp' } }],
    [TriggerAuth.azure(), { podIdentity: { provider: 'azure-workload' } }],
    [TriggerAuth.azure('00000000-0000-0000-0000-00000000ffff'), { podIdentity: { identityId: '00000000-0000-0000-0000-00000000ffff', provider: 'azure-workload' } }],
    [TriggerAuth.fromSecret('aws', { awsAccessKeyID: 'id', awsSecretAccessKey: 'key' }), {
      secretTargetRef: [{ key: 'id', name: 'aws', parameter: 'awsAccessKeyID' }, { key: 'key', name: 'aws', parameter: 'awsSecretAccessKey' }],
    }],
  ])('%#: a TriggerAuthentication', (auth, expected) => {
    expect(spec(auth)).toEqual([expected]);
  });

  test('it is the workload\'s, in its namespace, and one for two triggers that come with the same', () => {
    const auth = () => TriggerAuth.fromSecret('redis', { password: 'p' });
    const list = (name: string, who: TriggerAuth) => Trigger.redisList({ address: 'redis.queues:6379', list: name, auth: who });
    const { triggers, authentications } = rendered(list('a', auth()), list('b', auth()), list('c', TriggerAuth.fromSecret('other', { password: 'p' })));
    expect(authentications.map(({ metadata }) => metadata)).toEqual([
      { labels: { team: 'a' }, name: 'embedder-trigger', namespace: 'team-a' }, { labels: { team: 'a' }, name: 'embedder-trigger-2', namespace: 'team-a' },
    ]);
    expect((triggers as any[]).map(({ authenticationRef }) => authenticationRef.name)).toEqual(['embedder-trigger', 'embedder-trigger', 'embedder-trigger-2']);
  });

  test('one that exists is only named', () => {
    const redis = (auth: TriggerAuth) => rendered(Trigger.redisList({ address: 'redis.queues:6379', list: 'a', auth }));
    expect(redis(TriggerAuth.existing('redis'))).toMatchObject({ authentications: [], triggers: [{ authenticationRef: { name: 'redis' } }] });
    expect(redis(TriggerAuth.clusterWide('redis')).triggers).toMatchObject([{ authenticationRef: { kind: 'ClusterTriggerAuthentication', name: 'redis' } }]);
  });
});

test('where each Job takes one message, that is what a replica takes unless the trigger says otherwise', () => {
  const value = (trigger: Trigger) => (renderTriggers([trigger], OWNER, { share: 1 }).triggers as any[])[0].metadata.value;
  expect(value(LEAST.rabbitMq)).toBe('1');
  expect(value(MOST.rabbitMq)).toBe('2.5');
});

describe('where there may be no consumer left', () => {
  const resting = (trigger: Trigger) => renderTriggers([trigger], OWNER, { rests: true }).triggers as any[];

  test('a second trigger counts what a group of a stream has read and not acknowledged, one entry of which is enough to wake', () => {
    const [lag, pending, ...others] = resting(MOST.redisStream);
    expect(others).toEqual([]);
    expect([lag]).toEqual(rendered(MOST.redisStream).triggers);
    const { lagCount, ...same } = lag.metadata;
    expect(lagCount).toBe('50');
    expect(pending).toEqual({ ...lag, metadata: { ...same, activationLagCount: '0', pendingEntriesCount: '50' } });
    expect(Object.keys(pending.metadata).filter((key) => !SCHEMA[pending.type].metadata.includes(key))).toEqual([]);
    expect(Object.keys(pending.metadata)).toEqual(Object.keys(pending.metadata).sort());
  });

  test('both come with one authentication, and no other trigger gets a second', () => {
    expect(renderTriggers([MOST.redisStream], OWNER, { rests: true }).authentications).toHaveLength(1);
    const doubled = Object.entries({ ...LEAST, ...MOST }).filter(([, trigger]) => resting(trigger).length !== 1).map(([kind]) => kind);
    expect(doubled).toEqual(['redisStream']);
  });
});

test('what is worked on is counted, or not', () => {
  const counts = Object.fromEntries(all.map(([kind, trigger]) => [kind, trigger._facts.counts]));
  expect(counts).toMatchObject({
    'rabbitMq': 'all',
    'rabbitMq, all of it': 'ready',
    'redisList': 'ready',
    'redisStream': 'ready',
    'sqs': 'all',
    'sqs, all of it': 'ready',
    'kafka': 'all',
    'pubSub': 'all',
    'serviceBusQueue': 'all',
    'storageQueue': 'all',
    'natsJetStream': 'all',
    'prometheus': 'all',
    'prometheus, all of it': 'ready',
    'postgreSql': 'all',
    'postgreSql, all of it': 'ready',
  });
});
