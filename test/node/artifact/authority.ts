import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cached } from '../harness/cache';
import { run } from '../harness/command';
import { NODE_ADDRESS } from '../harness/machine';

/** What this machine proves by that it is who it says, to pods that trust the certificate. */
export interface Authority {
  readonly cert: string;
  readonly key: string;
}

/** A certificate for the machine's address as pods see it. It is kept, so that the image that trusts it stays the same. */
export async function authority(): Promise<Authority> {
  const folder = await cached('authority', NODE_ADDRESS, async (target) => {
    await run('openssl', [
      'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '3650', '-subj', '/CN=models',
      '-addext', `subjectAltName=IP:${NODE_ADDRESS}`, '-keyout', join(target, 'tls.key'), '-out', join(target, 'tls.crt'),
    ]);
  });
  return { cert: readFileSync(join(folder, 'tls.crt'), 'utf8'), key: readFileSync(join(folder, 'tls.key'), 'utf8') };
}
