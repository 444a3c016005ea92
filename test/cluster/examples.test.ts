import { synthesizeExample } from './example';
import { EXAMPLES, ExampleCluster, START_TIMEOUT } from './example-cluster';
import { extendedResources, ofKind, qosClassOf } from './manifests';
import { GENERAL_POOL, POOL_LABEL } from './nodes';
import type { NodePool } from '../../src';

let cluster: ExampleCluster;
beforeAll(async () => { cluster = await ExampleCluster.start(); }, START_TIMEOUT);
afterAll(async () => cluster?.stop());

/** Those that serve something; the others are work that ends, whose pods other suites start. */
const SERVING = EXAMPLES.filter((name) => ofKind(synthesizeExample(name).manifests, 'Deployment').length > 0);

test('there are examples to try', () => {
  expect(EXAMPLES).toEqual(expect.arrayContaining(['embedding-trainer', 'gpu-inference', 'llm-inference', 'local-mock', 'ml-inference', 'team-namespace']));
  expect(SERVING).toEqual(expect.arrayContaining(['gpu-inference', 'llm-inference', 'local-mock', 'ml-inference', 'team-namespace']));
});

describe.each(EXAMPLES)('%s', (name) => {
  // fails on a field that the API does not know, on an illegal value, and on what the server would rather see otherwise:
  // deprecated fields, duplicate env names, pods that restricted Pod Security will refuse
  test('is applied with strict validation and without a warning', async () => {
    expect(await cluster.control.applyStrict(cluster.example(name).yaml)).toEqual({ warnings: [] });
  });
});

describe.each(SERVING)('%s', (name) => {
  const manifests = () => cluster.example(name).manifests;
  const deployments = () => ofKind(manifests(), 'Deployment');
  const pools = () => cluster.example(name).pools;

  // fails if Pod Security, a quota or a limit range refuses a pod, no node takes it, or the autoscaler does not find its Deployment
  test('brings every Deployment up', async () => {
    expect(deployments()).not.toEqual([]);
    await cluster.rollOut(manifests());
    for (const { metadata, spec } of deployments()) {
      const { status, spec: live } = await cluster.control.get(['deployment', metadata.name, '-n', metadata.namespace]);
      expect(status.availableReplicas).toBe(live.replicas);
      expect(live.replicas).toBe(spec.replicas ?? await minimumOf(metadata));
    }
  });

  const minimumOf = async ({ name: deployment, namespace }: any) => {
    const [autoscaler] = [...ofKind(manifests(), 'HorizontalPodAutoscaler'), ...ofKind(manifests(), 'ScaledObject')]
      .filter(({ metadata, spec }) => metadata.namespace === namespace && spec.scaleTargetRef.name === deployment);
    return autoscaler?.spec.minReplicas ?? Math.max(1, autoscaler?.spec.minReplicaCount);
  };

  // fails without the selector (a GPU pod would not find its kind of node), and if a CPU workload tolerated a GPU pool's taint:
  // the GPU nodes are the larger ones, where the scheduler would put every pod
  test('stands on the nodes that it is meant for', async () => {
    const poolOf = await nodeLabels(POOL_LABEL);
    for (const deployment of deployments()) {
      const resources = extendedResources(deployment.spec.template.spec);
      const wanted = resources.length > 0
        ? pools().filter(({ accelerator }) => resources.includes(accelerator?.resourceName ?? '')).flatMap(alike)
        : plainPools();
      for (const pod of await cluster.podsOf(deployment)) {
        expect(wanted).toContain(poolOf.get(pod.spec.nodeName));
      }
    }
  });

  // fails without the anti-affinity and the spread constraints: the pods would stand where most is free
  test('spreads its pods over hosts and zones', async () => {
    const zoneOf = await nodeLabels('topology.kubernetes.io/zone');
    const poolOf = await nodeLabels(POOL_LABEL);
    for (const deployment of deployments()) {
      const hosts: string[] = (await cluster.podsOf(deployment)).map(({ spec }) => spec.nodeName);
      const there = [...zoneOf.keys()].filter((node) => poolOf.get(node) === poolOf.get(hosts[0]));
      expect(new Set(hosts).size).toBe(Math.min(hosts.length, there.length));
      expect(new Set(hosts.map((host) => zoneOf.get(host))).size).toBe(Math.min(hosts.length, there.length));
    }
  });

  const nodeLabels = async (label: string): Promise<Map<string, string>> => {
    const { items } = await cluster.control.get(['nodes']);
    return new Map(items.map(({ metadata }: any) => [metadata.name, metadata.labels[label]]));
  };

  /** Pools that a pool's labels do not tell from it, those of other examples too. */
  const alike = ({ labels, accelerator }: NodePool) => EXAMPLES.flatMap((example) => cluster.example(example).pools
    .filter((other) => other.accelerator?.resourceName === accelerator?.resourceName && Object.entries(labels).every(([key, value]) => other.labels[key] === value))
    .map((pool) => `${example}-${pool.name}`));

  /** Pools without taints, those of other examples too: where nothing is selected, they are as good as one's own. */
  const plainPools = () => [GENERAL_POOL, ...EXAMPLES.flatMap((example) => cluster.example(example).pools
    .filter(({ taints }) => taints.length === 0).map((pool) => `${example}-${pool.name}`))];

  // fails if a request or limit is lost or changed on the way, or added by a limit range
  test('gives its pods the QoS class that their resources stand for', async () => {
    for (const deployment of deployments()) {
      const expected = qosClassOf(deployment.spec.template.spec);
      expect(expected).not.toBe('BestEffort');
      for (const pod of await cluster.podsOf(deployment)) {
        expect(pod.status.qosClass).toBe(expected);
        expect(pod.spec.containers[0].resources).toEqual(deployment.spec.template.spec.containers[0].resources);
      }
    }
  });

  // fails if a namespace's label is missing or too weak, which none of the tests above would notice
  test('stands in namespaces that refuse a pod that is not restricted', async () => {
    for (const namespace of new Set(deployments().map(({ metadata }) => metadata.namespace))) {
      const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'root' }, spec: { containers: [{ name: 'main', image: 'example.com/root:1' }] } };
      const refused = await cluster.control.kubectl(['create', '--dry-run=server', '-n', namespace, '-f', '-'], { stdin: JSON.stringify(pod) });
      expect(refused.stderr).toContain('violates PodSecurity "restricted');
    }
  });
});

