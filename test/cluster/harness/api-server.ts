import { generateKeyPairSync, randomBytes } from 'crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'fs';
import { get } from 'https';
import { join } from 'path';
import { freePorts } from './ports';
import { Processes } from './processes';
import { waitUntil } from './wait';

export interface ApiServerOptions {
  /** The folder that holds `k8s`. */
  readonly bin: string;
  /** The working folder; etcd's data are expected, or made, in its `etcd`. */
  readonly dir: string;
  readonly processes: Processes;
  /** Added to the flags; a flag that is given twice counts as given last. */
  readonly flags: string[];
  /** Admission plug-ins beside those that are on by default. */
  readonly admissionPlugins: string[];
}

/**
 * etcd and kube-apiserver on free ports of the loopback interface, with real
 * authentication, RBAC and admission. It ends with its `processes`.
 */
export class ApiServer {
  /** Starts both and returns when the API server calls itself ready. */
  public static async start(options: ApiServerOptions): Promise<ApiServer> {
    const { dir, processes } = options;
    const k8s = join(options.bin, 'k8s');
    const [etcdPort, peerPort, port] = await freePorts(3);
    const etcd = `http://127.0.0.1:${etcdPort}`;
    const peer = `http://127.0.0.1:${peerPort}`;
    mkdirSync(join(dir, 'etcd'), { recursive: true });
    // etcd refuses a folder that others can read
    chmodSync(join(dir, 'etcd'), 0o700);
    processes.start('etcd', [
      k8s, 'etcd',
      '--data-dir', join(dir, 'etcd'),
      '--listen-client-urls', etcd, '--advertise-client-urls', etcd,
      '--listen-peer-urls', peer, '--initial-advertise-peer-urls', peer,
      '--initial-cluster', `default=${peer}`,
      // a test cluster's data need not survive a power cut
      '--unsafe-no-fsync',
    ]);

    const keys = generateKeyPairSync('ec', {
      namedCurve: 'prime256v1',
      privateKeyEncoding: { type: 'sec1', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    });
    const token = randomBytes(16).toString('hex');
    const serviceAccountKey = join(dir, 'sa.key');
    const certificate = join(dir, 'certificates', 'apiserver.crt');
    writeFileSync(serviceAccountKey, keys.privateKey, { mode: 0o600 });
    writeFileSync(join(dir, 'sa.pub'), keys.publicKey);
    writeFileSync(join(dir, 'tokens.csv'), `${token},admin,admin,system:masters\n`, { mode: 0o600 });
    processes.start('kube-apiserver', [
      k8s, 'kube-apiserver',
      '--etcd-servers', etcd,
      '--bind-address', '127.0.0.1', '--secure-port', String(port),
      // Nobody but this machine can reach it; the Service `kubernetes` needs an address
      // all the same, and without this one a machine that is offline has none to give.
      '--advertise-address', '198.51.100.1',
      '--cert-dir', join(dir, 'certificates'),
      '--token-auth-file', join(dir, 'tokens.csv'),
      '--authorization-mode', 'RBAC',
      '--service-account-issuer', 'https://kubernetes.default.svc',
      '--service-account-signing-key-file', serviceAccountKey,
      '--service-account-key-file', join(dir, 'sa.pub'),
      '--service-cluster-ip-range', '10.96.0.0/16',
      '--allow-privileged',
      ...options.admissionPlugins.length > 0 ? ['--enable-admission-plugins', options.admissionPlugins.join(',')] : [],
      ...options.flags,
    ]);

    const server = new ApiServer(`https://127.0.0.1:${port}`, token, certificate, serviceAccountKey);
    await waitUntil('kube-apiserver to be ready', async () => (await server.get('/readyz')).answer, 120, () => processes.failure());
    return server;
  }

  private constructor(
    public readonly url: string,
    private readonly token: string,
    /** A file with its certificate and, since it is self-signed, the authority's. */
    public readonly certificate: string,
    /** The controllers sign the service accounts' tokens with it. */
    public readonly serviceAccountKey: string,
  ) {}

  /** A kubeconfig of the cluster's administrator. */
  public kubeconfig(): string {
    const ca = readFileSync(this.certificate).toString('base64');
    return JSON.stringify({
      'apiVersion': 'v1',
      'kind': 'Config',
      'clusters': [{ name: 'test', cluster: { 'server': this.url, 'certificate-authority-data': ca } }],
      'users': [{ name: 'admin', user: { token: this.token } }],
      'contexts': [{ name: 'test', context: { cluster: 'test', user: 'admin' } }],
      'current-context': 'test',
    }, undefined, 2);
  }

  /**
   * Reads a path: 10 ms, where kubectl takes 100 to start.
   *
   * @returns `answer` is true, or, if it is not to be had, why
   */
  public get(path: string): Promise<{ answer: true; body: string } | { answer: string; body: '' }> {
    return new Promise((resolve) => {
      // it writes its certificate while it starts
      if (!existsSync(this.certificate)) return resolve({ answer: 'no certificate yet', body: '' });
      const request = get(this.url + path, {
        ca: readFileSync(this.certificate),
        headers: { authorization: `Bearer ${this.token}` },
        agent: false,
        timeout: 5000,
      }, (response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (chunk) => { body += chunk; });
        response.on('error', (error) => resolve({ answer: error.message, body: '' }));
        response.on('end', () => resolve(response.statusCode === 200
          ? { answer: true, body }
          : { answer: `GET ${path} answers ${response.statusCode}: ${body.trim()}`, body: '' }));
      });
      request.on('timeout', () => request.destroy(new Error(`GET ${path} takes more than 5 s`)));
      request.on('error', (error) => resolve({ answer: error.message, body: '' }));
      return undefined;
    });
  }
}
