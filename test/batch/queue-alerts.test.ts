import { readFileSync } from 'fs';
import { join } from 'path';
import { Duration } from 'cdk8s';
import * as fc from 'fast-check';
import { LEAST, refused, worker } from './workers';
import { Consumers } from '../../src/batch/consumers';
import { QueueAlert } from '../../src/batch/queue-alert';
import { QueueWorkerProps } from '../../src/batch/queue-worker-props';
import { Cluster } from '../../src/cluster/cluster';
import { AlertSeverity } from '../../src/observability/alert-options';
import { RUNBOOKS } from '../../src/observability/alerting-rule';
import { MlChart } from '../../src/platform/ml-chart';
import { MlNamespace } from '../../src/platform/namespace/ml-namespace';
import { Quota } from '../../src/platform/namespace/quota';
import { kinds, objects, one, prod } from '../serving/service';
import { LEAST as TRIGGERS } from '../trigger/triggers';

const minutes = (amount: number) => Duration.minutes(amount);
const alert = (options: Partial<Parameters<typeof QueueAlert.oldestAge>[0]> = {}) => QueueAlert.oldestAge({ limit: minutes(30), ...options });
const rules = (props: Partial<QueueWorkerProps>) => one(worker(props), 'PrometheusRule').spec.groups.flatMap((group: any) => group.rules);
const METRIC = 'write for example "max(documents_oldest_age_seconds)"';

test('nothing is made where nobody asks for it', () => {
  expect(kinds(worker())).not.toContain('PrometheusRule/embedder');
  expect(worker().prometheusRule).toBeUndefined();
  expect(objects(worker({ alerts: [] }))).toEqual(objects(worker()));
});

test('by default: a warning, by the metrics of the broker, with the runbook of this library', () => {
  const made = worker({ alerts: [alert()] });
  expect(made.prometheusRule?.name).toBe('embedder');
  expect(one(made, 'PrometheusRule')).toEqual({
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata: { labels: one(made, 'Deployment').metadata.labels, name: 'embedder', namespace: 'team-a' },
    spec: {
      groups: [{
        name: 'embedder',
        rules: [{
          alert: 'QueueMessageTooOld',
          annotations: {
            description: "{{ $value }} messages wait for worker 'embedder' of namespace 'team-a', the oldest of them for longer than 30m.",
            runbook_url: 'https://github.com/cdk8s-ml/cdk8s-ml/blob/main/docs/runbooks/queue-oldest-age.md',
            summary: "A message waits too long for worker 'embedder' of namespace 'team-a'",
          },
          expr: LEAST.queue._facts.oldest!.longerThan(1800),
          for: '1m',
          labels: { namespace: 'team-a', severity: 'warning', workload: 'embedder' },
        }],
      }],
    },
  });
});

test('everything, two of them, and whose it is', () => {
  const chart = new MlChart(prod().node.scope as any, 'stage', { cluster: Cluster.of('prod', { monitorLabels: { release: 'prometheus' }, ruleLabels: { role: 'alert-rules' } }) });
  const team = new MlNamespace(chart, 'search', { owner: 'search', costCenter: 'cc-17', purpose: 'search', quota: Quota.of({ pods: 30 }) });
  const made = worker({
    alerts: [
      alert(),
      alert({
        limit: Duration.hours(2),
        metric: ' time() - max(rabbitmq_queue_head_message_timestamp{queue="documents"}) ',
        severity: AlertSeverity.CRITICAL,
        pendingPeriod: minutes(5),
        labels: { team: 'search {{ }}', namespace: 'on-call' },
        runbookUrl: 'https://wiki.example.com/queue',
      }),
    ],
  }, team);
  const rule = one(made, 'PrometheusRule');
  expect(rule.metadata.labels).toMatchObject({ 'app.kubernetes.io/name': 'embedder', 'role': 'alert-rules' });
  expect(rule.metadata.labels).not.toHaveProperty('release');
  const [warning, critical] = rule.spec.groups[0].rules;
  expect(warning.labels).toEqual({ namespace: 'search', owner: 'search', severity: 'warning', workload: 'embedder' });
  expect(critical).toEqual({
    alert: 'QueueMessageTooOld',
    annotations: {
      description: "The oldest message for worker 'embedder' of namespace 'search' has waited for {{ $value | humanizeDuration }}, longer than 2h.",
      runbook_url: 'https://wiki.example.com/queue',
      summary: "A message waits too long for worker 'embedder' of namespace 'search'",
    },
    expr: '(time() - max(rabbitmq_queue_head_message_timestamp{queue="documents"})) > 7200',
    for: '5m',
    labels: { namespace: 'on-call', owner: 'search', severity: 'critical', team: 'search {{ "{{" }} }}', workload: 'embedder' },
  });
});

