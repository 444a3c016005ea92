import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { cacheFolder } from './cache';
import { attempt, run } from './command';
import { withLock } from '../../cluster/harness/lock';

/**
 * Packages that only matter where packages are installed and configured: what is
 * unpacked into an image is just run.
 */
const INSTALLERS = new Set([
  'adduser', 'cdebconf', 'ca-certificates', 'debconf', 'dpkg', 'init-system-helpers', 'install-info', 'iproute2', 'libc-bin',
  'lsb-base', 'media-types', 'openssl', 'passwd', 'perl-base', 'readline-common', 'sensible-utils', 'sysvinit-utils', 'ucf',
]);

/**
 * Unpacks Debian packages and everything that they depend on into a folder.
 *
 * Nothing is installed on this machine, so no service starts; documentation is
 * left out. A package whose name ends with a minus, as apt writes it, is left
 * out too, with what only it depends on.
 */
export async function unpackDebian(packages: string[], root: string): Promise<void> {
  fs.mkdirSync(cacheFolder(), { recursive: true });
  // apt's lists are everybody's, and while somebody brings them up to date nobody else can
  await withLock(path.join(cacheFolder(), 'debian.lock'), () => unpack(packages, root));
}

async function unpack(packages: string[], root: string): Promise<void> {
  const downloads = fs.mkdtempSync(path.join(os.tmpdir(), 'cdk8s-ml-deb-'));
  try {
    const all = await withDependencies(packages);
    const download = () => attempt('apt-get', ['-qq', '-o', 'APT::Sandbox::User=root', 'download', ...all], { cwd: downloads });
    let outcome = await download();
    if (outcome.code !== 0) {
      await run('apt-get', ['-qq', 'update']); // the list names a version that Debian has replaced since
      outcome = await download();
    }
    if (outcome.code !== 0) throw new Error(`the Debian packages ${all.join(', ')} can't be downloaded:\n${outcome.stderr}`);
    for (const file of fs.readdirSync(downloads)) await run('dpkg', ['-x', path.join(downloads, file), root]);
    for (const unused of ['usr/share/doc', 'usr/share/man', 'usr/share/locale', 'usr/share/lintian', 'usr/share/bug']) {
      fs.rmSync(path.join(root, unused), { recursive: true, force: true });
    }
  } finally {
    fs.rmSync(downloads, { recursive: true, force: true });
  }
}

async function withDependencies(packages: string[]): Promise<string[]> {
  const unwanted = new Set([...INSTALLERS, ...packages.filter(name => name.endsWith('-')).map(name => name.slice(0, -1))]);
  const known = new Set<string>();
  for (let next = packages.filter(name => !name.endsWith('-')); next.length > 0;) {
    next.forEach(name => known.add(name));
    next = (await dependencies(next)).filter(name => !known.has(name) && !unwanted.has(name));
  }
  return [...known].sort();
}

/** What `apt-cache depends` says; of alternatives, each but the last of which it marks with a bar, the first. */
async function dependencies(packages: string[]): Promise<string[]> {
  if ((await attempt('apt-cache', ['show', '--no-all-versions', ...packages])).code !== 0) await run('apt-get', ['-qq', 'update']);
  const found: string[] = [];
  let alternative = false;
  for (const line of (await run('apt-cache', ['depends', '--important', ...packages])).split('\n')) {
    const match = /^ ([ |])(?:Pre)?Depends: (\S+)$/.exec(line);
    if (match && !alternative && !match[2].startsWith('<')) found.push(match[2].replace(/:any$/, ''));
    if (match) alternative = match[1] === '|';
  }
  return [...new Set(found)];
}
