import { Duration } from 'cdk8s';
import * as fc from 'fast-check';
import { LEAST } from './triggers';
import { Cluster } from '../../src/cluster/cluster';
import { MetricsPipeline } from '../../src/cluster/metrics-pipeline';
import { KedaAuthMode } from '../../src/cluster/metrics-pipeline-props';
import { KafkaSasl } from '../../src/trigger/kafka';
import { RabbitMqProtocol } from '../../src/trigger/rabbitmq';
import { Trigger } from '../../src/trigger/trigger';
import { TriggerAuth } from '../../src/trigger/trigger-auth';
import { renderTriggers } from '../../src/trigger/trigger-manifests';
import { checked } from '../border/checked';

const problems = (trigger: Trigger) => checked((found) => trigger._check(found, 'queue'));
const sqs = (auth?: TriggerAuth, more: object = {}) => Trigger.sqs({ queueUrl: 'https://sqs.eu-central-1.amazonaws.com/123456789012/documents', auth, ...more });
const rabbit = (more: object) => Trigger.rabbitMq({ queue: 'documents', ...more });
const redis = (more: object) => Trigger.redisList({ address: 'redis.queues:6379', list: 'documents', ...more });

describe('credentials in an address are refused, and not repeated', () => {
  test.each<[Trigger, string]>([
    [rabbit({ address: 'amqp://user:s3cret@rabbitmq.queues:5672/' }),
      "'queue.address' must be an address without credentials, got \"amqp://***@rabbitmq.queues:5672/\"; put them into a Secret and give auth: TriggerAuth.fromSecret('<secret>', { username: 'username', password: 'password' })"],
    [redis({ address: 'redis://:s3cret@redis.queues:6379' }),
      "'queue.address' must be an address without credentials, got \"redis://***@redis.queues:6379\"; put them into a Secret and give auth: TriggerAuth.fromSecret('<secret>', { password: 'password' })"],
    [redis({ address: ':s3cret@redis.queues:6379' }),
      "'queue.address' must be an address without credentials, got \"***@redis.queues:6379\"; put them into a Secret and give auth: TriggerAuth.fromSecret('<secret>', { password: 'password' })"],
    [Trigger.kafka({ bootstrapServers: ['u:s3cret@kafka:9092'], topic: 't', consumerGroup: 'g' }),
      "'queue.bootstrapServers[0]' must be an address without credentials, got \"***@kafka:9092\"; put them into a Secret and give auth: TriggerAuth.fromSecret('<secret>', { username: 'username', password: 'password' })"],
    [Trigger.prometheus({ query: 'up', perReplica: 1, server: 'https://u:s3cret@prometheus' }),
      "'queue.server' must be an address without credentials, got \"https://***@prometheus\"; put them into a Secret and give auth: TriggerAuth.fromSecret('<secret>', { username: 'username', password: 'password' })"],
    [Trigger.natsJetStream({ monitoring: 'u:s3cret@nats:8222', stream: 's', consumer: 'c' }),
      "'queue.monitoring' must be an address without credentials, got \"***@nats:8222\"; put them into a Secret and give auth: TriggerAuth.fromSecret('<secret>', { natsServerMonitoringEndpoint: 'endpoint' })"],
    [Trigger.postgreSql({ query: 'q', perReplica: 1, host: 'u:s3cret@db', database: 'd', user: 'u' }),
      "'queue.host' must be an address without credentials, got \"***@db\"; put them into a Secret and give auth: TriggerAuth.fromSecret('<secret>', { password: 'password' })"],
  ])('%#', (trigger, message) => {
    expect(problems(trigger)).toEqual([message]);
  });

  test('whatever the password is', () => {
    fc.assert(fc.property(fc.stringMatching(/^[A-Za-z0-9:!$&'()*+,;=._~%/@ -]{1,30}$/), (password) => {
      const [message] = problems(redis({ address: `redis://user:${password}@redis.queues:6379` }));
      expect(message).toContain('must be an address without credentials, got "redis://***@redis.queues:6379"');
    }));
  });
});

test.each<[Trigger, string]>([
  [rabbit({ address: 'rabbitmq.queues:5672' }),
    "'queue.address' must be a URL that begins with amqp, amqps, http or https, got \"rabbitmq.queues:5672\"; write for example \"http://rabbitmq.queues:15672\""],
  [rabbit({ address: 'amqp://rabbitmq.queues', protocol: RabbitMqProtocol.HTTP }), "'queue.protocol' must be that of the address, got \"http\"; leave it out"],
  ...[{}, { auth: TriggerAuth.fromSecret('r', { password: 'p' }) }].map((more): [Trigger, string] => [rabbit(more),
    "'queue.address' must be where RabbitMQ is, got nothing; write for example \"http://rabbitmq.queues:15672\", or take all of it from a Secret: auth: TriggerAuth.fromSecret('<secret>', { host: '<key>' })"]),
  [rabbit({ address: 'http://r', auth: TriggerAuth.azure() }), "'queue.auth' must be a way by which KEDA gets to a RabbitMQ queue, got \"azure-workload\"; use TriggerAuth.fromSecret()"],
  [rabbit({ address: 'http://r', queue: ' ' }), "'queue.queue' must be a text that is not empty, got \" \"; write for example \"documents\""],
  [rabbit({ address: 'http://r', consumerTimeout: Duration.seconds(59) }),
    "'queue.consumerTimeout' must be a whole number of seconds of at least 60 s, got \"59 s\"; give for example Duration.seconds(30)"],
  [rabbit({ address: 'http://r', messagesPerReplica: 0 }), "'queue.messagesPerReplica' must be a number above 0, got 0; give for example 5"],
  [redis({ messagesPerReplica: 2.5 }), "'queue.messagesPerReplica' must be a whole number above 0, got 2.5; give for example 5"],
  [redis({ activation: -1 }), "'queue.activation' must be a whole number of at least 0, got -1; give for example 0"],
  [redis({ address: 'redis://redis.queues:6379' }), "'queue.address' must be host and port, got \"redis://redis.queues:6379\"; write for example \"redis.queues:6379\""],
  [redis({ address: 'redis.queues' }), "'queue.address' must be host and port, got \"redis.queues\"; write for example \"redis.queues:6379\""],
  [redis({ address: 'redis.queues:66666' }), "'queue.address' must be host and port, got \"redis.queues:66666\"; write for example \"redis.queues:6379\""],
  [redis({ tls: true, auth: TriggerAuth.fromSecret('r', { tls: 't' }) }),
    "'queue.tls' is given and the Secret in 'queue.auth' has a parameter tls too, which KEDA refuses; leave one of them out"],
  [redis({ auth: TriggerAuth.fromSecret('r', { pasword: 'p' }) }),
    "'queue.auth.parameters' must be of those that KEDA reads for a Redis list (username, password, tls, ca, cert, key, keyPassword), got \"pasword\"; rename it"],
  [redis({ auth: TriggerAuth.fromSecret('R_', { password: 'a b' }) }), "'queue.auth.secretName' must be the name of a Secret, got \"R_\"; copy it from 'kubectl get secrets'"],
  [redis({ auth: TriggerAuth.fromSecret('r', {}) }),
    "'queue.auth.parameters' must be at least one parameter, got {}; name what of the Secret is what, for example { password: 'password' }"],
  [redis({ auth: TriggerAuth.existing('A B') }), "'queue.auth.name' must be the name of an object, got \"A B\"; copy it from 'kubectl get triggerauthentications'"],
  [sqs(), "'queue.auth' must be who KEDA is to an SQS queue, got nothing; give TriggerAuth.aws() or TriggerAuth.fromSecret('<secret>', { awsAccessKeyID: '<key>', awsSecretAccessKey: '<key>' }) or TriggerAuth.fromSecret('<secret>', { awsRoleArn: '<key>' })"],
  [sqs(TriggerAuth.gcp()), "'queue.auth' must be a way by which KEDA gets to an SQS queue, got \"gcp\"; use TriggerAuth.aws() or TriggerAuth.fromSecret()"],
  [sqs(TriggerAuth.aws('reader')), "'queue.auth.roleArn' must be of the form arn:aws:iam::123456789012:role/queue-reader, got \"reader\"; copy it from the cloud's console"],
  [sqs(TriggerAuth.aws(), { queueUrl: 'documents' }),
    "'queue.queueUrl' must be the URL of a queue, got \"documents\"; write for example \"https://sqs.eu-central-1.amazonaws.com/123456789012/documents\""],
  [sqs(TriggerAuth.aws(), { queueUrl: 'http://moto:5000/1/documents' }), "'queue.region' must be the region of the queue, which is not in its URL, got nothing; give for example \"eu-central-1\""],
  [sqs(TriggerAuth.aws(), { endpoint: 'moto' }), "'queue.endpoint' must be the address of an API, got \"moto\"; leave it out for AWS' own"],
  [Trigger.kafka({ bootstrapServers: [], topic: 't', consumerGroup: 'g' }), "'queue.bootstrapServers' must be at least one broker, got []; write for example [\"kafka.queues:9092\"]"],
  [Trigger.kafka({ bootstrapServers: ['k:1'], topic: 't', consumerGroup: 'g', sasl: KafkaSasl.AWS_MSK_IAM, auth: TriggerAuth.aws() }),
    "'queue.sasl' is by IAM, for which KEDA needs the region, an identity and TLS; give region and auth: TriggerAuth.aws(), and leave tls out"],
  [Trigger.kafka({ bootstrapServers: ['k:1'], topic: 't', consumerGroup: 'g', sasl: KafkaSasl.PLAIN }),
    "'queue.auth' must be who KEDA is to a Kafka topic, got nothing; give TriggerAuth.fromSecret('<secret>', { username: '<key>', password: '<key>' })"],
  [Trigger.pubSub({ subscription: 'a/b', auth: TriggerAuth.gcp() }), "'queue.subscription' must be a subscription, got \"a/b\"; write for example \"projects/my-project/subscriptions/documents\""],
  [Trigger.pubSub({ subscription: 'documents', auth: TriggerAuth.gcp(), ackDeadline: Duration.minutes(11) }),
    "'queue.ackDeadline' must be a whole number of seconds from 10 s to 600 s, got \"660 s\"; give for example Duration.seconds(30)"],
  [Trigger.serviceBusQueue({ queue: 'documents', auth: TriggerAuth.azure() }),
    "'queue.namespace' must be the name of a namespace of Service Bus, which an identity does not tell, got nothing; give it"],
  [Trigger.serviceBusQueue({ queue: 'documents', namespace: 'a.servicebus.windows.net', auth: TriggerAuth.azure() }),
    "'queue.namespace' must be the name of a namespace of Service Bus (6 to 50 of a-z, A-Z, 0-9 and '-'), got \"a.servicebus.windows.net\"; leave out .servicebus.windows.net"],
  [Trigger.serviceBusQueue({ queue: 'documents', namespace: 'acme', auth: TriggerAuth.azure() }),
    "'queue.namespace' must be the name of a namespace of Service Bus (6 to 50 of a-z, A-Z, 0-9 and '-'), got \"acme\"; copy it from the portal"],
  [Trigger.storageQueue({ queue: 'Documents', account: 'mycompany', auth: TriggerAuth.azure() }),
    "'queue.queue' must be the name of a queue (3 to 63 of a-z, 0-9 and '-'), got \"Documents\"; copy it from the cloud's console"],
  [Trigger.storageQueue({ queue: 'documents', auth: TriggerAuth.azure() }),
    "'queue.account' must be the name of a storage account, which an identity does not tell, got nothing; give it"],
  [Trigger.storageQueue({ queue: 'documents', account: 'My', auth: TriggerAuth.azure('reader') }),
    "'queue.auth.clientId' must be of the form 00000000-0000-0000-0000-000000000000, got \"reader\"; copy it from the cloud's console"],
  [Trigger.storageQueue({ queue: 'documents', account: 'My-Account', auth: TriggerAuth.azure() }),
    "'queue.account' must be the name of a storage account (3 to 24 of a-z and 0-9), got \"My-Account\"; copy it from the cloud's console"],
  [redis({ auth: TriggerAuth.fromSecret('redis', { password: 'pass word' }) }),
    "'queue.auth.parameters' must be keys of the Secret (letters, digits, '-', '_' and '.'), got \"pass word\"; copy them from 'kubectl describe secret'"],
  [Trigger.postgreSql({ query: 'q', perReplica: 1, host: 'db/jobs', database: 'd', user: 'u' }),
    "'queue.host' must be a host, got \"db/jobs\"; write for example \"postgres.data\"; port and database have properties of their own"],
  [Trigger.postgreSql({ query: 'q', perReplica: 0, host: 'db', database: 'd', user: 'u' }), "'queue.perReplica' must be a number above 0, got 0; give for example 5"],
  [Trigger.prometheus({ query: 'up', perReplica: 1, server: 'https://prometheus', auth: TriggerAuth.fromSecret('p', { ca: 'ca.crt' }) }),
    "'queue.auth' has a Secret with ca, which KEDA looks at only beside a bearerToken, a username, a customAuthHeader or a cert; add one, or leave it out"],
  [Trigger.prometheus({ query: 'up', perReplica: 1, server: 'https://prometheus', auth: TriggerAuth.fromSecret('p', { cert: 'tls.crt', ca: 'ca.crt' }) }),
    "'queue.auth' has 'cert' without 'key', with which it belongs together; add it, or leave both out"],
  [Trigger.prometheus({ query: 'up', perReplica: 1, server: 'https://prometheus', auth: TriggerAuth.fromSecret('p', { password: 'p' }), authModes: [KedaAuthMode.BASIC] }),
    "'queue.auth' has 'password' without 'username', with which it belongs together; add it, or leave both out"],
  [Trigger.prometheus({ query: 'up', perReplica: 1, server: 'https://aps-workspaces.eu-central-1.amazonaws.com/workspaces/ws-1', auth: TriggerAuth.aws() }),
    "'queue.region' must be the region of Amazon's Prometheus, for which KEDA signs its questions, got nothing; give for example \"eu-central-1\""],
  [Trigger.rabbitMq({ queue: 'q', address: 'http://rabbitmq.queues:15672', auth: TriggerAuth.fromSecret('r', { password: 'p' }) }),
    "'queue.auth' has 'password' without 'username', with which it belongs together; add it, or leave both out"],
  [redis({ auth: TriggerAuth.fromSecret('r', { password: 'p', ca: 'ca.crt' }) }), "'queue.auth' has 'ca', and without TLS KEDA takes no notice of it; give tls: true"],
  [redis({ tls: true, auth: TriggerAuth.fromSecret('r', { cert: 'tls.crt' }) }), "'queue.auth' has 'cert' without 'key', with which it belongs together; add it, or leave both out"],
  [Trigger.kafka({ bootstrapServers: ['k:1'], topic: 't', consumerGroup: 'g', auth: TriggerAuth.fromSecret('k', { username: 'u', password: 'p' }) }),
    "'queue.auth' has a password, which KEDA looks at only beside 'sasl'; give for example sasl: KafkaSasl.SCRAM_SHA512"],
  [Trigger.kafka({ bootstrapServers: ['k:1'], topic: 't', consumerGroup: 'g', auth: TriggerAuth.fromSecret('k', { ca: 'ca.crt' }) }),
    "'queue.auth' has 'ca', and without TLS KEDA takes no notice of it; give tls: true"],
  [Trigger.prometheus({ query: 'up', perReplica: 1, server: 'prometheus:9090' }),
    "'queue.server' must be the address of Prometheus without a slash at its end, got \"prometheus:9090\"; write for example \"http://prometheus.monitoring:9090\""],
  [Trigger.prometheus({ query: 'up', perReplica: 1 }),
    "'queue.server' must be the address of Prometheus, which the cluster does not tell, got nothing; give it, or declare it with the cluster: metrics: [MetricsPipeline.keda({ prometheus: 'http://prometheus.monitoring:9090' })]"],
  [Trigger.cron({ start: '@daily', end: '0 18 * * *', desiredReplicas: 1 }),
    "'queue.start' must be a cron expression of five fields, which is all that KEDA reads, got \"@daily\"; write for example \"0 7 * * 1-5\""],
  [Trigger.cron({ start: '0 7 * * *', end: '0  7 * * *', desiredReplicas: 1 }), "'queue.end' must be another time than start, got \"0  7 * * *\"; give the time until which the replicas stay"],
  [Trigger.cron({ start: '0 7 * * *', end: '0 8 * * *', desiredReplicas: 0 }), "'queue.desiredReplicas' must be a whole number of at least 1, got 0; give a whole number in that range"],
])('%#: what KEDA would not take', (trigger, message) => {
  expect(problems(trigger)[0]).toBe(message);
});

describe('a question to Prometheus without an address', () => {
  const cluster = (authentication?: { name: string; modes?: KedaAuthMode[]; clusterWide?: boolean }) =>
    Cluster.of('prod', { metrics: [MetricsPipeline.keda({ prometheus: 'http://prometheus.monitoring:9090', authentication })] });
  const on = (trigger: Trigger, where: Cluster) => {
    const told = trigger._on(where);
    expect(problems(told)).toEqual([]);
    return (renderTriggers([told], { name: 'chat', labels: {} }).triggers as any[])[0];
  };
  const question = Trigger.prometheus({ query: 'sum(queue_length)', perReplica: 5 });

  test('finds none with a KEDA that is told none', () => {
    expect(problems(question._on(Cluster.of('prod', { metrics: [MetricsPipeline.keda()] })))).toEqual([
      "'queue.server' must be the address of Prometheus, which the cluster does not tell, got nothing; give it, or declare it with the cluster: metrics: [MetricsPipeline.keda({ prometheus: 'http://prometheus.monitoring:9090' })]",
    ]);
  });

  test('is asked of the cluster\'s', () => {
    expect(on(question, cluster())).toMatchObject({ metadata: { serverAddress: 'http://prometheus.monitoring:9090' } });
    expect(on(question, cluster({ name: 'prometheus', modes: [KedaAuthMode.BEARER], clusterWide: true }))).toMatchObject({
      authenticationRef: { kind: 'ClusterTriggerAuthentication', name: 'prometheus' }, metadata: { authModes: 'bearer' },
    });
  });

  test('and what says another address comes with its own authentication', () => {
    expect(on(LEAST.prometheus, cluster({ name: 'prometheus', modes: [KedaAuthMode.BEARER] }))).not.toHaveProperty('authenticationRef');
    expect(on(Trigger.prometheus({ query: 'up', perReplica: 1, auth: TriggerAuth.existing('mine'), authModes: [KedaAuthMode.TLS] }), cluster({ name: 'theirs', modes: [KedaAuthMode.BEARER] }))).toMatchObject({
      authenticationRef: { name: 'mine' }, metadata: { authModes: 'tls', serverAddress: 'http://prometheus.monitoring:9090' },
    });
  });

  test('other triggers are the same everywhere', () => {
    expect(LEAST.redisList._on(cluster())).toBe(LEAST.redisList);
  });
});