test('a cluster without labels of its own for rules selects them as it selects monitors', () => {
  const cluster = Cluster.of('prod', { monitorLabels: { release: 'prometheus' } });
  expect(cluster.ruleLabels).toEqual({ release: 'prometheus' });
  expect(Cluster.of('prod').ruleLabels).toBeUndefined();
  expect(one(worker({ alerts: [alert()] }, prod({ cluster })), 'PrometheusRule').metadata.labels).toMatchObject({ release: 'prometheus' });
  expect(() => Cluster.of('prod', { ruleLabels: { release: 'a b' } })).toThrow(
    "'ruleLabels.release' must be a legal label, got \"a b\"; copy it from ruleSelector of 'kubectl get prometheus -o yaml'");
});

test('its pods are the same with it', () => {
  const pods = (props: Partial<QueueWorkerProps>) => one(worker(props), 'Deployment');
  expect(pods({ alerts: [alert()] })).toEqual(pods({}));
});

test('the runbook is a file of this repository', () => {
  const { repository } = JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8'));
  const [rule] = rules({ alerts: [alert()] });
  expect(RUNBOOKS).toBe(`${repository.url.replace(/\.git$/, '')}/blob/main/docs/runbooks`);
  const file = rule.annotations.runbook_url.replace(/^.*\/blob\/main\//, '');
  expect(readFileSync(join(__dirname, '../..', file), 'utf8')).toMatch(new RegExp(`^# ${rule.alert}\n`));
});

describe('refused', () => {
  test('a limit below what a message may wait while nothing is wrong', () => {
    // 36 s to pull 2 GiB, 1.5 times the 60 s to load
    const sum = "'alerts[0].limit' must be above what a message may wait while nothing is wrong (30 s until KEDA looks + 126 s until a new pod takes its first + 120 s for the longest unit = 276 s), got \"276 s\"; "
      + 'raise it, or keep a consumer (min)';
    expect(refused({ alerts: [alert({ limit: Duration.seconds(276) })] })).toEqual([sum]);
    expect(rules({ alerts: [alert({ limit: Duration.seconds(277) })] })).toHaveLength(1);
  });

  test('for Jobs and for what is taken together, too', () => {
    expect(refused({ alerts: [alert({ limit: minutes(4) })], consumers: Consumers.perUnit({ max: 3, pollingInterval: Duration.seconds(20) }) })).toEqual([
      "'alerts[0].limit' must be above what a message may wait while nothing is wrong (20 s until KEDA looks + 126 s until a new pod takes its first + 120 s for the longest unit = 266 s), got \"240 s\"; raise it",
    ]);
    expect(refused({ alerts: [alert({ limit: minutes(8) })], consumers: Consumers.longLived({ min: 1, max: 3 }), prefetch: 4 })).toEqual([
      "'alerts[0].limit' must be above what a message may wait while nothing is wrong (480 s for 4 units of 120 s), got \"480 s\"; raise it",
    ]);
  });

  test.each(['redisList', 'serviceBusQueue', 'serviceBusSubscription', 'storageQueue', 'prometheus', 'postgreSql'])('%s, of which nobody tells an age', (kind) => {
    const queue = TRIGGERS[kind];
    const props = { queue, longestUnit: Duration.seconds(10) };
    expect(refused({ ...props, alerts: [alert()] })).toEqual([
      `'alerts[0].metric' must be PromQL for the seconds that the oldest message has waited, which no widely used exporter tells of ${queue._facts.title}, got nothing; ${METRIC}`,
    ]);
    expect(rules({ ...props, alerts: [alert({ metric: 'max(oldest_seconds)' })] })[0].expr).toBe('(max(oldest_seconds)) > 1800');
  });

  test('the clock', () => {
    expect(refused({ queue: TRIGGERS.cron, alerts: [alert({ metric: 'max(oldest_seconds)' })] })).toEqual([
      "'alerts[0]' is about messages and 'queue' is the clock, which has none; leave it out",
    ]);
  });

  test('everything at once', () => {
    const options = { metric: ' ', pendingPeriod: Duration.seconds(0), runbookUrl: 'wiki', labels: { 'severity': 'page', 'alertname': 'x', 'a-b': 'c', '__x': 'y', 'empty': '' } };
    const label = 'a label of Prometheus (letters, digits and _, no digit first, not __ first)';
    expect(refused({ alerts: [alert(), alert(options)] })).toEqual([
      "'alerts[1].pendingPeriod' must be a whole number of seconds of at least 1 s, got \"0 s\"; give for example Duration.seconds(30)",
      "'alerts[1].labels.severity' must be a label of your own, got \"page\"; give 'severity' instead",
      "'alerts[1].labels.alertname' must be a label of your own, got \"x\"; leave it out: it is the name of the alert",
      `'alerts[1].labels.a-b' must be ${label}, got "c"; rename it`,
      `'alerts[1].labels.__x' must be ${label}, got "y"; rename it`,
      "'alerts[1].labels.empty' must be a text that is not empty, which is no label for Prometheus, got \"\"; leave it out",
      "'alerts[1].runbookUrl' must be the address of a page, got \"wiki\"; write for example \"https://wiki.example.com/runbooks/queue\"",
      "'alerts[1].metric' must be PromQL, got \" \"; leave it out, or write for example \"max(documents_oldest_age_seconds)\"",
      "'alerts[1].severity' must be another one than that of alerts[0], for which Alertmanager would take it, got \"warning\"; give another one, or leave the alert out",
    ]);
    expect(refused({ alerts: [alert({ limit: Duration.seconds(0.5) })], consumers: Consumers.longLived({ min: 1, max: 1 }) })).toEqual([
      "'alerts[0].limit' must be a whole number of seconds of at least 1 s, got \"0.5 s\"; give for example Duration.seconds(30)",
      "'alerts[0].limit' must be above what a message may wait while nothing is wrong (120 s for the longest unit), got \"0.5 s\"; raise it",
    ]);
  });
});

// whatever a worker's times are, the least limit that is taken is one second more than their sum
test('the limit is above the sum of all that a message waits for', () => {
  const seconds = (min: number, max: number) => fc.integer({ min, max });
  const times = fc.record({
    unit: seconds(1, 300), prefetch: seconds(1, 6), load: seconds(0, 900), polling: fc.option(seconds(1, 120), { nil: undefined }), jobs: fc.boolean(), rests: fc.boolean(),
  });
  fc.assert(fc.property(times, ({ unit, prefetch, load, polling, jobs, rests }) => {
    const pollingInterval = polling === undefined ? undefined : Duration.seconds(polling);
    const consumers = jobs ? Consumers.perUnit({ max: 3, pollingInterval }) : Consumers.longLived({ min: rests ? 0 : 2, max: 3, ...(rests ? { pollingInterval } : {}) });
    const taken = jobs ? 1 : prefetch;
    const sum = taken * unit + (jobs || rests ? (polling ?? 30) + 36 + Math.ceil(1.5 * load) : 0);
    const props = { consumers, longestUnit: Duration.seconds(unit), loadTime: Duration.seconds(load), queue: TRIGGERS.redisStream, ...(jobs ? {} : { prefetch }) };
    expect(refused({ ...props, alerts: [alert({ limit: Duration.seconds(sum) })] })).toEqual([expect.stringMatching(new RegExp(`\\b${sum} s[^=+]*\\), got "${sum} s"; raise it`))]);
    expect(rules({ ...props, alerts: [alert({ limit: Duration.seconds(sum + 1) })] })).toHaveLength(1);
  }), { numRuns: 60 });
});
