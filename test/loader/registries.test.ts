import { createHash, generateKeyPairSync } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { FileServer } from './file-server';
import { bytes, filesIn, hashes, load, newVolume, publish, sha256, sums } from './loader';

const COMMIT = '0123456789abcdef0123456789abcdef01234567';
const FILES = { 'config.json': Buffer.from('{"a":1}'), 'model.safetensors': bytes(2) };
const LINE = sums(FILES).indexOf('\n') + 1;
let server: FileServer;
let volume: string;
let secret: string;

beforeEach(async () => {
  server = await new FileServer().listen();
  volume = newVolume();
  secret = join(volume, 'secret');
});
afterEach(() => server.close());

const json = (body: unknown, headers: { readonly [name: string]: string } = {}) => (_: unknown, response: ServerResponse) =>
  void response.writeHead(200, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(body));
const model = () => filesIn(join(volume, 'model'));
const into = () => [`--into=${volume}`, '--as=model'];
const fails = async (args: string[], line: string) => {
  expect(await load([...into(), ...args])).toEqual({ code: 1, signal: null, output: `${line}\n` });
  expect(existsSync(join(volume, 'model'))).toBe(false);
};

describe('the Hugging Face Hub', () => {
  const blob = (data: Buffer) => createHash('sha1').update(`blob ${data.length}\0`).update(data).digest('hex');
  const source = () => [`--source=hf://org/name@${COMMIT}`, `--endpoint=${server.url}`];
  let content: FileServer;

  /** A repository as the Hub has it: small files in Git, large ones on another server, the list of them in two pages. */
  beforeEach(async () => {
    content = await new FileServer().listen();
    const small = { type: 'file', path: 'config.json', oid: blob(FILES['config.json']), size: FILES['config.json'].length };
    const large = { type: 'file', path: 'model.safetensors', oid: 'f'.repeat(40), size: FILES['model.safetensors'].length, lfs: { oid: sha256(FILES['model.safetensors']), size: 1, pointerSize: 1 } };
    const tree = `api/models/org/name/tree/${COMMIT}`;
    server.routes.set(tree, (request, response) => (request.url!.includes('cursor')
      ? json([large])(request, response)
      : json([{ type: 'directory', path: 'sub', oid: 'e'.repeat(40), size: 0 }, small], { Link: `<${server.url}/${tree}?recursive=true&cursor=2>; rel="next"` })(request, response)));
    server.files.set(`org/name/resolve/${COMMIT}/config.json`, FILES['config.json']);
    server.routes.set(`org/name/resolve/${COMMIT}/model.safetensors`, (_, response) => void response.writeHead(302, { Location: `${content.url}/blobs/abc` }).end());
    content.files.set('blobs/abc', FILES['model.safetensors']);
  });
  afterEach(() => content.close());

  test('every file of the commit, by its own checksums', async () => {
    expect(await load([...into(), ...source()])).toMatchObject({ code: 0 });
    expect(model()).toEqual(hashes(FILES));
    // complete already: nobody is asked
    server.asked.length = 0;
    expect(await load([...into(), ...source()])).toMatchObject({ code: 0, output: `${volume}/model is complete already\n` });
    expect(server.asked).toEqual([]);
  });

  test('the token is shown to the Hub, and not to the server that it sends to', async () => {
    writeFileSync(secret, 'hf_abc');
    expect(await load([...into(), ...source(), `--credential=${secret}`])).toMatchObject({ code: 0 });
    expect(new Set(server.asked.map(({ headers }) => headers.authorization))).toEqual(new Set(['Bearer hf_abc']));
    expect(content.asked.map(({ headers }) => headers.authorization)).toEqual([undefined]);
  });

  test('a connection to the other server that is cut goes on where it was', async () => {
    content.cuts.set('blobs/abc', [700_000]);
    expect(await load([...into(), ...source()])).toMatchObject({ code: 0 });
    expect(content.sentOf('blobs/abc')).toBe(FILES['model.safetensors'].length);
  });

  test('a list that is cut is asked for again', async () => {
    server.breakOff(`api/models/org/name/tree/${COMMIT}`, '[{"type":"file","path":"config.json"}]', 20);
    expect(await load([...into(), ...source()])).toMatchObject({ code: 0 });
    expect(model()).toEqual(hashes(FILES));
  });

  test('what is no list', async () => {
    server.routes.set(`api/models/org/name/tree/${COMMIT}`, (_, response) => void response.end('<html>'));
    await fails(source(), `${server.url}/org/name/resolve/${COMMIT} does not answer as its protocol says; is the address the right one?`);
  });

  test('a small file that is another one', async () => {
    server.files.set(`org/name/resolve/${COMMIT}/config.json`, Buffer.from('{"a":2}'));
    await fails(source(), `${server.url}/org/name/resolve/${COMMIT}/config.json has the checksum git:${blob(Buffer.from('{"a":2}'))} and should have git:${blob(FILES['config.json'])}; upload the file or its checksums again`);
  });

  test('a gated model', async () => {
    server.statuses.set(`org/name/resolve/${COMMIT}/config.json`, [403]);
    await fails(source(), `403: who asks may not read org/name on ${server.url}; accept its licence there, and give the artifact a token that may read it`);
  });
});

