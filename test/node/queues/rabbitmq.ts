import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { authOf, QueueServer } from './queue-server';
import { Trigger } from '../../../src';
import { debianProgram, DebianProgram } from '../../cluster/debian-program';
import { freePorts } from '../../cluster/harness/ports';
import { Processes } from '../../cluster/harness/processes';
import { waitUntil } from '../../cluster/harness/wait';
import { NODE_ADDRESS } from '../harness/machine';

/** A real RabbitMQ of Debian's with its management plugin, by which it is asked and by which KEDA asks. */
export class RabbitMq implements QueueServer {
  public static async start(): Promise<RabbitMq> {
    const [port, management, names, distribution] = await freePorts(4);
    const rabbit = new RabbitMq(port, management);
    await rabbit.bringUp(await debianProgram('rabbitmq-server', 'usr/lib/rabbitmq/bin/rabbitmq-server'), names, distribution);
    return rabbit;
  }

  public readonly credentials = { username: 'worker', password: 'of-the-queue' };
  private readonly dir = mkdtempSync(join(tmpdir(), 'cdk8s-ml-rabbitmq-'));
  private readonly processes = new Processes(this.dir, [this.dir]);

  private constructor(public readonly port: number, private readonly management: number) {}

  public consumer(queue: string) {
    return { args: ['consume_rabbitmq.py'], env: { QUEUE: queue } };
  }

  public trigger(queue: string, messagesPerReplica?: number): Trigger {
    return Trigger.rabbitMq({ queue, address: `http://${NODE_ADDRESS}:${this.management}`, messagesPerReplica, auth: authOf(this) });
  }

  public async declare(queue: string): Promise<void> {
    await this.ask('PUT', `queues/%2f/${queue}`, { durable: true });
  }

  public async publish(queue: string, messages: readonly string[]): Promise<void> {
    for (const payload of messages) {
      const { routed } = await this.ask('POST', 'exchanges/%2f/amq.default/publish', { properties: { delivery_mode: 2 }, routing_key: queue, payload, payload_encoding: 'string' });
      if (!routed) throw new Error(`there is no queue ${queue}`);
    }
  }

  public async unacknowledged(queue: string): Promise<number> {
    return (await this.ask('GET', `queues/%2f/${queue}`)).messages ?? NaN;
  }

  public async stop(): Promise<void> {
    await this.processes.stopAll();
    rmSync(this.dir, { recursive: true, force: true });
  }

  /** Erlang of a package that is not installed has to be told where it is, and its server of names is started here, or it would outlive us. */
  private async bringUp({ path, env }: DebianProgram, names: number, distribution: number): Promise<void> {
    const erlang = resolve(dirname(path), '../../erlang');
    const bin = join(erlang, readdirSync(erlang).find((name) => name.startsWith('erts-'))!, 'bin');
    const programs = join(this.dir, 'bin');
    mkdirSync(programs);
    writeFileSync(join(programs, 'erl'), `#!/bin/sh
export ROOTDIR='${erlang}' BINDIR='${bin}' EMU=beam PROGNAME=erl LD_LIBRARY_PATH='${env.LD_LIBRARY_PATH}'
exec "$BINDIR/erlexec" "$@"
`, { mode: 0o755 });
    writeFileSync(join(this.dir, 'plugins'), '[rabbitmq_management].');
    writeFileSync(join(this.dir, 'rabbitmq.conf'), `listeners.tcp.1 = ${NODE_ADDRESS}:${this.port}
management.tcp.ip = ${NODE_ADDRESS}
management.tcp.port = ${this.management}
default_user = ${this.credentials.username}
default_pass = ${this.credentials.password}
# counted anew every second, not every five
collect_statistics_interval = 1000
`);
    this.processes.start('names', [join(bin, 'epmd'), '-port', `${names}`, '-address', '127.0.0.1'], { env });
    this.processes.start('rabbitmq', ['/bin/sh', realpathSync(path)], {
      env: {
        ...process.env,
        PATH: `${programs}:${process.env.PATH}`,
        HOME: this.dir, // where its cookie is
        ERL_EPMD_ADDRESS: '127.0.0.1',
        ERL_EPMD_PORT: `${names}`,
        RABBITMQ_CONF_ENV_FILE: join(this.dir, 'none'),
        RABBITMQ_CONFIG_FILE: join(this.dir, 'rabbitmq'),
        RABBITMQ_DIST_PORT: `${distribution}`,
        RABBITMQ_ENABLED_PLUGINS_FILE: join(this.dir, 'plugins'),
        RABBITMQ_LOG_BASE: this.dir,
        RABBITMQ_LOGS: '-',
        RABBITMQ_MNESIA_BASE: join(this.dir, 'data'),
        RABBITMQ_NODENAME: 'rabbit@localhost',
        RABBITMQ_PID_FILE: join(this.dir, 'pid'),
      },
    });
    await waitUntil('RabbitMQ to answer', async () => (await this.ask('GET', 'overview')).rabbitmq_version !== undefined, 60, () => this.processes.failure());
  }

  private async ask(method: string, path: string, body?: object): Promise<any> {
    const { username, password } = this.credentials;
    const response = await fetch(`http://${NODE_ADDRESS}:${this.management}/api/${path}`, {
      method,
      headers: { authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` },
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(5000),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`RabbitMQ answers ${response.status}: ${text}`);
    return text === '' ? {} : JSON.parse(text);
  }
}
