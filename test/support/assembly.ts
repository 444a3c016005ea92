import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Assembly, loadAssemblyFromFile } from '@jsii/spec';

const ROOT = join(__dirname, '..', '..');
const ASSEMBLY = join(ROOT, '.jsii');

/** The assembly of the sources as they are now; compiled here if it is older than one of them. */
export function assemblyOf(): Assembly {
  const newest = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' }).reduce((latest, file) => Math.max(latest, statSync(join(ROOT, 'src', file)).mtimeMs), 0);
  if (!existsSync(ASSEMBLY) || statSync(ASSEMBLY).mtimeMs < newest) {
    try {
      execFileSync(process.execPath, [require.resolve('jsii/bin/jsii'), '--silence-warnings=reserved-word'], { cwd: ROOT, encoding: 'utf8', stdio: 'pipe' });
    } catch (error) {
      throw new Error(`jsii refuses the library; run 'npx projen compile':\n${(error as { stdout?: string }).stdout}`);
    }
  }
  return loadAssemblyFromFile(ASSEMBLY);
}

/** The assembly of a package that the library stands on. */
export function assemblyOfPackage(name: string): Assembly {
  return loadAssemblyFromFile(join(ROOT, 'node_modules', name, '.jsii'));
}