/** Those that somebody calls: a worker is called by nobody. */
const CALLED = SERVING.filter((name) => ofKind(synthesizeExample(name).manifests, 'Service').length > 0);

test('there are services to call', () => expect(CALLED).toEqual(expect.arrayContaining(['gpu-inference', 'llm-inference', 'local-mock', 'ml-inference', 'team-namespace'])));

describe.each(CALLED)('%s', (name) => {
  const manifests = () => cluster.example(name).manifests;
  const deployments = () => ofKind(manifests(), 'Deployment');

  // fails if a Service's selector or port name matches no pod, or another workload's pods too
  test('gives every Service exactly the ready pods of its Deployment, at the port that their server listens on', async () => {
    const services = ofKind(manifests(), 'Service');
    for (const { metadata, spec } of services) {
      const [deployment, ...others] = deployments().filter((candidate) => candidate.metadata.namespace === metadata.namespace
        && Object.entries(spec.selector).every(([key, value]) => candidate.spec.template.metadata.labels[key] === value));
      expect(others).toEqual([]);
      const pods = (await cluster.podsOf(deployment)).map((pod) => pod.metadata.name).sort();
      let endpoints: Endpoint[] = [];
      // the controller of endpoints follows the pods, and their being ready
      await cluster.control.waitFor(`ready endpoints of ${metadata.name}`, async () => {
        endpoints = await endpointsOf(metadata);
        return (endpoints.map(({ pod }) => pod).sort().join() === pods.join() && endpoints.every(({ ready }) => ready)) || JSON.stringify(endpoints);
      }, 60);
      expect(endpoints.map(({ pod }) => pod).sort()).toEqual(pods);
      const [{ containerPort }] = deployment.spec.template.spec.containers[0].ports;
      expect(new Set(endpoints.map(({ port }) => port))).toEqual(new Set([containerPort]));
      expect(endpoints.every(({ ready }) => ready)).toBe(true);
    }
  });

  interface Endpoint { readonly pod: string; readonly port: number; readonly ready: boolean }

  const endpointsOf = async (service: any): Promise<Endpoint[]> => {
    const { items } = await cluster.control.get(['endpointslices', '-n', service.namespace, '-l', `kubernetes.io/service-name=${service.name}`]);
    return items.flatMap(({ endpoints, ports }: any) => (endpoints ?? [])
      .map(({ targetRef, conditions }: any) => ({ pod: targetRef.name, port: ports[0].port, ready: conditions.ready })));
  };
});
