import { readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { ControlPlane, KubectlResult } from './harness/control-plane';
import { kubectl } from './harness/kubectl';

/**
 * Runs kubectl as a pod of a service account does: with a token that the API server gave out for it, in the account's namespace. Unlike
 * `--as`, nothing of the administrator is left in it.
 */
export class Account {
  public static async of(control: ControlPlane, namespace: string, name: string): Promise<Account> {
    const token = (await control.run(['create', 'token', name, '-n', namespace])).trim();
    const { clusters: [{ cluster }] } = JSON.parse(readFileSync(control.kubeconfig, 'utf8'));
    const path = join(control.dir, `kubeconfig-${namespace}-${name}`);
    writeFileSync(path, JSON.stringify({
      'apiVersion': 'v1',
      'kind': 'Config',
      'clusters': [{ name: 'test', cluster }],
      'users': [{ name, user: { token } }],
      'contexts': [{ name: 'test', context: { cluster: 'test', user: name, namespace } }],
      'current-context': 'test',
    }), { mode: 0o600 });
    return new Account(control, path);
  }

  private constructor(private readonly control: ControlPlane, private readonly kubeconfig: string) {}

  /** Runs kubectl with exactly these arguments. */
  public kubectl(args: string[]): Promise<KubectlResult> {
    return kubectl(this.control.bin, this.kubeconfig, `${this.kubeconfig}-cache`, args);
  }
}
