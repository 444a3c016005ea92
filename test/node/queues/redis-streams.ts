import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { authOf, QueueServer } from './queue-server';
import { Trigger } from '../../../src';
import { debianProgram, DebianProgram } from '../../cluster/debian-program';
import { freePorts } from '../../cluster/harness/ports';
import { Processes } from '../../cluster/harness/processes';
import { waitUntil } from '../../cluster/harness/wait';
import { run } from '../harness/command';
import { NODE_ADDRESS } from '../harness/machine';

const GROUP = 'consumers';

/** A real Redis of Debian's whose streams are queues of one group of consumers. */
export class RedisStreams implements QueueServer {
  public static async start(): Promise<RedisStreams> {
    const [port] = await freePorts(1);
    const redis = new RedisStreams(port, await debianProgram('redis-server', 'usr/bin/redis-server'), await debianProgram('redis-server', 'usr/bin/redis-cli'));
    const { path, env } = redis.server;
    redis.processes.start('redis', [
      path, '--port', `${port}`, '--bind', NODE_ADDRESS, '--requirepass', redis.credentials.password, '--save', '', '--appendonly', 'no', '--dir', redis.dir,
    ], { env });
    await waitUntil('Redis to answer', async () => (await redis.ask('PING')) === 'PONG', 30, () => redis.processes.failure());
    return redis;
  }

  public readonly credentials = { password: 'of-the-stream' };
  private readonly dir = mkdtempSync(join(tmpdir(), 'cdk8s-ml-redis-'));
  private readonly processes = new Processes(this.dir, [this.dir]);

  private constructor(public readonly port: number, private readonly server: DebianProgram, private readonly client: DebianProgram) {}

  public consumer(queue: string) {
    return { args: ['consume_stream.py'], env: { STREAM: queue, GROUP } };
  }

  public trigger(queue: string, messagesPerReplica?: number): Trigger {
    return Trigger.redisStream({ address: `${NODE_ADDRESS}:${this.port}`, stream: queue, consumerGroup: GROUP, messagesPerReplica, auth: authOf(this) });
  }

  public async declare(queue: string): Promise<void> {
    await this.ask('XGROUP', 'CREATE', queue, GROUP, '0', 'MKSTREAM');
  }

  public async publish(queue: string, messages: readonly string[]): Promise<void> {
    for (const message of messages) await this.ask('XADD', queue, '*', 'message', message);
  }

  public async unacknowledged(queue: string): Promise<number> {
    const [{ lag, pending }] = await this.ask('XINFO', 'GROUPS', queue);
    return lag + pending;
  }

  public async stop(): Promise<void> {
    await this.processes.stopAll();
    rmSync(this.dir, { recursive: true, force: true });
  }

  private async ask(...command: string[]): Promise<any> {
    const { path, env } = this.client;
    const { password } = this.credentials;
    return JSON.parse(await run(path, ['-h', NODE_ADDRESS, '-p', `${this.port}`, '--json', ...command], { env: { ...env, REDISCLI_AUTH: password } }));
  }
}
