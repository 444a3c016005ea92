import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Size } from 'cdk8s';
import { Cpu, MlChart, ModelServer, Monitoring, OnlineInference, PrometheusScrape, Release, Resources } from '../../../src';
import { attempt, CommandResult, run } from '../../node/harness/command';
import { ExampleCluster, START_TIMEOUT } from '../example-cluster';
import { ofKind } from '../manifests';

// on a new machine it is built first
let promtool: string;
beforeAll(async () => {
  promtool = (await run(join(__dirname, 'build'), [], { showErrors: true, timeoutSeconds: 20 * 60 })).trim();
}, 20 * 60_000);

/** Runs Prometheus' own tool on a configuration. */
async function tool(command: string[], configuration: string, args: string[] = []): Promise<CommandResult> {
  const dir = mkdtempSync(join(tmpdir(), 'cdk8s-ml-prometheus-'));
  try {
    writeFileSync(join(dir, 'prometheus.yml'), configuration);
    return await attempt(promtool, [...command, join(dir, 'prometheus.yml'), ...args]);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

const check = (configuration: string) => tool(['check', 'config'], configuration);

test.each([['all namespaces', []], ['some namespaces', ['ml-serving', 'ml-vision']]])('promtool takes the scrape configuration of %s', async (_, namespaces) => {
  const { code, stdout, stderr } = await check(PrometheusScrape.annotatedPods(namespaces));
  expect(stderr).toBe('');
  expect(stdout).toContain('SUCCESS');
  expect(code).toBe(0);
});

// so that it is known to read what is inside: labels, actions, expressions
test.each([
  ['an unknown action', 'action: keep', 'action: keeps'],
  ['an expression that is none', '(.+)', '(.+'],
  ['an unknown field', 'role: pod', 'roles: pod'],
])('promtool refuses it with %s', async (_, before, after) => {
  const configuration = PrometheusScrape.annotatedPods();
  expect(configuration).toContain(before);
  expect((await check(configuration.replace(before, after))).code).toBe(1);
});

describe('on a cluster', () => {
  let cluster: ExampleCluster;
  const NAMESPACES = ['scraped-a', 'scraped-b'];

  /** One service that wants to be scraped on a port of its own, and one that does not. */
  const services = (namespace: string): any[] => {
    const chart = new MlChart(new App(), 'scraped', { namespace });
    const resources = Resources.guaranteed({ cpu: Cpu.millis(100), memory: Size.mebibytes(128) });
    new OnlineInference(chart, 'scraped', {
      release: Release.of({ model: 'sentiment', version: '1.4' }),
      server: ModelServer.http({ image: 'registry.example.com/sentiment:1', metricsPort: 9090, metricsPath: '/internal/metrics' }),
      resources,
      monitoring: Monitoring.annotations(),
    });
    new OnlineInference(chart, 'silent', {
      release: Release.of({ model: 'silent', version: '1' }),
      server: ModelServer.http({ image: 'registry.example.com/silent:1', metricsPort: 9090 }),
      resources,
    });
    return chart.toJson();
  };

  beforeAll(async () => {
    cluster = await ExampleCluster.start();
    for (const namespace of NAMESPACES) {
      await cluster.makeNamespace(namespace);
      await cluster.control.applyStrict(JSON.stringify({ apiVersion: 'v1', kind: 'List', items: services(namespace) }));
      await cluster.rollOut(services(namespace));
    }
  }, START_TIMEOUT);
  afterAll(async () => cluster?.stop());

  /** The labels of what Prometheus would scrape, by its own service discovery and relabelling: of targets with the same labels it keeps one. */
  async function targets(configuration: string, seconds: number): Promise<any[]> {
    const here = configuration.replace('role: pod', `role: pod\n        kubeconfig_file: ${cluster.control.kubeconfig}`);
    const { stdout } = await tool(['check', 'service-discovery', `--timeout=${seconds}s`], here, ['cdk8s-ml-pods']);
    const labels = JSON.parse(stdout).map((target: any) => JSON.stringify(target.labels, Object.keys(target.labels ?? {}).sort()));
    return [...new Set<string>(labels)].map((text) => JSON.parse(text)).filter((target) => Object.keys(target).length > 0);
  }

  // fails if an annotation's name does not meet its label's, a pod is scraped once for each of its ports, or a pod without annotations is too
  test.each([['everywhere', [], NAMESPACES], ['in one namespace', ['scraped-b'], ['scraped-b']]])('finds each annotated pod once, %s', async (_, namespaces, found) => {
    const expected = [];
    for (const namespace of found) {
      const [scraped] = ofKind(services(namespace), 'Deployment').filter(({ metadata }) => metadata.name === 'scraped');
      for (const pod of await cluster.podsOf(scraped)) {
        expected.push({
          __address__: `${pod.status.podIP}:9090`,
          __metrics_path__: '/internal/metrics',
          namespace,
          pod: pod.metadata.name,
          service: 'scraped',
          model: 'sentiment',
          model_version: '1.4',
        });
      }
    }
    expect(expected.length).toBe(2 * found.length);
    let seen: any[] = [];
    // it looks for so long and no longer, whether or not the API server has told it of all pods by then
    let seconds = 3;
    await cluster.control.waitFor(`${expected.length} targets`, async () => {
      seen = await targets(PrometheusScrape.annotatedPods(namespaces), seconds);
      seconds *= 2;
      return seen.length === expected.length || JSON.stringify(seen);
    }, 60);
    expect(seen.sort((a, b) => (a.pod < b.pod ? -1 : 1))).toEqual(expected.sort((a, b) => (a.pod < b.pod ? -1 : 1)).map((labels) => expect.objectContaining(labels)));
  });
});
