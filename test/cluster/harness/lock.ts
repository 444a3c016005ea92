import { spawn } from 'child_process';
import { once } from 'events';

/**
 * Does `work` while no other process on this machine does what needs the same
 * file. The lock is flock(1)'s, held by a child that lives as long as its
 * input is open, so it is free again even if this process is killed.
 */
export async function withLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  const holder = spawn('flock', [file, 'sh', '-c', 'echo locked; cat'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const exit = once(holder, 'exit');
  exit.catch(() => {});
  await Promise.race([
    once(holder.stdout, 'data'),
    exit.then(([code]) => { throw new Error(`flock ${file} ended with exit code ${code}`); }),
  ]);
  try {
    return await work();
  } finally {
    holder.stdin.end();
    await exit;
  }
}
