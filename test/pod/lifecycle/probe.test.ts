import { Duration } from 'cdk8s';
import { Probe } from '../../../src/pod/lifecycle/probe';
import { startupAllowance, startupProbe } from '../../../src/pod/lifecycle/startup';
import { checked } from '../../border/checked';

const seconds = Duration.seconds;
const DERIVED = { period: seconds(10), timeout: seconds(5), failureThreshold: 3 };
const merged = (own: Probe, question = Probe.httpGet('/ready')) => own._or(Probe.timed(DERIVED)._or(question))._render('http');

describe('how a probe asks', () => {
  test.each<[string, Probe, object]>([
    ['GET', Probe.httpGet('/health', { port: 9000 }), { httpGet: { path: '/health', port: 9000 } }],
    ['TCP', Probe.tcpSocket(), { tcpSocket: { port: 'http' } }],
    ['gRPC', Probe.grpc({ service: 'model', port: 50051 }), { grpc: { port: 50051, service: 'model' } }],
    ['gRPC of the server', Probe.grpc({ port: 50051 }), { grpc: { port: 50051 } }],
    ['a command', Probe.command(['cat', '/ready']), { exec: { command: ['cat', '/ready'] } }],
    ['the server\'s own question', Probe.timed({}), { httpGet: { path: '/ready', port: 'http' } }],
  ])('%s', (_, probe, asked) => {
    expect(merged(probe)).toEqual({ ...asked, failureThreshold: 3, periodSeconds: 10, timeoutSeconds: 5 });
  });

  test('none at all', () => {
    expect(merged(Probe.none())).toBeUndefined();
    expect(merged(Probe.timed({}), Probe.none())).toBeUndefined();
  });

  test('a command that was given is not changed from outside', () => {
    const command = ['cat', '/ready'];
    const probe = Probe.command(command);
    command.push('/other');
    expect(merged(probe)?.exec?.command).toEqual(['cat', '/ready']);
  });
});

describe('its numbers', () => {
  test('every field can be given', () => {
    expect(merged(Probe.httpGet('/r', { initialDelay: seconds(10), period: seconds(30), timeout: seconds(7), failureThreshold: 4, successThreshold: 2, port: 81 }))).toEqual({
      failureThreshold: 4, httpGet: { path: '/r', port: 81 }, initialDelaySeconds: 10, periodSeconds: 30, successThreshold: 2, timeoutSeconds: 7,
    });
  });

  test('a shorter period shortens the timeout that nobody gave', () => {
    expect(merged(Probe.timed({ period: seconds(2) }))).toMatchObject({ periodSeconds: 2, timeoutSeconds: 2 });
  });

  test('a longer timeout lengthens the period that nobody gave', () => {
    expect(merged(Probe.timed({ timeout: seconds(20) }))).toMatchObject({ periodSeconds: 20, timeoutSeconds: 20 });
  });

  test('an initial delay of nothing is said, since it was', () => {
    expect(merged(Probe.timed({ initialDelay: seconds(0) }))).toMatchObject({ initialDelaySeconds: 0 });
  });
});

describe('the start-up probe', () => {
  const READY = Probe.httpGet('/ready');
  const startup = (load: number, own = Probe.timed({})) => startupProbe(own, READY, seconds(load));

  test('asks whether the server is ready, for 1.5 times its load time', () => {
    expect(startup(60)._render('http')).toEqual({ failureThreshold: 18, httpGet: { path: '/ready', port: 'http' }, periodSeconds: 5, timeoutSeconds: 5 });
    expect(startup(61)._allowance).toBe(95);
    expect(startup(1)._allowance).toBe(15);
  });

  test('asks as often as the user wants, and as many times as that takes', () => {
    expect(startup(60, Probe.timed({ period: seconds(2) }))._render('http')).toMatchObject({ failureThreshold: 45, periodSeconds: 2, timeoutSeconds: 2 });
    expect(startup(60, Probe.timed({ timeout: seconds(30) }))._render('http')).toMatchObject({ failureThreshold: 3, periodSeconds: 30, timeoutSeconds: 30 });
    expect(startup(60, Probe.timed({ failureThreshold: 40 }))._allowance).toBe(200);
    expect(startup(60, Probe.httpGet('/started'))._render('http')).toMatchObject({ failureThreshold: 18, httpGet: { path: '/started' } });
  });

  test('allows what the other probes allow where there is none', () => {
    expect(startupAllowance(startup(60), READY, seconds(60))).toBe(90);
    expect(startupAllowance(Probe.none(), Probe.timed({ initialDelay: seconds(100), period: seconds(10), failureThreshold: 2 })._or(READY), seconds(60))).toBe(120);
    expect(startupAllowance(Probe.none(), Probe.none(), seconds(60))).toBe(90);
  });
});

test('the question of a probe is asked on, without its numbers', () => {
  const own = Probe.httpGet('/r', { port: 81, initialDelay: seconds(10), successThreshold: 3 });
  expect(own._question(Probe.tcpSocket())._or(Probe.timed(DERIVED))._render('http')).toEqual({ failureThreshold: 3, httpGet: { path: '/r', port: 81 }, periodSeconds: 10, timeoutSeconds: 5 });
  expect(Probe.none()._question(Probe.tcpSocket())._render('http')).toMatchObject({ tcpSocket: { port: 'http' } });
});

test('what Kubernetes would refuse is a problem', () => {
  const probe = Probe.httpGet('ready now', { initialDelay: Duration.millis(100), timeout: seconds(0), successThreshold: 0 });
  expect(checked((problems) => probe._check(problems, 'readiness', 'readiness'))).toEqual([
    '\'readiness.path\' must be an absolute path, got "ready now"; write "/ready-now"',
    '\'readiness.initialDelay\' must be a whole number of seconds of at least 0 s, got "0.1 s"; give for example Duration.seconds(30)',
    '\'readiness.timeout\' must be a whole number of seconds of at least 1 s, got "0 s"; give for example Duration.seconds(30)',
    '\'readiness.successThreshold\' must be a whole number of at least 1, got 0; give a whole number in that range',
  ]);
});
