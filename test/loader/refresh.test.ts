import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FileServer } from './file-server';
import { bytes, filesIn, hashes, load, newVolume, PROGRAM, publish, Running, sha256, start, sums, until } from './loader';

/** Every byte of a version says which it is. */
const version = (mark: number, mebibytes = 1): { [path: string]: Buffer } => ({ 'a.bin': Buffer.alloc(mebibytes * 1024 * 1024, mark), 'b/c.bin': Buffer.alloc(mebibytes * 1024 * 1024, mark) });
let server: FileServer;
let volume: string;
let sidecar: Running | undefined;

beforeEach(async () => {
  server = await new FileServer().listen();
  publish(server, 'm', version(1));
  volume = newVolume();
});
afterEach(async () => {
  sidecar?.process.kill('SIGKILL');
  await sidecar?.ended;
  sidecar = undefined;
  await server.close();
});

const args = (...more: string[]): string[] => [`--source=${server.url}/m`, `--into=${volume}`, '--link=current', ...more];
const served = () => filesIn(join(volume, 'current'));
const versions = () => readdirSync(join(volume, '.versions')).sort();
const nameOf = (files: { [path: string]: Buffer }) => sha256(sums(files)).slice(0, 16);

test('the first version is there before anything is served, by a relative link', async () => {
  expect(await load(args())).toMatchObject({ code: 0, output: expect.stringContaining(`${volume}/current is ${nameOf(version(1))} now\n`) });
  expect(served()).toEqual(hashes(version(1)));
  expect(readlinkSync(join(volume, 'current'))).toBe(`.versions/${nameOf(version(1))}`);
});

test('the version before stays until the one after next, and no longer', async () => {
  for (const mark of [1, 2, 3]) {
    publish(server, 'm', version(mark));
    expect(await load(args())).toMatchObject({ code: 0 });
    expect(served()).toEqual(hashes(version(mark)));
    expect(versions()).toEqual((mark === 1 ? [1] : [mark - 1, mark]).map((each) => nameOf(version(each))).sort());
  }
  expect(await load(args())).toEqual({ code: 0, signal: null, output: '' });
});

test('whoever reads while it switches never sees half of one and half of another', async () => {
  await load(args());
  sidecar = start(args('--every=0'));
  const seen: number[] = [];
  for (const mark of [2, 3, 4, 5]) {
    publish(server, 'm', version(mark));
    await until(`version ${mark}`, () => {
      const folder = realpathSync(join(volume, 'current'));
      const marks = new Set(Buffer.concat([readFileSync(join(folder, 'a.bin')), readFileSync(join(folder, 'b', 'c.bin'))]));
      expect(marks.size).toBe(1);
      const [found] = marks;
      seen.push(found);
      return found === mark;
    });
  }
  expect(seen).toEqual([...seen].sort());
  sidecar.process.kill('SIGTERM');
  expect(await sidecar.ended).toMatchObject({ code: 0 });
});

describe('what fails leaves what is served', () => {
  /** Publishes something that fails, lets the sidecar try it at least once, and mends it again. */
  async function survives(spoil: () => void, line: string): Promise<void> {
    await load(args());
    let said = '';
    sidecar = start(args('--every=0', '--tries=2'));
    sidecar.process.stdout!.on('data', (data) => (said += data));
    publish(server, 'm', version(2));
    spoil();
    await until('it fails', () => /not refreshed: .*\n/.test(said));
    expect(said.split('\n').find((text) => text.startsWith('not refreshed: '))).toBe(`not refreshed: ${line}`);
    expect(served()).toEqual(hashes(version(1)));
    server.statuses.clear();
    publish(server, 'm', version(3));
    await until('it is refreshed', () => existsSync(join(volume, 'current', 'a.bin')) && readFileSync(join(volume, 'current', 'a.bin'))[0] === 3);
  }

  test('a wrong checksum', () => survives(() => server.files.set('m/a.bin', Buffer.from('x')),
    `${server.url}/m/a.bin has the checksum sha256:${sha256('x')} and should have sha256:${sha256(version(2)['a.bin'])}; upload the file or its checksums again`));
  test('403', () => survives(() => server.statuses.set('m/a.bin', [403]), `403: who asks may not read ${server.url}/m/a.bin; give the artifact credentials`));
  test('404 of the checksums', () => survives(() => server.statuses.set('m/SHA256SUMS', [404]), `404: there is no ${server.url}/m/SHA256SUMS; correct the address, or upload it`));
});