describe('MLflow', () => {
  const source = () => ['--source=models://fraud detector/7', `--endpoint=${server.url}`];
  const registry = (artifact_uri: string) => server.routes.set('api/2.0/mlflow/model-versions/get-download-uri', json({ artifact_uri }));
  let digest: string;

  beforeEach(() => {
    digest = publish(server, 'api/2.0/mlflow-artifacts/artifacts/1/abc/artifacts/model', FILES);
  });

  test('files that its server hands out', async () => {
    registry('mlflow-artifacts:/1/abc/artifacts/model');
    writeFileSync(secret, 'me:hunter2');
    expect(await load([...into(), ...source(), `--manifest-digest=${digest}`, `--credential=${secret}`])).toMatchObject({ code: 0 });
    expect(model()).toEqual(hashes(FILES));
    expect(new Set(server.asked.map(({ headers }) => headers.authorization))).toEqual(new Set([`Basic ${Buffer.from('me:hunter2').toString('base64')}`]));
  });

  test.each(['mlflow-artifacts:/1/abc/artifacts/my modèle', 'mlflow-artifacts:/1/abc/artifacts/my%20mod%C3%A8le'])('a folder whose name is not for addresses: %s', async (place) => {
    registry(place);
    digest = publish(server, 'api/2.0/mlflow-artifacts/artifacts/1/abc/artifacts/my modèle', FILES);
    expect(await load([...into(), ...source(), `--manifest-digest=${digest}`])).toMatchObject({ code: 0 });
    expect(model()).toEqual(hashes(FILES));
  });

  test('an answer that is cut is asked for again', async () => {
    registry('mlflow-artifacts:/1/abc/artifacts/model');
    server.breakOff('api/2.0/mlflow/model-versions/get-download-uri', '{"artifact_uri":"s3://bucket"}', 16);
    expect(await load([...into(), ...source(), `--manifest-digest=${digest}`])).toMatchObject({ code: 0 });
  });

  test('files that only itself can read', async () => {
    registry('/mlruns/1/abc');
    await fails([...source(), `--manifest-digest=${digest}`], `${server.url} keeps fraud detector 7 at a place of the kind 'file', which only itself can read; let it hand artifacts out (--serve-artifacts)`);
  });

  test('a version that one may not read', async () => {
    server.statuses.set('api/2.0/mlflow/model-versions/get-download-uri', [403]);
    await fails([...source(), `--manifest-digest=${digest}`], `403: who asks needs the permission READ on the registered model fraud detector of ${server.url}; give the artifact a token`);
  });

  test('a server that is busy is asked again', async () => {
    registry('mlflow-artifacts:/1/abc/artifacts/model');
    server.statuses.set('api/2.0/mlflow/model-versions/get-download-uri', [503, 503, 200]);
    expect(await load([...into(), ...source(), `--manifest-digest=${digest}`])).toMatchObject({ code: 0 });
  });
});

