import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { CONTROLLERS } from '../cluster/harness/controllers';
import { buildController } from '../cluster/harness/programs';

/** Builds the controllers and Prometheus, which the suites against the real thing would build when they come to them; whoever finds one in the making waits for it. */
async function build(): Promise<void> {
  for (const { module, version, programs } of Object.values(CONTROLLERS)) {
    await buildController(module, version, programs);
  }
  process.exitCode = spawnSync(join(__dirname, '..', 'node', 'prometheus', 'build'), { stdio: 'inherit' }).status ?? 1;
}

build().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