describe('checksums that are cut at the end of a line', () => {
  const LINE = sums(version(2)).indexOf('\n') + 1;
  const rest = sums(version(2)).length - LINE;

  test('are no version: what is served stays whole', async () => {
    await load(args());
    publish(server, 'm', version(2));
    server.cuts.set('m/SHA256SUMS', Array(3).fill(LINE));
    expect((await load(args('--tries=3'))).output).toBe(`${server.url}/m/SHA256SUMS: no answer in 3 attempts (the connection ended ${rest} B before the end); `
      + `is it reachable from here (network policy, proxy)?; .versions/${nameOf(version(1))}, which is there, is served\n`);
    expect(served()).toEqual(hashes(version(1)));
    expect(await load(args())).toMatchObject({ code: 0 });
    expect(served()).toEqual(hashes(version(2)));
  });

  test('are asked for again, at the first start too', async () => {
    server.cuts.set('m/SHA256SUMS', [LINE, LINE]);
    expect(await load(args())).toMatchObject({ code: 0 });
    expect(served()).toEqual(hashes(version(1)));
  });

  test('that come as a part are none', async () => {
    const text = Buffer.from(sums(version(1)));
    server.routes.set('m/SHA256SUMS', (_, response) => void response.writeHead(206, { 'Content-Range': `bytes 0-${LINE - 1}/${text.length}`, 'Content-Length': LINE }).end(text.subarray(0, LINE)));
    expect(await load(args('--tries=2'))).toEqual({
      code: 1, signal: null, output: `${server.url}/m/SHA256SUMS: no answer in 2 attempts (the server sends a part of it only); is it reachable from here (network policy, proxy)?\n`,
    });
    expect(existsSync(join(volume, 'current'))).toBe(false);
  });

  test('cannot be told where the server says neither length nor end, so that nothing of it is taken', async () => {
    server.tellsEnd = false;
    expect(await load(args())).toEqual({
      code: 1,
      signal: null,
      output: `${server.url}/m/SHA256SUMS comes without its length, so that a part of it would pass for the whole; let the server send Content-Length, or pin its digest\n`,
    });
    expect(existsSync(join(volume, 'current'))).toBe(false);
  });

  test('in chunks are whole when the last one is there', async () => {
    server.tellsLength = false;
    server.cuts.set('m/SHA256SUMS', [LINE]);
    expect(await load(args())).toMatchObject({ code: 0 });
    expect(served()).toEqual(hashes(version(1)));
  });
});

test('a pod that starts anew where nothing can be fetched serves what it has', async () => {
  await load(args());
  const same = args('--tries=1');
  await server.close();
  expect(await load(same)).toMatchObject({ code: 0, output: expect.stringMatching(/\.versions\/[0-9a-f]{16}, which is there, is served\n$/) });
  expect(served()).toEqual(hashes(version(1)));
});

test('one that is damaged there is not served', async () => {
  await load(args());
  writeFileSync(join(volume, 'current', 'a.bin'), 'damaged');
  const same = args('--tries=1');
  await server.close();
  expect(await load(same)).toMatchObject({ code: 1 });
});

/** The program with something done to it, as a test may: `load` is its main module. */
const altered = (change: string, more: string[]) => {
  const script = join(newVolume(), 'altered.py');
  writeFileSync(script, `import os, signal, sys\nsys.path.insert(0, ${JSON.stringify(PROGRAM)})\nimport load\ndie = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n${change}\nsys.exit(load.main(sys.argv[2:]))\n`);
  return load(more, ['sh', '-c', 'python=$0; shift 2; exec "$python" -B "$SCRIPT" - "$@"'], { SCRIPT: script });
};

describe('a crash', () => {
  beforeEach(async () => {
    await load(args());
    publish(server, 'm', version(2));
  });

  test.each([
    ['between download and switch', 'load.switch = die'],
    ['before the version gets its name', 'load.save = die'],
    ['in the middle of the switch', 'load.os.replace = die'],
  ])('%s leaves the old version, and the next run finishes', async (_, change) => {
    expect(await altered(change, args())).toMatchObject({ signal: 'SIGKILL' });
    expect(served()).toEqual(hashes(version(1)));
    const fetched = server.sentOf('m/a.bin');
    expect(await load(args())).toMatchObject({ code: 0 });
    expect(served()).toEqual(hashes(version(2)));
    expect(server.sentOf('m/a.bin')).toBe(fetched); // nothing is fetched again
    expect(lstatSync(join(volume, 'current')).isSymbolicLink()).toBe(true);
    expect(readdirSync(volume).sort()).toEqual(['.versions', 'current']);
  });

  test('at any time leaves a whole version', async () => {
    const large = { 'a.bin': bytes(6), 'b/c.bin': bytes(6) };
    publish(server, 'm', large);
    server.pace = 65536;
    for (const pause of [150, 250, 350, 450, 600]) {
      const run = start(args());
      await new Promise((resolve) => setTimeout(resolve, pause));
      run.process.kill('SIGKILL');
      await run.ended;
      expect([hashes(version(1)), hashes(large)]).toContainEqual(served());
    }
    server.pace = undefined;
    expect(await load(args())).toMatchObject({ code: 0 });
    expect(served()).toEqual(hashes(large));
  });
});