describe('Google Cloud Storage', () => {
  const source = () => ['--source=gs://models/m/1', `--endpoint=${server.url}`, `--manifest-digest=${digest}`, `--credential=${secret}`];
  let digest: string;

  /** Objects by their names in one part, and an account that gets its tokens from this server. */
  beforeEach(() => {
    digest = publish(server, 'storage/v1/b/models/o/m/1', FILES);
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048, privateKeyEncoding: { type: 'pkcs8', format: 'pem' }, publicKeyEncoding: { type: 'spki', format: 'pem' } });
    writeFileSync(secret, JSON.stringify({ type: 'service_account', client_email: 'reader@p.iam.gserviceaccount.com', private_key: privateKey, private_key_id: '1', token_uri: `${server.url}/token` }));
    server.routes.set('token', json({ access_token: 'ya29.abc', expires_in: 3600, token_type: 'Bearer' }));
  });

  test('every file, by a token of the account', async () => {
    expect(await load([...into(), ...source()])).toMatchObject({ code: 0 });
    expect(model()).toEqual(hashes(FILES));
    const objects = server.asked.filter(({ path }) => path.startsWith('storage'));
    expect(new Set(objects.map(({ headers }) => headers.authorization))).toEqual(new Set(['Bearer ya29.abc']));
    expect(server.asked.filter(({ path }) => path === 'token')).toHaveLength(1);
  });

  test('checksums that are cut at the end of a line are asked for again', async () => {
    server.cuts.set('storage/v1/b/models/o/m/1/SHA256SUMS', [LINE]);
    expect(await load([`--into=${volume}`, '--link=current', ...source().filter((option) => !option.startsWith('--manifest-digest'))])).toMatchObject({ code: 0 });
    expect(filesIn(join(volume, 'current'))).toEqual(hashes(FILES));
  });

  test('the account in the Secret is asked, whoever else the workload is', async () => {
    expect(await load([...into(), ...source()], [], { GOOGLE_APPLICATION_CREDENTIALS: '/nowhere' })).toMatchObject({ code: 0 });
  });

  test('403', async () => {
    server.statuses.set('storage/v1/b/models/o/m/1/SHA256SUMS', [403]);
    await fails(source(), '403: who asks needs storage.objects.get on the bucket models (roles/storage.objectViewer) for gs://models/m/1/SHA256SUMS');
  });

  test('an account that gets no token', async () => {
    server.routes.set('token', (_, response) => void response.writeHead(400, { 'Content-Type': 'application/json' }).end('{"error":"invalid_grant"}'));
    await fails(source(), 'gs://models/m/1: no token can be had (RefreshError); give the workload an identity, or the artifact a Secret with a key');
  });
});

describe('Azure Blob Storage, by a shared access signature', () => {
  const SIGNATURE = 'sv=2022-11-02&sr=c&sp=r&sig=c2VjcmV0%3D';
  const source = () => ['--source=az://account/models/m/1', `--endpoint=${server.url}`, `--manifest-digest=${digest}`, `--credential=${secret}`];
  let digest: string;

  beforeEach(() => {
    digest = publish(server, 'models/m/1', FILES);
    writeFileSync(secret, `?${SIGNATURE}\n`);
  });

  test('every file, with the version of the protocol that takes it', async () => {
    expect(await load([...into(), ...source()])).toMatchObject({ code: 0 });
    expect(model()).toEqual(hashes(FILES));
    expect(new Set(server.asked.map(({ headers }) => headers['x-ms-version']))).toEqual(new Set(['2021-08-06']));
    expect(new Set(server.asked.map(({ query }) => query))).toEqual(new Set([SIGNATURE]));
  });

  test.each(['my modèle', 'my%20mod%C3%A8le'])('a folder whose name is not for addresses: %s', async (folder) => {
    publish(server, 'models/my modèle', FILES);
    expect(await load([...into(), ...source().map((option) => option.replace('m/1', folder))])).toMatchObject({ code: 0 });
    expect(model()).toEqual(hashes(FILES));
  });

  test('checksums that are cut at the end of a line are asked for again', async () => {
    server.cuts.set('models/m/1/SHA256SUMS', [LINE]);
    expect(await load([`--into=${volume}`, '--link=current', ...source().filter((option) => !option.startsWith('--manifest-digest'))])).toMatchObject({ code: 0 });
    expect(filesIn(join(volume, 'current'))).toEqual(hashes(FILES));
  });

  test('nobody else is asked for a token, whoever else the workload is', async () => {
    const identity = { AZURE_CLIENT_ID: 'me', AZURE_TENANT_ID: 'here', AZURE_FEDERATED_TOKEN_FILE: secret, AZURE_AUTHORITY_HOST: server.url };
    expect(await load([...into(), ...source()], [], identity)).toMatchObject({ code: 0 });
    expect(new Set(server.asked.map(({ headers }) => headers.authorization))).toEqual(new Set([undefined]));
  });

  test.each([
    [403, '403: the shared access signature needs the permission to read: container models of account, for az://account/models/m/1/SHA256SUMS'],
    [404, '404: there is no az://account/models/m/1/SHA256SUMS; correct the address, or upload it'],
  ])('%d, and the signature is not shown', async (status, line) => {
    server.statuses.set('models/m/1/SHA256SUMS', [status]);
    await fails(source(), line);
  });

  test('a signature that breaks the address is not shown either', async () => {
    writeFileSync(secret, 'sv=1&sig=a b\nc');
    const { code, output } = await load([...into(), ...source()]);
    expect({ code, shown: output.includes('sig') }).toEqual({ code: 1, shown: false });
  });

  test('an identity that gets no token', async () => {
    const { code, output } = await load([...into(), ...source().slice(0, -1)], [], { AZURE_CLIENT_ID: 'none', AZURE_TENANT_ID: 'none' });
    expect({ code, output }).toEqual({ code: 1, output: 'az://account/models/m/1: no token can be had (ClientAuthenticationError); give the workload an identity, or the artifact a Secret with a shared access signature\n' });
  });
});
