import { spawn } from 'child_process';
import { join } from 'path';

export interface KubectlOptions {
  /** Written to its standard input. */
  readonly stdin?: string;
  /** Acts as this user, e.g. `system:serviceaccount:NAMESPACE:NAME`. */
  readonly as?: string;
  /** After this it is killed, and the exit code is 124. Default 60. */
  readonly timeoutSeconds?: number;
}

export interface KubectlResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs kubectl with nothing of the user's own: no kuberc, and a discovery cache
 * of the cluster's own, for the default one is keyed by host and port, and a
 * later cluster on the same port would find this one's APIs in it.
 */
export function kubectl(bin: string, kubeconfig: string, cache: string, args: string[], options: KubectlOptions = {}): Promise<KubectlResult> {
  const timeoutSeconds = options.timeoutSeconds ?? 60;
  const all = ['kubectl', ...(options.as === undefined ? [] : ['--as', options.as]), ...args];
  return new Promise((resolve) => {
    const child = spawn(join(bin, 'k8s'), all, {
      env: { ...process.env, KUBECONFIG: kubeconfig, KUBECACHEDIR: cache, KUBECTL_KUBERC: 'false' },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (chunk) => { stdout += chunk; });
    child.stderr.setEncoding('utf8').on('data', (chunk) => { stderr += chunk; });
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      child.kill('SIGKILL');
    }, timeoutSeconds * 1000);
    child.once('error', (error) => {
      clearTimeout(timer);
      resolve({ code: 127, stdout, stderr: error.message });
    });
    child.once('close', (code) => {
      clearTimeout(timer);
      if (late) stderr += `\nkubectl was killed after ${timeoutSeconds} s`;
      resolve({ code: late ? 124 : code ?? 1, stdout, stderr });
    });
    // it may end before it has read everything
    child.stdin.on('error', () => {});
    child.stdin.end(options.stdin ?? '');
  });
}
