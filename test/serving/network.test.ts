import { Chart, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { chat, MINIMAL, one, prod, problemsOf } from './service';
import { Cluster } from '../../src/cluster/cluster';
import { Monitoring } from '../../src/observability/monitoring';
import { MlChart } from '../../src/platform/ml-chart';
import { MlNamespace } from '../../src/platform/namespace/ml-namespace';
import { Identity } from '../../src/pod/identity/identity';
import { NetworkPeer } from '../../src/pod/network/network-peer';
import { ModelServer } from '../../src/serving/model-server';
import { OnlineInference } from '../../src/serving/online-inference';
import { MlApp } from '../../src/synth/ml-app';
import { newFolder } from '../synth/folder';

const rules = (service: OnlineInference) => one(service, 'NetworkPolicy', service.networkPolicy.name).spec;
const ns = (name: string) => ({ matchLabels: { 'kubernetes.io/metadata.name': name } });
const pods = (name: string) => ({ matchLabels: { 'app.kubernetes.io/name': name } });
const dns = (...ports: number[]) => ports.flatMap((port) => [{ port, protocol: 'UDP' }, { port, protocol: 'TCP' }]);
const tcp = (...ports: number[]) => ports.map((port) => ({ port, protocol: 'TCP' }));

function twoTeams(): { ranker: OnlineInference; lookup: OnlineInference; features: MlNamespace } {
  const chart = prod();
  const features = new MlNamespace(chart, 'features', { owner: 'features', costCenter: 'cc' });
  const ranking = new MlNamespace(chart, 'ranking', { owner: 'ranking', costCenter: 'cc' });
  const lookup = new OnlineInference(features, 'lookup', { ...MINIMAL, server: ModelServer.grpc({ image: 'a/b:v1', port: 7000 }) });
  return { lookup, ranker: new OnlineInference(ranking, 'ranker', MINIMAL), features };
}

const OUT = { ports: tcp(7000), to: [{ namespaceSelector: ns('features'), podSelector: pods('lookup') }] };
const IN = { from: [{ namespaceSelector: ns('ranking'), podSelector: pods('ranker') }], ports: tcp(7000) };

test.each<[string, (teams: ReturnType<typeof twoTeams>) => void]>([
  ['allowFrom', ({ lookup, ranker }) => lookup.allowFrom(ranker)],
  ['allowTo', ({ lookup, ranker }) => ranker.allowTo(lookup)],
  ['both of them', ({ lookup, ranker }) => {
    lookup.allowFrom(ranker);
    ranker.allowTo(lookup);
  }],
])('%s opens both ends between two services, across namespaces, once', (_, connect) => {
  const teams = twoTeams();
  connect(teams);
  expect(rules(teams.ranker).egress.slice(1)).toEqual([OUT]);
  expect(rules(teams.lookup).ingress.slice(1)).toEqual([IN]);
  expect(rules(teams.lookup).egress).toHaveLength(1);
  expect(rules(teams.ranker).ingress).toHaveLength(1);
});

test('allowTo another port of a service', () => {
  const { lookup, ranker } = twoTeams();
  ranker.allowTo(lookup, 9100);
  expect(rules(lookup).ingress[1].ports).toEqual(tcp(9100));
  expect(rules(ranker).egress[1].ports).toEqual(tcp(9100));
});

test('allowFrom a whole namespace, pods by labels, addresses, anybody', () => {
  const { ranker, features } = twoTeams();
  ranker.allowFrom(features);
  ranker.allowFrom(NetworkPeer.pods({ app: 'web' }));
  ranker.allowFrom(NetworkPeer.pods({ app: 'web' }, 'shop'));
  ranker.allowFrom(NetworkPeer.cidrs('203.0.113.0/24', '2001:db8::/32'));
  ranker.allowFrom(NetworkPeer.anywhere());
  expect(rules(ranker).ingress.slice(1)).toEqual([
    { from: [{ namespaceSelector: ns('features') }], ports: tcp(8000) },
    { from: [{ podSelector: { matchLabels: { app: 'web' } } }], ports: tcp(8000) },
    { from: [{ namespaceSelector: ns('shop'), podSelector: { matchLabels: { app: 'web' } } }], ports: tcp(8000) },
    { from: [{ ipBlock: { cidr: '203.0.113.0/24' } }, { ipBlock: { cidr: '2001:db8::/32' } }], ports: tcp(8000) },
    { ports: tcp(8000) },
  ]);
});

test('allowTo a database and object storage', () => {
  const service = chat();
  service.allowTo(NetworkPeer.pods({ app: 'redis' }, 'cache'), 6379, 6380);
  service.allowTo(NetworkPeer.anywhere(), 443);
  expect(rules(service).egress.slice(1)).toEqual([
    { ports: tcp(6379, 6380), to: [{ namespaceSelector: ns('cache'), podSelector: { matchLabels: { app: 'redis' } } }] },
    { ports: tcp(443) },
  ]);
});

test('allowFrom whatever cdk8s-plus can let in', () => {
  const chart = new Chart(Testing.app(), 'plus', { disableResourceNameHashes: true });
  const service = chat();
  const web = new kplus.Deployment(chart, 'web', { metadata: { namespace: 'shop' }, containers: [{ image: 'web:1' }] });
  service.allowFrom(NetworkPeer.fromPolicyPeer(web));
  service.allowFrom(NetworkPeer.fromPolicyPeer(kplus.NetworkPolicyIpBlock.ipv4(chart, 'office', '192.0.2.0/24', ['192.0.2.7/32'])));
  service.allowFrom(NetworkPeer.fromPolicyPeer(kplus.Namespaces.select(chart, 'two', { names: ['a', 'b'] })));
  const [deployment, block, two] = rules(service).ingress.slice(1);
  expect(deployment.from).toEqual([{ namespaceSelector: ns('shop'), podSelector: { matchLabels: { 'cdk8s.io/metadata.addr': 'plus-web-c8f390b1' } } }]);
  expect(block.from).toEqual([{ ipBlock: { cidr: '192.0.2.0/24', except: ['192.0.2.7/32'] } }]);
  expect(two.from).toEqual([{ namespaceSelector: ns('a'), podSelector: {} }, { namespaceSelector: ns('b'), podSelector: {} }]);
});

test('who may not be is refused', () => {
  const service = chat();
  expect(problemsOf(() => service.allowFrom(NetworkPeer.namespace('Team_A')))).toEqual([
    "[prod/chat] 'peer' must be the name of a namespace, got \"Team_A\"; copy it from 'kubectl get namespaces'",
  ]);
  expect(problemsOf(() => service.allowFrom(NetworkPeer.cidrs('10.0.0.0/33')))).toEqual([
    "[prod/chat] 'peer' must be CIDR blocks, got \"10.0.0.0/33\"; write for example \"203.0.113.0/24\", or \"203.0.113.7/32\" for one address",
  ]);
  expect(problemsOf(() => service.allowFrom(NetworkPeer.pods({ 'a b': 'c' })))).toEqual([
    "[prod/chat] 'peer' must be legal labels, got \"a b=c\"; copy them from 'kubectl get pods --show-labels'",
  ]);
  expect(problemsOf(() => service.allowTo(NetworkPeer.anywhere()))).toEqual(["[prod/chat] 'ports' must be at least one port, got []; name the ports that are called"]);
  expect(problemsOf(() => service.allowTo(NetworkPeer.anywhere(), 0, 70000))).toEqual([
    "[prod/chat] 'ports' must be a whole number from 1 to 65535, got 0; give the port that the server listens on",
    "[prod/chat] 'ports' must be a whole number from 1 to 65535, got 70000; give the port that the server listens on",
  ]);
  expect(rules(service).egress).toHaveLength(1);
});

test('Prometheus is let in to the metrics, wherever it runs', () => {
  const server = ModelServer.http({ image: 'a/b:v1', metricsPort: 9100 });
  expect(rules(chat({ server, monitoring: Monitoring.annotations() })).ingress[1]).toEqual({ from: [{ namespaceSelector: ns('monitoring') }], ports: tcp(9100) });
  expect(rules(chat({ server, monitoring: Monitoring.podMonitor({ prometheusNamespace: 'observe' }) })).ingress[1].from).toEqual([{ namespaceSelector: ns('observe') }]);
  expect(rules(chat({ server })).ingress).toHaveLength(1);
});

test.each<[string, Identity, unknown[]]>([
  ['AWS', Identity.aws('arn:aws:iam::123456789012:role/reader'), [{ ports: tcp(443), to: [{ ipBlock: { cidr: '0.0.0.0/0' } }] }]],
  ['GCP', Identity.gcp('reader@my-project.iam.gserviceaccount.com'), [
    { ports: tcp(988), to: [{ ipBlock: { cidr: '169.254.169.252/32' } }] },
    { ports: tcp(80), to: [{ ipBlock: { cidr: '169.254.169.254/32' } }] },
  ]],
  ['Azure', Identity.azure('00000000-0000-0000-0000-000000000000'), [{ ports: tcp(443), to: [{ ipBlock: { cidr: '0.0.0.0/0' } }] }]],
])('an identity of %s reaches the address that gives out its tokens', (_, identity, egress) => {
  expect(rules(chat({ identity })).egress.slice(1)).toEqual(egress);
});

test('DNS is where the cluster has it', () => {
  const service = chat({}, prod({ cluster: Cluster.of('c', { dnsCidrs: ['169.254.20.10/32'] }) }));
  expect(rules(service).egress[0].to).toEqual([{ ipBlock: { cidr: '169.254.20.10/32' } }]);
});

test('DNS that listens behind another port than its Service is asked there too, and no rule misses port 53', () => {
  const openShift = Cluster.of('c', { dnsCidrs: ['10.128.0.0/14'], dnsPorts: [53, 5353] });
  expect(rules(chat({}, prod({ cluster: openShift }))).egress[0]).toEqual({ ports: dns(53, 5353), to: [{ ipBlock: { cidr: '10.128.0.0/14' } }] });

  const app = new MlApp({ outdir: newFolder(), quiet: true, cluster: Cluster.of('c', { dnsPorts: [5353] }) });
  const service = chat({}, new MlChart(app, 'prod', { namespace: 'team-a' }));
  service.allowTo(NetworkPeer.namespace('features'), 5432);
  expect(rules(service).egress[0]).toEqual({ ports: dns(5353), to: [{ namespaceSelector: ns('kube-system'), podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } } }] });
  app.synth();
  expect(app.findings).toEqual([]);
});
