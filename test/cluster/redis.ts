import { mkdtempSync, rmSync } from 'fs';
import { connect } from 'net';
import { tmpdir } from 'os';
import { join } from 'path';
import { debianProgram, DebianProgram } from './debian-program';
import { freePorts } from './harness/ports';
import { Processes } from './harness/processes';
import { waitUntil } from './harness/wait';

/** A real Redis of Debian's, without a disk, on a port of its own. */
export class Redis {
  public static async start(): Promise<Redis> {
    const [port] = await freePorts(1);
    const redis = new Redis(mkdtempSync(join(tmpdir(), 'cdk8s-ml-redis-')), port, await debianProgram('redis-server', 'usr/bin/redis-server'));
    await redis.restart();
    return redis;
  }

  private readonly processes: Processes;

  private constructor(private readonly dir: string, private readonly port: number, private readonly program: DebianProgram) {
    this.processes = new Processes(dir, [dir]);
  }

  /** Where it is, as a client without URLs takes it. */
  public get address(): string {
    return `127.0.0.1:${this.port}`;
  }

  /** Starts it, empty. */
  public async restart(): Promise<void> {
    this.processes.start('redis', [this.program.path, '--port', `${this.port}`, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', this.dir], { env: this.program.env });
    await waitUntil('Redis to answer', async () => (await this.ask('PING')) === '+PONG', 30, () => this.processes.failure());
  }

  /** Has it gone. */
  public async stop(): Promise<void> {
    await this.processes.stopAll();
  }

  /** Has it gone, with its folder. */
  public async remove(): Promise<void> {
    await this.stop();
    rmSync(this.dir, { recursive: true, force: true });
  }

  /** Appends so many messages to a list. */
  public async push(list: string, count: number): Promise<void> {
    await this.ask('RPUSH', list, ...Array.from({ length: count }, (_, i) => `message-${i}`));
  }

  /** Takes so many messages off a list, as consumers do. */
  public async take(list: string, count: number): Promise<void> {
    await this.ask('LTRIM', list, `${count}`, '-1');
  }

  /** How many messages wait. */
  public async length(list: string): Promise<number> {
    return Number((await this.ask('LLEN', list)).slice(1));
  }

  /** Makes a stream with one entry and a group of consumers that has it behind it: nothing of it waits. */
  public async stream(name: string, group: string): Promise<void> {
    await this.ask('XADD', name, '1-1', 'message', 'one');
    await this.ask('XGROUP', 'CREATE', name, group, '$');
  }

  /** Has that entry be pending, as one is that somebody read who is no more. */
  public async leave(stream: string, group: string): Promise<void> {
    await this.ask('XCLAIM', stream, group, 'dead', '0', '1-1', 'FORCE', 'JUSTID');
  }

  /** Acknowledges it. */
  public async acknowledge(stream: string, group: string): Promise<void> {
    await this.ask('XACK', stream, group, '1-1');
  }

  /** The first line of its answer to an inline command. @see https://redis.io/docs/latest/develop/reference/protocol-spec/#inline-commands */
  private ask(...command: string[]): Promise<string> {
    return new Promise((resolve, reject) => {
      const socket = connect(this.port, '127.0.0.1', () => socket.write(`${command.map((word) => word === '' ? '""' : word).join(' ')}\r\n`));
      socket.setTimeout(5000, () => socket.destroy(new Error('Redis does not answer')));
      let answer = '';
      socket.on('data', (data) => {
        answer += data;
        if (answer.includes('\r\n')) {
          socket.end();
          resolve(answer.slice(0, answer.indexOf('\r\n')));
        }
      });
      socket.once('error', reject);
    });
  }
}
