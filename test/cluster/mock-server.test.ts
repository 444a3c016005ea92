import { App } from 'cdk8s';
import { synthesizeExample } from './example';
import { EXAMPLES } from './example-cluster';
import { ofKind } from './manifests';
import { Nginx } from './nginx';
import { MlChart, ModelServer, OnlineInference, Release } from '../../src';

/** The configuration that the mock's pods mount, and the port that their Service leads to, as the manifests have them. */
function mockOf(manifests: readonly any[]): { files: Record<string, string>; port: number } {
  const [{ spec }] = ofKind(manifests, 'Deployment');
  const pod = spec.template.spec;
  const mount = pod.containers[0].volumeMounts.find(({ mountPath }: any) => mountPath === '/etc/nginx/conf.d');
  const { configMap } = pod.volumes.find(({ name }: any) => name === mount.name);
  const { data } = ofKind(manifests, 'ConfigMap').find(({ metadata }) => metadata.name === configMap.name);
  return { files: data, port: pod.containers[0].ports[0].containerPort };
}

function mockWith(routes: Record<string, string>): any[] {
  const chart = new MlChart(new App(), 'mock', { namespace: 'mock' });
  new OnlineInference(chart, 'mock', { release: Release.of({ model: 'mock', version: '1' }), server: ModelServer.mock({ routes }) });
  return chart.toJson();
}

/** What nginx could take for its own: variables, the end of a string, of a directive, of a block, comments. */
const AWKWARD: Record<string, unknown> = {
  '/v1/dollar': { price: '$5', name: '$host', braces: '${uri}', twice: '$$', last: 'a$' },
  '/v1/quotes': { text: 'she said "yes"', single: "it's", nested: '{"a":"\\"b\\""}' },
  '/v1/backslash': { path: 'C:\\models\\1', regex: '\\d+\\.\\d*', newline: 'a\nb\tc', end: 'x\\' },
  '/v1/unicode': { label: 'Ärger 😀 日本語', escaped: '\u0007', separator: '\u2028' },
  '/v1/syntax': { text: '; } # comment', if: 'if ($x) { return 500; }' },
  '/v1/models/a:predict': [1, 2.5e-7, null, true, {}],
  '/v1/number': 7,
  // about as long as the library lets an answer be; nginx reads 4096 bytes of one parameter
  '/v1/long': { text: 'x'.repeat(3900) },
};
const PRETTY = Object.fromEntries(Object.entries(AWKWARD).map(([path, value]) => [path, JSON.stringify(value, undefined, 2)]));
const COMPACT = Object.fromEntries(Object.entries(AWKWARD).map(([path, value]) => [path, JSON.stringify(value)]));

const POST = { method: 'POST', body: '{"instances":[1]}', headers: { 'content-type': 'application/json' } };

/** Runs `work` against nginx with the configuration of a mock. */
async function served(manifests: readonly any[], work: (url: string) => Promise<void>): Promise<void> {
  const { files, port } = mockOf(manifests);
  const nginx = await Nginx.of(files, port);
  try {
    const { code, stderr } = await nginx.check();
    expect(stderr).toContain('test is successful');
    expect(code).toBe(0);
    await nginx.start();
    await work(nginx.url);
  } finally {
    await nginx.stop();
  }
}

async function answerOf(url: string, request?: RequestInit): Promise<{ status: number; type: string | null; text: string }> {
  const response = await fetch(url, request);
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
}

const json = (text: string) => ({ status: 200, type: 'application/json', text });

test('an example has a mock', () => {
  expect(EXAMPLES).toContain('local-mock');
});

// fails if the configuration is not what nginx reads, or a probe's path has no answer
test('the mock of the example answers its probes and its route', async () => {
  const manifests = synthesizeExample('local-mock').manifests;
  const [container] = ofKind(manifests, 'Deployment')[0].spec.template.spec.containers;
  await served(manifests, async (url) => {
    for (const probe of ['startupProbe', 'readinessProbe', 'livenessProbe']) {
      expect((await answerOf(url + container[probe].httpGet.path)).status).toBe(200);
    }
    expect(await answerOf(`${url}/ready`)).toEqual(json('{"status":"ready"}'));
    expect(await answerOf(`${url}/live`)).toEqual(json('{"status":"live"}'));
    expect(JSON.parse((await answerOf(`${url}/predict`)).text)).toEqual({ label: 'positive', score: 0.98 });
    expect(await answerOf(`${url}/predict`, POST)).toEqual(await answerOf(`${url}/predict`));
    expect(await answerOf(`${url}/no/such/route`)).toEqual({ status: 404, type: 'application/json', text: '{"error":"no such route"}' });
  });
});

// fails if one character is not quoted as nginx wants it: it would be refused, or answer something else
test.each([['compact', COMPACT], ['indented', PRETTY]])('every byte of awkward %s JSON arrives, by GET and by POST', async (_, routes) => {
  await served(mockWith(routes), async (url) => {
    for (const [path, text] of Object.entries(routes)) {
      expect(await answerOf(url + path)).toEqual(json(text));
      expect(await answerOf(url + path, POST)).toEqual(json(text));
    }
  });
});

// nginx takes 1 MiB unless told otherwise, and an image or a batch is soon larger
test('takes a request of any size', async () => {
  await served(mockWith({ '/predict': '{}' }), async (url) => {
    expect(await answerOf(`${url}/predict`, { ...POST, body: 'x'.repeat(20 * 1024 * 1024) })).toEqual(json('{}'));
  });
});

// so that `nginx -t` is known to look at the file that it was given
test('a configuration with an unquoted answer is refused', async () => {
  const { files, port } = mockOf(mockWith({ '/predict': '{"a":1}' }));
  const broken = { 'default.conf': files['default.conf'].replace('"{\\"a\\":1}"', '{"a":1}') };
  expect(broken).not.toEqual(files);
  const nginx = await Nginx.of(broken, port);
  try {
    expect((await nginx.check()).code).toBe(1);
  } finally {
    await nginx.stop();
  }
});
