import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { Duration } from 'cdk8s';
import * as fc from 'fast-check';
import { AGES, FLOWS, queueOf, Told } from './flows';
import { QueueAlert, QueueWorkerProps, Trigger } from '../../../src';
import { worker } from '../../batch/workers';
import { attempt, CommandResult, run } from '../../node/harness/command';
import { one } from '../../serving/service';
import { START_TIMEOUT } from '../example-cluster';
import { ControlPlane } from '../harness/control-plane';

// on a new machine it is built first
let promtool: string;
beforeAll(async () => {
  promtool = (await run(join(__dirname, 'build'), [], { showErrors: true, timeoutSeconds: 20 * 60 })).trim();
}, 20 * 60_000);

const LIMIT = 30;
const alerts = [QueueAlert.oldestAge({ limit: Duration.minutes(LIMIT) })];
const rulesOf = (queue: Trigger, props: Partial<QueueWorkerProps> = {}) => one(worker({ queue, alerts, longestUnit: Duration.seconds(5), ...props }), 'PrometheusRule').spec;

/** Runs Prometheus' own tool on files; JSON is YAML. */
async function tool(args: string[], files: { [name: string]: object }): Promise<CommandResult> {
  const dir = mkdtempSync(join(tmpdir(), 'cdk8s-ml-alerts-'));
  try {
    Object.entries(files).forEach(([name, content]) => writeFileSync(join(dir, name), JSON.stringify(content)));
    return await attempt(promtool, [...args, join(dir, Object.keys(files)[0])]);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** What Prometheus makes of rules, where it scraped `told` once a minute. */
async function judged(rules: object, told: Told, tests: object): Promise<void> {
  const series = Object.entries(told).map(([name, values]) => ({ series: name, values: values.map((value) => value ?? '_').join(' ') }));
  const test = { rule_files: ['rules.yml'], evaluation_interval: '1m', tests: [{ interval: '1m', input_series: series, ...tests }] };
  const { code, stdout, stderr } = await tool(['test', 'rules'], { 'test.yml': test, 'rules.yml': rules });
  expect(stdout + stderr).toContain('SUCCESS');
  expect(code).toBe(0);
}

/** That the alert fires at these minutes, with these texts for its value, and at no other of those that are asked for. */
function fires(rules: any, silent: number[], firing: { [minute: number]: string }): object {
  const [{ annotations, labels }] = rules.groups[0].rules;
  const described = (value: string) => annotations.description.replace(/\{\{.*?\}\}/, value);
  return {
    alert_rule_test: [
      ...silent.map((minute) => ({ eval_time: `${minute}m`, alertname: 'QueueMessageTooOld', exp_alerts: [] })),
      ...Object.entries(firing).map(([minute, value]) => ({
        eval_time: `${minute}m`, alertname: 'QueueMessageTooOld', exp_alerts: [{ exp_labels: labels, exp_annotations: { ...annotations, description: described(value) } }],
      })),
    ],
  };
}

const minutes = (amount: number, of: (minute: number) => number) => Array.from({ length: amount }, (_, minute) => of(minute));

describe.each([...Object.entries(FLOWS), ...Object.entries(AGES)])('%s', (_, { trigger }) => {
  test('promtool has nothing to say against the rule', async () => {
    const { code, stdout, stderr } = await tool(['check', 'rules', '--lint=all', '--lint-fatal'], { 'rules.yml': rulesOf(trigger) });
    expect(stdout + stderr).toContain('SUCCESS: 1 rules found');
    expect(code).toBe(0);
  });
});

describe.each(Object.entries(FLOWS))('%s, by what waits and what was taken', (_, { trigger, tell }) => {
  const rules = rulesOf(trigger);

  // three come in minute 15 and are taken in minute 60: too old from 45 on, and for a minute from 46 on
  const stuck = queueOf(minutes(80, (minute) => (minute === 15 ? 3 : 0)), minutes(80, (minute) => (minute === 60 ? 3 : 0)));
  test('fires while a message waits too long', () => judged(rules, tell(stuck), fires(rules, [14, 16, 44, 45, 60, 70], { 46: '3', 59: '3' })));

  const busy = queueOf(minutes(120, (minute) => (minute === 0 ? 50 : 5)), minutes(120, () => 5));
  test('does not where the queue is long, and fast', () => judged(rules, tell(busy), fires(rules, [20, 40, 60, 100, 119], {})));

  // two come a minute and one is taken, from minute 10 on: the oldest waits for half of the time since then
  const slow = queueOf(minutes(120, () => 2), minutes(120, (minute) => (minute < 10 ? 2 : 1)));
  test('fires where consumers are too few', () => judged(rules, tell(slow), fires(rules, [30, 60], { 110: `${slow.waiting[110]}` })));

  // three that came in minute 15 are gone in minute 40, and nobody took them; three others come in minute 42
  const purged = { waiting: minutes(80, (minute) => (minute < 15 || minute === 40 || minute === 41 ? 0 : 3)), taken: minutes(80, () => 0) };
  test('does not where the queue is purged, but for what comes after', () => judged(rules, tell(purged), fires(rules, [39, 41, 46, 60, 71], { 73: '3' })));

  // whatever comes and goes, it knows at each minute whether the oldest message has waited for so long: it is no estimate
  test('is true when it is true', async () => {
    const some = fc.array(fc.oneof({ arbitrary: fc.constant(0), weight: 3 }, fc.integer({ min: 1, max: 4 })), { minLength: 90, maxLength: 90 });
    const flows = fc.sample(fc.tuple(some, some, fc.integer({ min: 10, max: 80 }), fc.integer({ min: 10, max: 45 })), { numRuns: 12, seed: 7 })
      // nothing is taken for a while
      .map(([come, go, pause, length]) => queueOf(come, go.map((amount, minute) => (minute >= pause && minute < pause + length ? 0 : amount))));
    const [{ expr }] = rules.groups[0].rules;
    let old = 0;
    for (const flow of flows) {
      const asked = minutes(90 - LIMIT, (i) => i + LIMIT);
      const tests = asked.map((minute) => {
        const tooOld = flow.oldest[minute] !== undefined && flow.oldest[minute]! >= LIMIT;
        old += tooOld ? 1 : 0;
        return { expr, eval_time: `${minute}m`, exp_samples: tooOld ? [{ labels: '{}', value: flow.waiting[minute] }] : [] };
      });
      await judged(rules, tell(flow), { promql_expr_test: tests });
    }
    // both are asked for
    expect(old).toBeGreaterThan(60);
    expect(old).toBeLessThan(12 * 60 - 60);
  });
});

describe.each(Object.entries(AGES))('%s, by the age', (_, { trigger, series }) => {
  const rules = rulesOf(trigger);
  // too old from minute 46 on, and for a minute from 47 on; nothing is told when the queue is empty
  const age = minutes(80, (minute) => (minute >= 15 && minute < 60 ? 60 * (minute - 15) : 0));

  test('fires while a message waits too long', () => judged(rules, { [series]: age }, fires(rules, [14, 16, 45, 46, 60, 70], { 47: '32m 0s', 59: '44m 0s' })));
  test('does not where nothing is told', () => judged(rules, { [series]: age.map((seconds) => seconds || Number.NaN) }, fires(rules, [14, 46, 61], { 47: '32m 0s' })));
  test('does not for another queue', () => judged(rules, { [series.replace(/="documents"/, '="others"')]: age }, fires(rules, [47, 59], {})));
});

test('RabbitMQ: a broker that is started anew counts from the beginning, and the queue was empty in between', async () => {
  const { trigger, tell } = FLOWS.rabbitMq;
  const busy = queueOf(minutes(120, () => 5), minutes(120, (minute) => (minute % 10 === 0 ? 100 : 5)));
  const anew = { ...busy, taken: busy.taken.map((amount, minute) => (minute < 60 ? amount : amount - busy.taken[60])) };
  const rules = rulesOf(trigger);
  await judged(rules, tell({ ...anew, waiting: anew.waiting.map((amount, minute) => (minute % 10 === 0 ? 0 : amount)) }), fires(rules, [55, 62, 75, 89, 110], {}));
});

test('an expression of one\'s own', async () => {
  const metric = 'time() - max(rabbitmq_queue_head_message_timestamp{queue="documents"})';
  const rules = rulesOf(Trigger.redisList({ address: 'redis.queues:6379', list: 'documents' }), { alerts: [QueueAlert.oldestAge({ limit: Duration.minutes(LIMIT), metric })] });
  await judged(rules, { 'rabbitmq_queue_head_message_timestamp{queue="documents"}': minutes(60, () => 60) }, fires(rules, [31, 32], { 33: '32m 0s' }));
});

// so that it is known to read what is inside
test.each([
  ['an expression that is none', '> 0', '> ) 0'],
  ['a time that is none', '"for":"1m"', '"for":"1 minute"'],
  ['a template that is none', '$value', '$worth'],
])('promtool refuses a rule with %s', async (_, before, after) => {
  const text = JSON.stringify(rulesOf(FLOWS.redisStream.trigger));
  expect(text).toContain(before);
  expect((await tool(['check', 'rules'], { 'rules.yml': JSON.parse(text.replace(before, after)) })).code).not.toBe(0);
});

describe('on a cluster', () => {
  let cluster: ControlPlane;
  beforeAll(async () => {
    cluster = await ControlPlane.start();
    await cluster.run(['create', 'namespace', 'team-a']);
  }, START_TIMEOUT);
  afterAll(async () => cluster?.stop());

  test('the server takes the PrometheusRule, every field by its schema', async () => {
    const rule = one(worker({ alerts }), 'PrometheusRule');
    await cluster.applyStrict(JSON.stringify(rule));
    const { spec } = await cluster.get(['prometheusrule', 'embedder', '-n', 'team-a']);
    expect(spec).toEqual(rule.spec);
    const broken = JSON.parse(JSON.stringify(rule).replace('"for":"1m"', '"for":"1 minute"'));
    await expect(cluster.applyStrict(JSON.stringify(broken))).rejects.toThrow(/spec\.groups\[0\]\.rules\[0\]\.for/);
  });
});
