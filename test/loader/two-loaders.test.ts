import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileServer } from './file-server';
import { bytes, filesIn, hashes, load, newVolume, Outcome, publish, Running, start, until } from './loader';

// two loaders at once on one volume: a Job beside the one it replaces, or two readers of a claim that is not there yet
const FILES = { 'config.json': Buffer.from('{}'), 'model.bin': bytes(6) };
let server: FileServer;
let digest: string;
beforeEach(async () => {
  server = await new FileServer().listen();
  server.pace = 32768;
  digest = publish(server, 'm', FILES);
});
afterEach(() => server.close());

/** A folder of Python modules in which locks are as a file system may have them. */
function withLocks(lines: string): NodeJS.ProcessEnv {
  const folder = mkdtempSync(join(tmpdir(), 'cdk8s-ml-locks-'));
  writeFileSync(join(folder, 'fcntl.py'), `LOCK_EX, LOCK_NB = 2, 4\ndef flock(descriptor, operation):\n    ${lines}\n`);
  return { PYTHONPATH: folder };
}

/** Two of them, the second when the first is in the middle of it: there it stays until the second has said what it finds, or asks for the same file. */
async function begun(volume: string, place: string, env?: NodeJS.ProcessEnv): Promise<[first: Running, second: Running]> {
  const args = [`--source=${server.url}/m/`, `--into=${volume}`, place, `--manifest-digest=${digest}`];
  const first = start(args, [], env);
  await until('a third of it is there', () => server.sentOf('m/model.bin') > 2_000_000);
  server.pace = 256;
  const second = start(args, [], env);
  let words = '';
  second.process.stdout!.on('data', (data) => (words += data));
  await until('the second is at it', () => words !== '' || server.asked.filter(({ path }) => path === 'm/model.bin').length > 1);
  return [first, second];
}

/** The same to their ends. */
async function both(volume: string, place: string, env?: NodeJS.ProcessEnv): Promise<Outcome[]> {
  const runs = await begun(volume, place, env);
  server.pace = 32768;
  return Promise.all(runs.map(({ ended }) => ended));
}

test('the second waits, says so, and finds the work done; no lock is left', async () => {
  const volume = newVolume();

  const [first, second] = await both(volume, '--as=rev');

  expect(first).toMatchObject({ code: 0, output: expect.stringContaining('fetched and verified') });
  expect(second).toEqual({ code: 0, signal: null, output: `another process fetches ${volume}/rev; waiting for its end\n${volume}/rev is complete already\n` });
  expect(filesIn(join(volume, 'rev'))).toEqual(hashes(FILES));
  expect(server.sentOf('m/model.bin')).toBe(FILES['model.bin'].length);
  expect(readdirSync(volume)).toEqual(['rev']);
});

test('so does the second of two that move a link', async () => {
  const volume = newVolume();

  const [first, second] = await both(volume, '--link=current');

  expect(first).toMatchObject({ code: 0, output: expect.stringContaining('fetched and verified') });
  expect(second).toEqual({ code: 0, signal: null, output: `another process fetches ${volume}/current; waiting for its end\n` });
  expect(filesIn(join(volume, 'current'))).toEqual(hashes(FILES));
  expect(server.sentOf('m/model.bin')).toBe(FILES['model.bin'].length);
  expect(readdirSync(volume).sort()).toEqual(['.versions', 'current']);
});

test('the lock ends with the process: who waits for one that is killed goes on from where that was', async () => {
  const volume = newVolume();
  const [first, second] = await begun(volume, '--as=rev');
  first.process.kill('SIGKILL');
  server.pace = 32768;

  expect(await second.ended).toMatchObject({ code: 0, output: expect.stringContaining('waiting for its end') });
  expect(filesIn(join(volume, 'rev'))).toEqual(hashes(FILES));
  const resumed = server.asked.filter(({ path }) => path === 'm/model.bin')[1];
  expect(Number(/\d+/.exec(resumed.headers.range!)![0])).toBeGreaterThan(0);
});

test.each([
  ['has no locks', "raise OSError(95, 'Operation not supported')"],
  ['keeps locks to one node', 'pass'],
])('on a file system that %s, what is published is right, and stays so', async (_, lines) => {
  const volume = newVolume();

  const outcomes = await both(volume, '--as=rev', withLocks(lines));

  const published = statSync(join(volume, 'rev', 'model.bin'));
  expect(outcomes.filter(({ code }) => code === 0).length).toBeGreaterThan(0);
  expect(filesIn(join(volume, 'rev'))).toEqual(hashes(FILES));
  expect(published.size).toBe(FILES['model.bin'].length);
  expect(outcomes.every(({ output }) => output.includes('/rev cannot be locked (Operation not supported)') === (lines !== 'pass'))).toBe(true);
});

test('what somebody else writes into the file is found out: the volume is read back, and not what came over the network', async () => {
  const volume = newVolume();
  const { ended } = start([`--source=${server.url}/m/`, `--into=${volume}`, '--as=rev', `--manifest-digest=${digest}`]);
  await until('a third of it is there', () => server.sentOf('m/model.bin') > 2_000_000);
  const part = join(volume, '.rev.partial', 'model.bin.partial-download');
  await until('it is written', () => statSync(part).size > 100);
  writeFileSync(part, 'not of a model', { flag: 'r+' });

  expect(await ended).toMatchObject({ code: 1, output: expect.stringContaining('/m/model.bin has the checksum sha256:') });
  expect(readdirSync(volume)).toEqual(['.rev.partial']);

  server.pace = undefined;
  expect(await load([`--source=${server.url}/m/`, `--into=${volume}`, '--as=rev', `--manifest-digest=${digest}`])).toMatchObject({ code: 0 });
  expect(readFileSync(join(volume, 'rev', 'model.bin')).equals(FILES['model.bin'])).toBe(true);
});
