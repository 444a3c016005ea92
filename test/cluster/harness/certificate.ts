import { execFileSync } from 'child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'fs';
import { join } from 'path';

/** A self-signed certificate for everything that the API server calls on loopback. */
export interface Certificate {
  /** The folder, with the files that controllers expect: `tls.crt`, `tls.key`, `ca.crt`. */
  readonly dir: string;
  readonly certificate: string;
  readonly key: string;
  /** For the `caBundle` of webhooks. */
  readonly bundle: string;
}

/** Makes the certificate, or takes the one that the folder has. KEDA's adapter is called by the name of its Service. */
export function makeCertificate(dir: string): Certificate {
  const [certificate, key, authority] = ['tls.crt', 'tls.key', 'ca.crt'].map((name) => join(dir, name));
  if (!existsSync(authority)) {
    mkdirSync(dir, { recursive: true });
    execFileSync('openssl', [
      'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '3650', '-subj', '/CN=localhost',
      '-addext', 'subjectAltName=IP:127.0.0.1,DNS:localhost,DNS:keda-metrics-apiserver.keda.svc',
      '-keyout', key, '-out', certificate,
    ], { stdio: 'pipe' });
    copyFileSync(certificate, authority);
  }
  return { dir, certificate, key, bundle: readFileSync(certificate).toString('base64') };
}
