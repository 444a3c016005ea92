import { Duration } from 'cdk8s';
import { KafkaSasl } from '../../src/trigger/kafka';
import { PostgreSqlTls } from '../../src/trigger/postgresql';
import { Trigger } from '../../src/trigger/trigger';
import { TriggerAuth } from '../../src/trigger/trigger-auth';

const login = TriggerAuth.fromSecret('rabbitmq', { username: 'user', password: 'pass' });

/** Each kind of trigger with no more than it needs. */
export const LEAST: { readonly [kind: string]: Trigger } = {
  rabbitMq: Trigger.rabbitMq({ queue: 'documents', address: 'http://rabbitmq.queues:15672' }),
  redisList: Trigger.redisList({ address: 'redis.queues:6379', list: 'documents' }),
  redisStream: Trigger.redisStream({ address: 'redis.queues:6379', stream: 'documents', consumerGroup: 'embedders' }),
  sqs: Trigger.sqs({ queueUrl: 'https://sqs.eu-central-1.amazonaws.com/123456789012/documents', auth: TriggerAuth.aws() }),
  kafka: Trigger.kafka({ bootstrapServers: ['kafka.queues:9092'], topic: 'documents', consumerGroup: 'embedders' }),
  pubSub: Trigger.pubSub({ subscription: 'projects/my-project/subscriptions/documents', auth: TriggerAuth.gcp() }),
  serviceBusQueue: Trigger.serviceBusQueue({ queue: 'documents', auth: TriggerAuth.fromSecret('bus', { connection: 'connection' }) }),
  serviceBusSubscription: Trigger.serviceBusSubscription({ topic: 'documents', subscription: 'embedders', namespace: 'my-company', auth: TriggerAuth.azure() }),
  storageQueue: Trigger.storageQueue({ queue: 'documents', account: 'mycompany', auth: TriggerAuth.azure() }),
  natsJetStream: Trigger.natsJetStream({ monitoring: 'nats.queues:8222', stream: 'DOCUMENTS', consumer: 'embedders' }),
  prometheus: Trigger.prometheus({ query: 'sum(rate(gateway_requests_total{route="chat"}[2m]))', perReplica: 5, server: 'http://prometheus.monitoring:9090' }),
  postgreSql: Trigger.postgreSql({ query: 'SELECT count(*) FROM jobs', perReplica: 5, host: 'postgres.data', database: 'jobs', user: 'keda' }),
  cron: Trigger.cron({ start: '0 7 * * 1-5', end: '0 18 * * 1-5', desiredReplicas: 3 }),
};

/** Each kind of trigger with everything that it takes. */
export const MOST: { readonly [kind: string]: Trigger } = {
  rabbitMq: Trigger.rabbitMq({
    queue: 'documents', address: 'amqps://rabbitmq.queues:5671/', vhost: 'team-a', consumerTimeout: Duration.hours(2), messagesPerReplica: 2.5, activation: 3, auth: login,
  }),
  redisList: Trigger.redisList({
    address: 'redis.queues:6379', list: 'documents', database: 3, tls: true, messagesPerReplica: 50, activation: 10, auth: TriggerAuth.fromSecret('redis', { password: 'p' }),
  }),
  redisStream: Trigger.redisStream({
    address: 'redis.queues:6379',
    stream: 'documents',
    consumerGroup: 'embedders',
    database: 3,
    tls: true,
    messagesPerReplica: 50,
    activation: 10,
    auth: TriggerAuth.fromSecret('redis', { username: 'u', password: 'p' }),
  }),
  sqs: Trigger.sqs({
    queueUrl: 'http://localstack.queues:4566/000000000000/documents',
    region: 'us-east-1',
    endpoint: 'http://localstack.queues:4566',
    countInFlight: false,
    visibilityTimeout: Duration.minutes(10),
    messagesPerReplica: 2,
    activation: 1,
    auth: TriggerAuth.fromSecret('aws', { awsAccessKeyID: 'id', awsSecretAccessKey: 'key' }),
  }),
  kafka: Trigger.kafka({
    bootstrapServers: ['kafka-0.queues:9092', 'kafka-1.queues:9092'],
    topic: 'documents',
    consumerGroup: 'embedders',
    partitions: 12,
    sasl: KafkaSasl.SCRAM_SHA512,
    tls: true,
    region: 'eu-central-1',
    maxPollInterval: Duration.minutes(10),
    messagesPerReplica: 100,
    activation: 5,
    auth: TriggerAuth.fromSecret('kafka', { username: 'u', password: 'p' }),
  }),
  msk: Trigger.kafka({
    bootstrapServers: ['b-1.msk.amazonaws.com:9098'],
    topic: 'documents',
    consumerGroup: 'embedders',
    sasl: KafkaSasl.AWS_MSK_IAM,
    region: 'eu-central-1',
    auth: TriggerAuth.aws('arn:aws:iam::123456789012:role/queue-reader'),
  }),
  pubSub: Trigger.pubSub({
    subscription: 'documents',
    ackDeadline: Duration.minutes(10),
    messagesPerReplica: 2,
    activation: 1,
    auth: TriggerAuth.fromSecret('gcp', { GoogleApplicationCredentials: 'key.json' }),
  }),
  serviceBusQueue: Trigger.serviceBusQueue({
    queue: 'documents', namespace: 'my-company', lockDuration: Duration.minutes(5), messagesPerReplica: 2, activation: 1, auth: TriggerAuth.azure(),
  }),
  serviceBusSubscription: Trigger.serviceBusSubscription({
    topic: 'documents',
    subscription: 'embedders',
    namespace: 'my-company',
    lockDuration: Duration.minutes(5),
    messagesPerReplica: 2,
    activation: 1,
    auth: TriggerAuth.azure('00000000-0000-0000-0000-00000000ffff'),
  }),
  storageQueue: Trigger.storageQueue({
    queue: 'documents', visibilityTimeout: Duration.days(1), messagesPerReplica: 2, activation: 1, auth: TriggerAuth.fromSecret('storage', { connection: 'connection' }),
  }),
  natsJetStream: Trigger.natsJetStream({
    monitoring: 'nats.queues:8222',
    stream: 'DOCUMENTS',
    consumer: 'embedders',
    account: 'ml',
    https: true,
    ackWait: Duration.minutes(5),
    messagesPerReplica: 2,
    activation: 1,
    auth: TriggerAuth.existing('nats'),
  }),
  prometheus: Trigger.prometheus({
    query: 'sum(queue_length)',
    perReplica: 2.5,
    activation: 0.5,
    server: 'https://prometheus.example.com/tenant',
    countsInFlight: false,
    auth: TriggerAuth.fromSecret('prometheus', { username: 'u', password: 'p', ca: 'ca.crt' }),
  }),
  postgreSql: Trigger.postgreSql({
    query: 'SELECT count(*) FROM jobs',
    perReplica: 2.5,
    activation: 1,
    host: 'postgres.data',
    port: 6432,
    database: 'jobs',
    user: 'keda',
    tls: PostgreSqlTls.VERIFY_FULL,
    countsInFlight: false,
    auth: TriggerAuth.fromSecret('postgres', { password: 'p' }),
  }),
  cron: Trigger.cron({ start: '0 7 * * 1-5', end: '0 18 * * 1-5', timeZone: 'Europe/Berlin', desiredReplicas: 3 }),
};
