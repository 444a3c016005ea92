import { Answer } from './http';
import { ControlPlane } from '../../cluster/harness/control-plane';

export interface LoadOptions {
  readonly url: string;
  /** @default 2 */
  readonly connections?: number;
  /** At most 300. @default 10 */
  readonly seconds?: number;
  /** Ends the load before its time, whatever comes of it. */
  readonly until?: Promise<unknown>;
  /** The pause between two requests of a connection. @default 0.02 */
  readonly pauseSeconds?: number;
  /** How long a request may take. @default 10 */
  readonly requestTimeoutSeconds?: number;
  /** JSON; with it the requests are POSTs. */
  readonly body?: unknown;
  /** @default true */
  readonly keepAlive?: boolean;
}

export interface LoadResult {
  readonly requests: number;
  readonly ok: number;
  readonly failed: number;
  /** By status, or by the name of Python's exception. */
  readonly failures: Record<string, number>;
  /** Requests that were sent again because the server had closed their connection meanwhile. */
  readonly retried: number;
  /** How many answers each `MODEL_VERSION` gave. */
  readonly versions: Record<string, number>;
  /** How many pods answered. */
  readonly pods: number;
  readonly seconds: number;
  readonly p50_ms: number;
  readonly p99_ms: number;
  readonly slowest_ms: number;
}

/** A pod that asks other pods, as a user of theirs would: by name, and within what network policies allow. */
export class ClientPod {
  /** Starts one and waits until it can be used. The image is `clientImage()`, under whatever name it was imported. */
  public static async start(
    plane: ControlPlane,
    options: { namespace: string; image: string; name?: string; labels?: Record<string, string> },
  ): Promise<ClientPod> {
    const name = options.name ?? 'client';
    await plane.applyStrict(JSON.stringify({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace: options.namespace, labels: options.labels },
      spec: {
        nodeSelector: { type: 'real' }, // beside KWOK's nodes, too
        automountServiceAccountToken: false,
        terminationGracePeriodSeconds: 0,
        securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
        containers: [{
          name: 'client',
          image: options.image,
          imagePullPolicy: 'IfNotPresent',
          resources: { requests: { cpu: '10m', memory: '32Mi' }, limits: { cpu: '1', memory: '128Mi' } },
          securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
        }],
      },
    }));
    await plane.run(['wait', '--for=condition=Ready', `pod/${name}`, '-n', options.namespace, '--timeout=60s'], { timeoutSeconds: 70 });
    return new ClientPod(plane, options.namespace, name);
  }

  private loads = 0;

  private constructor(private readonly plane: ControlPlane, private readonly namespace: string, private readonly name: string) {}

  /** Runs a command in it. */
  public exec(command: string[], timeoutSeconds = 60) {
    return this.plane.kubectl(['exec', '-n', this.namespace, this.name, '--', ...command], { timeoutSeconds });
  }

  /** Asks once. The status is 0 where there was no answer: refused, timed out, or no such name, as curl's `error` says. */
  public async curl(url: string, options: { timeoutSeconds?: number; args?: string[] } = {}): Promise<Answer> {
    const seconds = options.timeoutSeconds ?? 5;
    const { stdout, stderr } = await this.exec(
      ['curl', '-sS', '--max-time', String(seconds), '-w', '\n%{http_code}', ...options.args ?? [], url],
      seconds + 20,
    );
    const end = stdout.lastIndexOf('\n');
    return { status: Number(stdout.slice(end + 1)), body: stdout.slice(0, end), error: stderr.trim() };
  }

  /** Asks for some time over some connections, and counts. */
  public async load(options: LoadOptions): Promise<LoadResult> {
    const seconds = options.seconds ?? 10;
    const end = `/tmp/load-${this.loads++}-ends`;
    const touch = () => this.exec(['touch', end]);
    options.until?.then(touch, touch);
    const command = [
      'python3', '/app/load.py', '--url', options.url, '--seconds', String(seconds), '--until', end,
      '--connections', String(options.connections ?? 2),
      '--pause', String(options.pauseSeconds ?? 0.02),
      '--timeout', String(options.requestTimeoutSeconds ?? 10),
      ...options.body === undefined ? [] : ['--body', JSON.stringify(options.body)],
      ...options.keepAlive ?? true ? [] : ['--no-keep-alive'],
    ];
    const { code, stdout, stderr } = await this.exec(command, seconds + (options.requestTimeoutSeconds ?? 10) + 30);
    if (code !== 0) throw new Error(`the load on ${options.url} ended with ${code}: ${stderr}`);
    return JSON.parse(stdout.trimEnd().split('\n').pop()!);
  }
}
