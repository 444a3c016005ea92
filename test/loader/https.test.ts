import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { FileServer } from './file-server';
import { bytes, filesIn, hashes, load, newVolume, publish, sha256, start, sums, until } from './loader';

const FILES = { 'config.json': Buffer.from('{}'), 'weights/model.bin': bytes(8), 'empty': Buffer.alloc(0), 'a name with % and ü': Buffer.from('x') };
let server: FileServer;
let digest: string;
let volume: string;

beforeEach(async () => {
  server = await new FileServer().listen();
  digest = publish(server, 'm', FILES);
  volume = newVolume();
});
afterEach(() => server.close());

const args = (...more: string[]): string[] => [`--source=${server.url}/m/`, `--into=${volume}`, '--as=model', `--manifest-digest=${digest}`, ...more];
const model = () => filesIn(join(volume, 'model'));
/** Nothing is there under the name that the server reads. */
const nothingServed = () => expect(existsSync(join(volume, 'model'))).toBe(false);

test('every file is there, and nothing else', async () => {
  expect(await load(args())).toMatchObject({ code: 0, output: expect.stringMatching(/^4 files, 8 MiB, fetched and verified in \d+ s: .*\/model\n$/) });
  expect(model()).toEqual(hashes(FILES));
  expect(readdirSync(volume)).toEqual(['model']);
});

test('a second run asks nobody, even where the server is gone', async () => {
  const same = args();
  await load(same);
  await server.close();
  expect(await load(same)).toEqual({ code: 0, signal: null, output: `${volume}/model is complete already\n` });
});

test('a file that was damaged since is fetched again, the others are not', async () => {
  await load(args());
  writeFileSync(join(volume, 'model', 'config.json'), '{"a":1}');
  server.asked.length = 0;
  expect(await load(args())).toMatchObject({ code: 0 });
  expect(model()).toEqual(hashes(FILES));
  expect(server.asked.map(({ path }) => path)).toEqual(['m/SHA256SUMS', 'm/config.json']);
});

test('a connection that is cut goes on where it was, and no byte is fetched twice', async () => {
  server.cuts.set('m/weights/model.bin', [1_000_000, 3_000_001, 0]);
  expect(await load(args())).toMatchObject({ code: 0 });
  expect(model()).toEqual(hashes(FILES));
  expect(server.asked.filter(({ path }) => path === 'm/weights/model.bin').map(({ headers }) => headers.range)).toEqual([undefined, 'bytes=1000000-', 'bytes=4000001-', 'bytes=4000001-']);
  expect(server.sentOf('m/weights/model.bin')).toBe(8 * 1024 * 1024);
});

test('a container that is killed goes on where it was', async () => {
  server.pace = 65536;
  const first = start(args());
  const part = join(volume, '.model.partial', 'weights', 'model.bin.partial-download');
  // what was sent may be on its way for long
  await until('the half is written', () => existsSync(part) && statSync(part).size > 4_000_000);
  first.process.kill('SIGKILL');
  expect(await first.ended).toMatchObject({ signal: 'SIGKILL' });
  nothingServed();
  server.pace = undefined;
  expect(await load(args())).toMatchObject({ code: 0 });
  expect(model()).toEqual(hashes(FILES));
  const [, range] = server.asked.filter(({ path }) => path === 'm/weights/model.bin').map(({ headers }) => /^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1]);
  expect(Number(range)).toBeGreaterThan(2_000_000);
});

test('it ends at once when it is told to', async () => {
  server.pace = 1024;
  const run = start(args());
  await until('it fetches', () => server.sentOf('m/weights/model.bin') > 0);
  run.process.kill('SIGTERM');
  expect(await run.ended).toMatchObject({ code: 143 });
  nothingServed();
});

test('a server that knows no ranges is asked from the start', async () => {
  server.knowsRanges = false;
  server.cuts.set('m/weights/model.bin', [1_000_000]);
  expect(await load(args())).toMatchObject({ code: 0 });
  expect(model()).toEqual(hashes(FILES));
});

test('one that knows no ranges and is cut ever later makes progress', async () => {
  server.knowsRanges = false;
  server.cuts.set('m/weights/model.bin', [1_000_000, 2_000_000, 1_500_000, 3_000_000, 2_500_000]);
  expect(await load(args('--tries=3'))).toMatchObject({ code: 0 });
  expect(model()).toEqual(hashes(FILES));
});

describe('a server that says neither length nor end', () => {
  beforeEach(() => (server.tellsEnd = false));

  test('is taken at its checksums', async () => {
    expect(await load(args())).toMatchObject({ code: 0 });
    expect(model()).toEqual(hashes(FILES));
  });

  test('is asked again where they do not match', async () => {
    server.cuts.set('m/SHA256SUMS', [70]);
    server.cuts.set('m/weights/model.bin', [1_000_000]);
    expect(await load(args())).toMatchObject({ code: 0 });
    expect(model()).toEqual(hashes(FILES));
    expect(server.sentOf('m/weights/model.bin')).toBe(8 * 1024 * 1024);
  });
});

