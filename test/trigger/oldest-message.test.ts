import { LEAST, MOST } from './triggers';
import { literal, promTime, series } from '../../src/observability/prom-ql';
import { byFlow } from '../../src/trigger/oldest-message';
import { Trigger } from '../../src/trigger/trigger';

const older = (trigger: Trigger) => trigger._facts.oldest?.longerThan(1800);

test('clouds tell the age itself, of one message for all', () => {
  expect(older(LEAST.sqs)).toBe('max(aws_sqs_approximate_age_of_oldest_message_maximum{dimension_QueueName="documents",region="eu-central-1"}) > 1800');
  expect(older(LEAST.pubSub)).toBe(
    'max(stackdriver_pubsub_subscription_pubsub_googleapis_com_subscription_oldest_unacked_message_age{project_id="my-project",subscription_id="documents"}) > 1800');
  expect(older(MOST.pubSub)).toBe('max(stackdriver_pubsub_subscription_pubsub_googleapis_com_subscription_oldest_unacked_message_age{subscription_id="documents"}) > 1800');
});

test('of RabbitMQ by what waits and what each node gave out', () => {
  const taken = 'sum({__name__=~"rabbitmq_detailed_queue_(get|get_ack|messages_delivered|messages_delivered_ack)_total",queue="documents",vhost="/"}';
  const waiting = 'rabbitmq_detailed_queue_messages_ready{queue="documents",vhost="/"}';
  expect(older(LEAST.rabbitMq)).toBe([
    `max(${waiting}) > 0`,
    `and max(min_over_time(${waiting}[30m])) > 0`,
    `and max(${waiting} offset 30m) > clamp_min((${taken}) or vector(0)) - (${taken} offset 30m) or vector(0)), 0)`,
  ].join('\n'));
});

test.each([
  ['as it is given', MOST.rabbitMq, 'vhost="team-a"'],
  ['at the end of the address', Trigger.rabbitMq({ queue: 'q', address: 'http://rabbitmq:15672/team%2Fb' }), 'vhost="team/b"'],
  ['of an address without one', Trigger.rabbitMq({ queue: 'q', address: 'amqp://rabbitmq:5672' }), 'vhost="/"'],
])('the virtual host of RabbitMQ %s', (_, trigger, label) => expect(older(trigger)).toContain(label));

test('one that is in the Secret is not known, and not asked for', () => {
  expect(older(Trigger.rabbitMq({ queue: 'q' }))).not.toContain('vhost');
});

test('of a Redis stream by its group, in its database', () => {
  const labels = '{db="db3",group="embedders",stream="documents"}';
  expect(older(MOST.redisStream)).toBe([
    `max(redis_stream_group_lag${labels}) > 0`,
    `and max(min_over_time(redis_stream_group_lag${labels}[30m])) > 0`,
    `and max(redis_stream_group_lag${labels} offset 30m) > clamp_min(max(redis_stream_group_entries_read${labels}) - max(redis_stream_group_entries_read${labels} offset 30m), 0)`,
  ].join('\n'));
  expect(older(LEAST.redisStream)).toContain('db="db0"');
});

test('of Kafka partition by partition, for each has an order of its own', () => {
  const text = older(LEAST.kafka)!;
  expect(text).toMatch(/^sum\(\n {2}max by \(partition\)\(kafka_consumergroup_lag\{consumergroup="embedders",topic="documents"\}\) > 0\n/);
  expect(text.match(/max by \(partition\)/g)).toHaveLength(5);
  expect(text).toContain('kafka_consumergroup_current_offset{consumergroup="embedders",topic="documents"} offset 30m');
});

test('of NATS by the consumer\'s leader, in its account', () => {
  expect(older(LEAST.natsJetStream)).toContain('jetstream_consumer_num_pending{account="$G",consumer_name="embedders",is_consumer_leader="true",stream_name="DOCUMENTS"}');
  expect(older(MOST.natsJetStream)).toContain('jetstream_consumer_delivered_consumer_seq{account="ml",');
});

test.each(['redisList', 'serviceBusQueue', 'serviceBusSubscription', 'storageQueue', 'prometheus', 'postgreSql', 'cron'])('nobody tells it of %s', (kind) => {
  expect(LEAST[kind]._facts.oldest).toBeUndefined();
});

test('each kind of trigger is in one of these', () => {
  const told = Object.entries(LEAST).filter(([, { _facts }]) => _facts.oldest).map(([kind, { _facts }]) => `${kind} ${_facts.oldest!.value}`);
  expect(told.sort()).toEqual(['kafka waiting', 'natsJetStream waiting', 'pubSub age', 'rabbitMq waiting', 'redisStream waiting', 'sqs age']);
});

test('a time in the largest unit that keeps it whole', () => {
  expect([1, 59, 60, 90, 3600, 5400, 7200, 86400, 90000].map(promTime)).toEqual(['1s', '59s', '1m', '90s', '1h', '90m', '2h', '1d', '25h']);
  expect(byFlow({ waiting: 'w{}', taken: 't{}' }).longerThan(5400)).toContain('w{} offset 90m');
});

test('names of queues are texts of PromQL, and none is a template', () => {
  expect(series('m', { queue: 'a"b\\c\n', none: undefined, vhost: 'é' })).toBe('m{queue="a\\"b\\\\c\\n",vhost="é"}');
  expect(literal('a {{ b }} {{c')).toBe('a {{ "{{" }} b }} {{ "{{" }}c');
});
