import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CuttingProxy } from './cutting-proxy';
import { FileServer } from './file-server';
import { bytes, filesIn, hashes, load, newVolume, publish, sha256, sums } from './loader';
import { Moto } from './moto';

const FILES = { 'config.json': Buffer.from('{}'), 'weights/model.bin': bytes(24) };
const DIGEST = `sha256:${sha256(sums(FILES))}`;
let moto: Moto;
let server: FileServer;
let credentials: string;
let volume: string;

beforeAll(async () => {
  moto = await Moto.start();
  const source = newVolume();
  credentials = newVolume();
  mkdirSync(join(source, 'llama', 'weights'), { recursive: true });
  Object.entries(FILES).forEach(([path, data]) => writeFileSync(join(source, 'llama', path), data));
  writeFileSync(join(source, 'llama', 'SHA256SUMS'), sums(FILES));
  mkdirSync(join(source, 'half'));
  writeFileSync(join(source, 'half', 'SHA256SUMS'), sums(FILES));
  await moto.fill('models', source, credentials);
});
afterAll(() => moto?.stop());
beforeEach(async () => {
  volume = newVolume();
  server = await new FileServer().listen();
});
afterEach(() => server.close());

const args = (more: { readonly endpoint?: string; readonly source?: string; readonly digest?: string; readonly who?: string } = {}): string[] => [
  `--source=${more.source ?? 's3://models/llama/'}`, `--endpoint=${more.endpoint ?? moto.url}`, `--into=${volume}`, '--as=model', `--manifest-digest=${more.digest ?? DIGEST}`,
  ...(more.who === '' ? [] : [`--credential=${join(credentials, more.who ?? 'reader')}`]),
];
const NEEDS = 'who asks needs s3:GetObject on arn:aws:s3:::models/llama/* for s3://models/llama/SHA256SUMS, and kms:Decrypt where a key of KMS encrypts it; '
  + 'without s3:ListBucket a file that is not there is refused alike';

test('every file is there, and nothing else', async () => {
  expect(await load(args())).toMatchObject({ code: 0, output: expect.stringMatching(/^2 files, 24 MiB, fetched and verified/) });
  expect(filesIn(join(volume, 'model'))).toEqual(hashes(FILES));
});

test('connections that are cut go on where they were', async () => {
  const proxy = new CuttingProxy(moto.port, 5_000_000, 3);
  expect(await load(args({ endpoint: await proxy.listen() }))).toMatchObject({ code: 0 });
  await proxy.close();
  expect(filesIn(join(volume, 'model'))).toEqual(hashes(FILES));
  expect(proxy.cuts).toBe(3);
  // what was on its way to a connection that was cut is sent again, and no more
  expect(proxy.received / FILES['weights/model.bin'].length).toBeLessThan(1.3);
});

describe('the credentials file in the Secret is what it goes by, and not', () => {
  /** What stands for someone who may read nothing, as EKS hands it to a pod. */
  test.each([
    ['the role of the workload', () => ({ AWS_ROLE_ARN: 'arn:aws:iam::123456789012:role/other', AWS_WEB_IDENTITY_TOKEN_FILE: join(credentials, 'token'), AWS_ENDPOINT_URL_STS: moto.url })],
    ['keys of the environment', () => ({ AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE', AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI', AWS_SESSION_TOKEN: 'x' })],
  ])('%s', async (_, env) => {
    writeFileSync(join(credentials, 'token'), 'header.payload.signature');
    expect(await load(args(), [], env())).toMatchObject({ code: 0 });
    expect(filesIn(join(volume, 'model'))).toEqual(hashes(FILES));
  });

  test('another profile of it, where its environment names one', async () => {
    writeFileSync(join(credentials, 'two'), `[default]\naws_access_key_id = a\naws_secret_access_key = b\n${readFileSync(join(credentials, 'reader'), 'utf8').replace('[default]', '[models]')}`);
    expect(await load(args({ who: 'two' }), [], { AWS_PROFILE: 'models' })).toMatchObject({ code: 0 });
  });

  test('anybody where it has no keys', async () => {
    writeFileSync(join(credentials, 'empty'), '[other]\naws_access_key_id = a\naws_secret_access_key = b\n');
    expect(await load(args({ who: 'empty' }), [], { AWS_CONTAINER_CREDENTIALS_FULL_URI: `${server.url}/credentials` })).toEqual({
      code: 1, signal: null, output: 's3://models/llama: there are no AWS credentials; correct the credentials file in the Secret, which has no keys of the profile default\n',
    });
    expect(server.asked).toEqual([]);
  });
});

test('checksums that are cut at the end of a line are asked for again', async () => {
  publish(server, 'models/llama', FILES);
  server.cuts.set('models/llama/SHA256SUMS', [sums(FILES).indexOf('\n') + 1]);
  const refreshed = args({ endpoint: server.url }).filter((option) => !/^--(as|manifest-digest)=/.test(option));
  expect(await load([...refreshed, '--link=current'])).toMatchObject({ code: 0 });
  expect(filesIn(join(volume, 'current'))).toEqual(hashes(FILES));
});

describe('what fails ends with one line, and nothing is served', () => {
  const fails = async (line: string, more: Parameters<typeof args>[0] = {}) => {
    expect(await load(args(more))).toEqual({ code: 1, signal: null, output: `${line}\n` });
    expect(existsSync(join(volume, 'model'))).toBe(false);
  };

  test('403, with the permission that is missing', () => fails(`403: ${NEEDS}`, { who: 'nobody' }));

  test('404', () => fails('404: there is no s3://models/other/SHA256SUMS; correct the address, or upload it', { source: 's3://models/other' }));

  test('a bucket that is not there', () => fails('404: there is no s3://nothing/m/SHA256SUMS; correct the address, or upload it', { source: 's3://nothing/m' }));

  const ABSENT = /^404: there is no s3:\/\/models\/half\/(config\.json|weights\/model\.bin); correct the address, or upload it\n$/;

  test('a file that is not there', async () => {
    const { code, output } = await load(args({ source: 's3://models/half' }));
    expect({ code, output }).toEqual({ code: 1, output: expect.stringMatching(ABSENT) });
  });

  test('another digest', () => fails(
    `s3://models/llama/SHA256SUMS has the digest ${DIGEST} and the program pins sha256:${'0'.repeat(64)}; something else was uploaded: give its digest, or upload the right one`,
    { digest: `sha256:${'0'.repeat(64)}` },
  ));

  test('no credentials', () => fails('s3://models/llama: there are no AWS credentials; give the workload an identity, or the artifact a Secret with a credentials file', { who: '' }));

  test('credentials that nobody knows, which are not shown', async () => {
    writeFileSync(join(credentials, 'stranger'), '[default]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = wJalrXUtnFEMI\n');
    const { code, output } = await load(args({ who: 'stranger' }));
    expect(output).not.toMatch(/AKIA|wJalr/);
    expect({ code, output }).toEqual({ code: 1, output: '403: s3://models/llama does not take the credentials (InvalidAccessKeyId); renew them in the Secret or the identity\n' });
  });

  test('a server that nobody answers for', async () => {
    await fails('s3://models/llama/SHA256SUMS: no answer in 8 attempts (EndpointConnectionError); is it reachable from here (network policy, proxy)?', { endpoint: 'http://127.0.0.1:1' });
  });
});