test.each([
  ['without saying which', () => ({})],
  ['another one', (from: number) => ({ 'Content-Range': `bytes ${from + 1000}-${8 * 1024 * 1024 - 1}/${8 * 1024 * 1024}` })],
])('a server that sends a part, %s, is asked from the start', async (_, range) => {
  const data = FILES['weights/model.bin'];
  const whole = jest.fn((response: ServerResponse) => void response.end(data));
  whole.mockImplementationOnce((response) => void response.writeHead(200, { 'Content-Length': data.length }).write(data.subarray(0, 1_000_000), () => setTimeout(() => response.destroy(), 20)));
  server.routes.set('m/weights/model.bin', ({ headers }, response) => {
    const from = Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1] ?? 0);
    if (from === 0) whole(response);
    else response.writeHead(206, range(from)).end(data.subarray(from));
  });
  expect(await load(args())).toMatchObject({ code: 0 });
  expect(model()).toEqual(hashes(FILES));
  expect(server.asked.filter(({ path }) => path === 'm/weights/model.bin').map(({ headers }) => headers.range)).toEqual([undefined, 'bytes=1000000-', undefined]);
});

test('a file that changes in the middle is not glued together from two', async () => {
  const other = Buffer.concat([Buffer.from([255 - FILES['weights/model.bin'][0]]), FILES['weights/model.bin'].subarray(1)]);
  server.files.set('m/weights/model.bin', other);
  server.cuts.set('m/weights/model.bin', [1_000_000]);
  server.pace = 65536;
  const run = start(args());
  await until('the first part is there', () => server.sentOf('m/weights/model.bin') >= 1_000_000);
  server.files.set('m/weights/model.bin', FILES['weights/model.bin']);
  expect(await run.ended).toMatchObject({ code: 0 });
  expect(model()).toEqual(hashes(FILES));
});

test('a busy server is asked again', async () => {
  server.statuses.set('m/config.json', [503, 429, 200]);
  server.statuses.set('m/SHA256SUMS', [500, 200]);
  expect(await load(args())).toMatchObject({ code: 0 });
});

