import { mkdirSync, opendirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { FileServer } from './file-server';
import { bytes, filesIn, hashes, load, newVolume, publish, start, until } from './loader';

const FILES = { 'config.json': Buffer.from('{}'), 'model.bin': bytes(4) };
let server: FileServer;
beforeEach(async () => { server = await new FileServer().listen(); });
afterEach(() => server.close());

test('a folder that a mount has made before the model was there is replaced at the end: whoever mounts it sees nothing of what is fetched', async () => {
  const digest = publish(server, 'm', FILES);
  const volume = newVolume();
  const folder = join(volume, 'revision');
  mkdirSync(folder);
  // as a bind mount, it stands for the folder and not for its name
  const mounted = opendirSync(folder);
  const inode = statSync(folder).ino;
  server.pace = 65536;

  const { ended } = start([`--source=${server.url}/m/`, `--into=${volume}`, '--as=revision', `--manifest-digest=${digest}`]);
  await until('half of it is there', () => server.sentOf('m/model.bin') > 2_000_000);
  expect(statSync(folder).ino).toBe(inode);
  expect(readdirSync(folder)).toEqual([]);
  expect(await ended).toMatchObject({ code: 0 });

  expect(mounted.readSync()).toBeNull();
  mounted.closeSync();
  expect(statSync(folder).ino).not.toBe(inode);
  expect(filesIn(folder)).toEqual(hashes(FILES));
});

test('revisions stand side by side, and a new one leaves those that are served as they are', async () => {
  const volume = newVolume();
  const [first, second] = ['v1', 'v2'].map((version) => ({ version, digest: publish(server, version, { ...FILES, version: Buffer.from(version) }) }));
  const fetch = ({ version, digest }: typeof first) => load([`--source=${server.url}/${version}/`, `--into=${volume}`, `--as=${version}`, `--manifest-digest=${digest}`]);

  expect(await fetch(first)).toMatchObject({ code: 0 });
  const before = statSync(join(volume, 'v1', 'version'));
  expect(await fetch(second)).toMatchObject({ code: 0 });

  expect(['v1', 'v2'].map((version) => readFileSync(join(volume, version, 'version'), 'utf8'))).toEqual(['v1', 'v2']);
  expect(statSync(join(volume, 'v1', 'version'))).toMatchObject({ ino: before.ino, mtimeMs: before.mtimeMs });
});
