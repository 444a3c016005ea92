import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { debianProgram } from './debian-program';
import { freePorts } from './harness/ports';
import { Processes } from './harness/processes';
import { waitUntil } from './harness/wait';
import { attempt, CommandResult } from '../node/harness/command';

/**
 * nginx.conf of the image that the mock uses, but for the folders, which are this run's own.
 * @see https://github.com/nginx/docker-nginx-unprivileged
 */
const mainConfiguration = (dir: string) => `
worker_processes 1;
daemon off;
error_log ${dir}/error.log notice;
pid ${dir}/nginx.pid;
events {
  worker_connections 1024;
}
http {
  proxy_temp_path ${dir}/proxy_temp;
  client_body_temp_path ${dir}/client_temp;
  fastcgi_temp_path ${dir}/fastcgi_temp;
  uwsgi_temp_path ${dir}/uwsgi_temp;
  scgi_temp_path ${dir}/scgi_temp;
  default_type application/octet-stream;
  access_log ${dir}/access.log;
  sendfile on;
  keepalive_timeout 65;
  include ${dir}/conf.d/*.conf;
}
`;

/** A real nginx with the configuration that a ConfigMap holds. */
export class Nginx {
  /** @param files contents of its conf.d, by name, as the ConfigMap has them; the port alone is changed to a free one */
  public static async of(files: Record<string, string>, port: number): Promise<Nginx> {
    const dir = mkdtempSync(join(tmpdir(), 'cdk8s-ml-nginx-'));
    const [free] = await freePorts(1);
    chmodSync(dir, 0o755); // where root runs the tests, its workers are nobody
    mkdirSync(join(dir, 'conf.d'));
    writeFileSync(join(dir, 'nginx.conf'), mainConfiguration(dir));
    for (const [name, text] of Object.entries(files)) {
      const [before, after, ...more] = text.split(`listen ${port};`);
      if (after === undefined || more.length > 0) throw new Error(`${name} has not one 'listen ${port};'`);
      writeFileSync(join(dir, 'conf.d', name), `${before}listen 127.0.0.1:${free};${after}`);
    }
    return new Nginx(dir, `http://127.0.0.1:${free}`, await debianProgram('nginx', 'usr/sbin/nginx'));
  }

  private readonly processes: Processes;

  private constructor(private readonly dir: string, public readonly url: string, private readonly program: { path: string; env: NodeJS.ProcessEnv }) {
    this.processes = new Processes(dir, [dir]);
  }

  /** What `nginx -t` says. */
  public check(): Promise<CommandResult> {
    return attempt(this.program.path, ['-t', ...this.arguments()], { env: this.program.env });
  }

  /** Starts it and returns when it answers. */
  public async start(): Promise<void> {
    this.processes.start('nginx', [this.program.path, ...this.arguments()], { env: this.program.env });
    await waitUntil('nginx to answer', async () => (await fetch(`${this.url}/live`)).ok, 20, () => this.processes.failure());
  }

  /** Ends it and leaves nothing. */
  public async stop(): Promise<void> {
    await this.processes.stopAll();
    rmSync(this.dir, { recursive: true, force: true });
  }

  private arguments(): string[] {
    return ['-p', this.dir, '-e', join(this.dir, 'error.log'), '-c', join(this.dir, 'nginx.conf')];
  }
}