describe('what fails ends with one line, and nothing is served', () => {
  const fails = async (line: string, more: string[] = [], before: string[] = []) => {
    expect(await load(args(...more), before)).toEqual({ code: 1, signal: null, output: `${line}\n` });
    nothingServed();
  };

  test('a wrong checksum, with both', async () => {
    server.files.set('m/config.json', Buffer.from('{"evil":true}'));
    await fails(`${server.url}/m/config.json has the checksum sha256:${sha256('{"evil":true}')} and should have sha256:${sha256('{}')}; upload the file or its checksums again`);
  });

  test('a wrong digest of the checksums, with both; no file is fetched', async () => {
    const other = sums({ 'config.json': Buffer.from('{"evil":true}') });
    server.files.set('m/SHA256SUMS', Buffer.from(other));
    await fails(`${server.url}/m/SHA256SUMS has the digest sha256:${sha256(other)} and the program pins ${digest}; something else was uploaded: give its digest, or upload the right one`);
    expect(server.asked).toHaveLength(1);
  });

  test.each([
    [403, 'who asks may not read URL/m/config.json; give the artifact credentials'],
    [401, 'who asks may not read URL/m/config.json; give the artifact credentials'],
    [404, 'there is no URL/m/config.json; correct the address, or upload it'],
    [400, 'URL/m/config.json was refused'],
  ])('%d', async (status, text) => {
    server.statuses.set('m/config.json', [status]);
    await fails(status === 400 ? `400: ${text.replace('URL', server.url)}` : `${status}: ${text.replace('URL', server.url)}`);
  });

  test('403 with a token, which is not shown', async () => {
    const token = join(volume, 'token');
    writeFileSync(token, 'hf_secret\n');
    server.statuses.set('m/SHA256SUMS', [403]);
    await fails(`403: who asks may not read ${server.url}/m/SHA256SUMS; the token in the Secret needs read access`, [`--credential=${token}`]);
    expect(server.asked[0].headers.authorization).toBe('Bearer hf_secret');
  });

  test('a credential that is not there', () => fails('the credential cannot be read (No such file or directory); is the key in its Secret?', ['--credential=/nowhere/token']));

  test('a server that nobody answers for', async () => {
    const { url } = server;
    const same = args('--tries=3');
    await server.close();
    expect((await load(same)).output).toBe(`${url}/m/SHA256SUMS: no answer in 3 attempts (Connection refused); is it reachable from here (network policy, proxy)?\n`);
    nothingServed();
  });

  test('a server that always breaks off', async () => {
    server.cuts.set('m/config.json', Array(20).fill(0));
    await fails(`${server.url}/m/config.json: no progress in 4 attempts (it hung up); is it reachable from here (network policy, proxy)?`, ['--tries=4']);
  });

  test('a server that knows no ranges and always breaks off at the same place', async () => {
    server.knowsRanges = false;
    server.cuts.set('m/weights/model.bin', Array(20).fill(1024 * 1024));
    await fails(`${server.url}/m/weights/model.bin: no progress in 3 attempts (the connection ended 7 MiB before the end); is it reachable from here (network policy, proxy)?`, ['--tries=3']);
    expect(server.asked.filter(({ path }) => path === 'm/weights/model.bin')).toHaveLength(3);
  });

  test('a server that says neither length nor end, and always breaks off', async () => {
    server.tellsEnd = server.knowsRanges = false;
    server.cuts.set('m/weights/model.bin', Array(20).fill(1024 * 1024));
    await fails(`${server.url}/m/weights/model.bin: no progress in 3 attempts (it ended after 1 MiB, its length is not told, and its checksum is another); `
      + 'is it reachable from here (network policy, proxy)?', ['--tries=3']);
  });

  test('one that says neither and has another file', async () => {
    server.tellsEnd = false;
    server.files.set('m/config.json', Buffer.from('{"evil":true}'));
    await fails(`${server.url}/m/config.json has the checksum sha256:${sha256('{"evil":true}')} and should have sha256:${sha256('{}')}; upload the file or its checksums again`);
  });

  test('more than was declared', () => fails('the files weigh more than the 1 MiB that are declared (8 MiB with weights/model.bin); raise the size of the artifact', [`--bytes=${1024 * 1024}`, '--streams=1']));

  test.each([
    ['../evil', "'../evil' is no path below an artifact; correct the checksums"],
    ['/etc/passwd', "'/etc/passwd' is no path below an artifact; correct the checksums"],
    ['a/../../b', "'a/../../b' is no path below an artifact; correct the checksums"],
    ['.loader-manifest', "'.loader-manifest' is no path below an artifact; correct the checksums"],
  ])('a path that leaves the folder: %s', async (path, line) => {
    digest = publish(server, 'm', { [path]: Buffer.from('x') });
    await fails(line);
  });

  test('checksums of another kind', async () => {
    server.files.set('m/SHA256SUMS', Buffer.from('<html>'));
    digest = `sha256:${sha256('<html>')}`;
    await fails(`line 1 of ${server.url}/m/SHA256SUMS is none of sha256sum; make it with: sha256sum FILE... > SHA256SUMS`);
  });

  test('patterns that match nothing', () => fails(`${server.url}/m/SHA256SUMS has no file that matches *.gguf, *.onnx`, ['--files=*.gguf', '--files=*.onnx']));
});

const REFUSED = /^no room for weights\/model\.bin: 8 MiB are missing and the volume has [34](\.\d+)? MiB left; give it a larger one, or the node a larger disk\n$/;
const FULL = /^no room for weights\/model\.bin: the volume is full after [34](\.\d+)? MiB of it \([^)]* left\); raise the size of the artifact or of its volume\n$/;

describe('a volume of 4 MiB', () => {
  /** The program sees a small volume of its own, and says afterwards what is in it. */
  const small = (after: string) => ['unshare', '-rm', 'sh', '-c', `mount -t tmpfs -o size=4m tmpfs ${volume} && "$@"; code=$?; ${after}; exit $code`, '-'];

  test('a file that does not fit is refused before it is fetched, with the sizes', async () => {
    expect(await load(args(), small(`ls ${volume}`))).toEqual({
      code: 1,
      signal: null,
      output: expect.stringMatching(REFUSED),
    });
    expect(server.sentOf('m/weights/model.bin')).toBeLessThan(4 * 1024 * 1024);
  });

  test('where the server does not say how large it is, the volume fills up', async () => {
    server.tellsLength = false;
    expect(await load(args(), small(`ls ${volume}`))).toEqual({
      code: 1,
      signal: null,
      output: expect.stringMatching(FULL),
    });
  });

  test('a limit of the process is told alike', async () => {
    expect(await load(args(), ['bash', '-c', 'ulimit -f 2048; exec "$@"', '-'])).toMatchObject({ code: 1, output: expect.stringContaining('no room for weights/model.bin: the volume is full after 2 MiB of it') });
    nothingServed();
  });
});

test('only the files that are asked for', async () => {
  expect(await load(args('--files=*.json', '--files=weights/*'))).toMatchObject({ code: 0 });
  expect(Object.keys(model()).sort()).toEqual(['config.json', 'weights/model.bin']);
  server.asked.length = 0;
  expect(await load(args('--files=*.json', '--files=weights/*'))).toMatchObject({ code: 0, output: `${volume}/model is complete already\n` });
  expect(server.asked).toEqual([]);
  expect(await load(args())).toMatchObject({ code: 0 });
  expect(model()).toEqual(hashes(FILES));
});
