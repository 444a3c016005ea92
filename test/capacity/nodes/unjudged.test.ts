import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Size } from 'cdk8s';
import { Cluster, Cpu, NodePool } from '../../../src';
import { judge } from '../../../src/rules/judge';
import { container, deployment, object, podSpec } from '../../rules/manifests';

const node = { cpu: Cpu.units(4), memory: Size.gibibytes(16), allocatable: { cpu: Cpu.units(4), memory: Size.gibibytes(16) } };
const general = (maxNodes: number, more: object = {}): Cluster => Cluster.of('prod', { pools: [NodePool.cpu('general', { ...node, maxNodes, ...more })] });

function findings(cluster: Cluster, ...objects: readonly any[]): string[] {
  return judge(objects.map((manifest, i) => ({ manifest, path: `o${i}`, cluster })), [])
    .filter(({ rule }) => rule === 'ML-CAP-006' || rule === 'ML-CAP-007').map(({ rule, severity, message }) => `${rule} ${severity} ${message}`);
}

const inPlace = { strategy: { type: 'Recreate' } };
const term = (app: string, topologyKey = 'kubernetes.io/hostname'): object => ({ topologyKey, labelSelector: { matchLabels: { app } } });
const near = (app: string, topologyKey?: string): any => ({ affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term(app, topologyKey)] } } });
const away = (app: string, topologyKey?: string): any => ({ affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term(app, topologyKey)] } } });
const spread = (topologyKey: string, more: object = {}): any =>
  ({ topologySpreadConstraints: [{ maxSkew: 1, topologyKey, whenUnsatisfiable: 'DoNotSchedule', labelSelector: { matchLabels: { app: 'chat' } }, ...more }] });
const chat = (pod: object, replicas = 2): any => deployment(pod as any, { replicas, ...inPlace });
const rank = (replicas = 1, pod: object = {}): any => object('apps/v1', 'Deployment', 'rank', {
  spec: { replicas, ...inPlace, selector: { matchLabels: { app: 'rank' } }, template: { metadata: { labels: { app: 'rank' } }, spec: podSpec(pod as any) } },
});
const nothing = (because: string): string => `ML-CAP-006 warning nothing is proven of where the pods of Deployment 'chat' go on cluster 'prod', because ${because}`;

describe('pods of which nothing is proven', () => {
  test('are those that have to stand beside pods of others', () => {
    expect(findings(general(9), chat(near('nosuch')))).toEqual([
      nothing('required affinity by kubernetes.io/hostname wants them beside pods that none of the manifests makes; prefer it instead of requiring it, or make sure that those pods are there'),
    ]);
    expect(findings(general(9), chat(near('rank')), rank())).toEqual([
      nothing("required affinity by kubernetes.io/hostname lets them stand only where pods of Deployment 'rank' do; prefer it instead of requiring it"),
    ]);
  });

  test('are those whose places no pool declares', () => {
    const text = nothing('not every pool that takes them declares label rack, by which they are placed to each other; declare it on the pools that have it, or place them by another label');
    expect(findings(general(9), chat(spread('rack')))).toEqual([text]);
    expect(findings(general(9), chat(away('chat', 'rack')))).toEqual([text]);
    const zones = nothing('not every pool that takes them declares the zones of its nodes; declare zones on them');
    expect(findings(general(9), chat(spread('topology.kubernetes.io/zone')))).toEqual([zones]);
    // nodes of a provider have a zone, whichever it is; others may have none, on which not even one pod stands
    expect(findings(general(9), chat(spread('topology.kubernetes.io/zone'), 1))).toEqual([zones]);
    expect(findings(general(9), chat(near('chat', 'topology.kubernetes.io/zone'), 1))).toEqual([zones]);
  });

  test('are those that others keep away, where no node is left over for certain', () => {
    expect(findings(general(2), chat(away('rank')), rank())).toEqual([
      nothing("required anti-affinity by kubernetes.io/hostname keeps them away from pods of Deployment 'rank'; prefer it instead of requiring it, or raise maxNodes"),
      "ML-CAP-006 warning nothing is proven of where the pods of Deployment 'rank' go on cluster 'prod', because required anti-affinity of Deployment 'chat' keeps them away from its pods; prefer it there instead of requiring it, or raise maxNodes",
    ]);
    expect(findings(general(3), chat(away('rank')), rank())).toEqual([]);
    const logs = { ...rank(), kind: 'DaemonSet' };
    expect(findings(general(9), chat(away('rank')), logs)).toHaveLength(1);
  });

  describe('beside others', () => {
    const cpu = (amount: string): object => ({ containers: [container({ resources: { requests: { cpu: amount, memory: '1Gi' }, limits: { memory: '1Gi' } } })] });
    const own = 'prefer it instead of requiring it, or give them a pool of their own';

    test('are those of a spread that a node full of others keeps from starting', () => {
      const apart = chat({ ...spread('kubernetes.io/hostname'), ...cpu('1') }, 3);
      expect(findings(general(3, { minNodes: 3 }), apart, rank(3, cpu('1')))).toEqual([]);
      expect(findings(general(3, { minNodes: 3 }), apart, rank(4, cpu('1')))).toEqual([
        nothing('spread by kubernetes.io/hostname with DoNotSchedule lets one more of them be where the fewest are, and others may leave too little there; set whenUnsatisfiable: ScheduleAnyway, or give them a pool of their own'),
      ]);
    });

    test('are those that keep apart by zone, one of which others may fill', () => {
      const zones = general(2, { zones: ['za', 'zb'] });
      const apart = chat({ ...away('chat', 'topology.kubernetes.io/zone'), ...cpu('1') }, 2);
      expect(findings(zones, apart, rank(3, cpu('1')))).toEqual([]);
      expect(findings(zones, apart, rank(4, cpu('1')))).toEqual([
        nothing(`required anti-affinity by topology.kubernetes.io/zone lets one of them be in each, and others may leave too little in one; ${own}`),
      ]);
    });

    test('are none so few that only room decides, which is said', () => {
      expect(findings(general(2, { minNodes: 2 }), chat({ ...spread('kubernetes.io/hostname'), ...cpu('4') }, 1), rank(2, cpu('2')))).toEqual([
        "ML-CAP-006 warning Deployment 'chat' may be left without a node of cluster 'prod' at the least: others can stand so that each of the 2 nodes that may take it lacks room for cpu 4, memory 1Gi (pools: general); give it a pool of its own, or raise maxNodes",
      ]);
      expect(findings(general(3, { minNodes: 3 }), chat({ ...spread('kubernetes.io/hostname'), ...cpu('4') }, 1), rank(2, cpu('2')))).toEqual([]);
    });
  });

  test('are those of another scheduler, and those that somebody holds back', () => {
    expect(findings(general(9), chat({ schedulerName: 'volcano' }))).toEqual([nothing("scheduler 'volcano' has rules of its own; look there for what it needs")]);
    expect(findings(general(9), chat({ schedulingGates: [{ name: 'example.com/wait' }] }))).toEqual([nothing('schedulingGates hold them until somebody takes those away; make sure that somebody does')]);
  });

  // placement-46 and placement-96 of the agreement suite: silence about them was taken for a yes, and they stayed Pending
  test('are those of which only a label decides that no pool is known to have on all of its nodes', () => {
    const inZone = { nodeSelector: { 'topology.kubernetes.io/zone': 'za' } };
    const remedy = 'declare that on a pool of which it is true of all nodes, or select another pool';
    expect(findings(general(9), chat(inZone))).toEqual([
      nothing(`not all nodes of pool general are known to take them: nodeSelector topology.kubernetes.io/zone=za, which it does not declare; ${remedy}`),
    ]);
    expect(findings(general(9, { zones: ['za', 'zb'] }), chat(inZone))).toEqual([
      nothing(`not all nodes of pool general are known to take them: nodeSelector topology.kubernetes.io/zone=za, and its nodes have za or zb; ${remedy}`),
    ]);
    const two = Cluster.of('prod', { pools: ['general', 'more'].map((name) => NodePool.cpu(name, { ...node, maxNodes: 9 })) });
    expect(findings(two, chat(inZone))).toEqual([
      nothing(`not all nodes of pool general and 1 more are known to take them: nodeSelector topology.kubernetes.io/zone=za, which it does not declare; ${remedy}`),
    ]);
  });

  test('are those to whom DaemonSets may leave too little that may not run there', () => {
    const cpu = (amount: string): object => ({ containers: [container({ resources: { requests: { cpu: amount, memory: '1Gi' }, limits: { memory: '1Gi' } } })] });
    const logs = { ...rank(1, { ...cpu('1'), nodeSelector: { 'node.kubernetes.io/instance-type': 'large' } }), kind: 'DaemonSet' };
    expect(findings(general(9), chat(cpu('4')), logs)).toEqual([
      nothing('DaemonSets that may run on the nodes of pool general would leave too little; declare the labels by which they select nodes, or ask for less'),
    ]);
    expect(findings(general(9), chat(cpu('3')), logs)).toEqual([]);
  });

  test('are those that claim devices that no pool declares', () => {
    expect(findings(general(9), chat({ resourceClaims: [{ name: 'gpu', resourceClaimName: 'shared' }] }))).toEqual([
      nothing('no pool is known to have the devices that they claim; declare the class of its devices on the pool that has them (deviceClass)'),
    ]);
  });

  test('name their node, where somebody wrote that and it was not the scheduler', () => {
    expect(findings(general(9), chat({ nodeName: 'n1' }))).toEqual([nothing("nodeName puts all of them on node 'n1', whether it has room or not; select nodes by a label instead")]);
    expect(findings(general(9), { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'chat', namespace: 'team-a' }, spec: { ...chat({}).spec.template.spec, nodeName: 'n1' } })).toEqual([]);
  });

  test('are none of those that are judged, or that only prefer', () => {
    expect(findings(general(9), chat(spread('rack', { whenUnsatisfiable: 'ScheduleAnyway' })))).toEqual([]);
    expect(findings(general(9), chat({ affinity: { podAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, podAffinityTerm: term('nosuch') }] } } }))).toEqual([]);
    expect(findings(general(9), chat(away('chat')))).toEqual([]);
    expect(findings(general(9, { labels: { rack: 'r1' } }), chat(spread('rack')))).toEqual([]);
    expect(findings(Cluster.gke('prod', { pools: [NodePool.cpu('general', { ...node, maxNodes: 9 })] }), chat(spread('topology.kubernetes.io/zone'), 1))).toEqual([]);
    expect(findings(general(9), chat(near('nosuch'), 0))).toEqual([]);
    expect(findings(general(9), chat(near('chat'), 1))).toEqual([]);
    expect(findings(general(9, { zones: ['za'] }), chat({ nodeSelector: { 'topology.kubernetes.io/zone': 'za' } }))).toEqual([]);
    expect(findings(general(9), chat({ nodeSelector: { 'kubernetes.io/os': 'linux' } }))).toEqual([]);
    expect(findings(general(9), chat({ volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }] }))).toEqual([]);
  });
});

describe('pods that stand together', () => {
  const cpu = (amount: string): object => ({ containers: [container({ resources: { requests: { cpu: amount, memory: '1Gi' }, limits: { memory: '1Gi' } } })] });

  test('have the room of one node', () => {
    expect(findings(general(9), chat({ ...near('chat'), ...cpu('3') }))).toEqual([
      "ML-CAP-007 error Deployment 'chat' needs 2 pods at its maximum, and required affinity by kubernetes.io/hostname, which keeps all of them on one that holds 1, lets 1 be; prefer it instead of requiring it, or let them run on larger nodes",
    ]);
    expect(findings(general(9), chat({ ...near('chat'), ...cpu('2') })).filter((text) => text.includes(' error '))).toEqual([]);
  });

  test('have that of one zone', () => {
    const zoned = general(2, { zones: ['a', 'b'] });
    expect(findings(zoned, chat({ ...near('chat', 'topology.kubernetes.io/zone'), ...cpu('3') }, 3)).filter((text) => text.includes(' error '))).toHaveLength(1);
    expect(findings(zoned, chat({ ...near('chat', 'topology.kubernetes.io/zone'), ...cpu('3') }, 2)).filter((text) => text.includes(' error '))).toEqual([]);
  });

  test('may stand beside others that the term looks at, which says nothing', () => {
    const twin = { ...rank(1, cpu('1')), spec: { ...rank(1, cpu('1')).spec, template: { metadata: { labels: { app: 'chat' } }, spec: podSpec(cpu('1') as any) } } };
    expect(findings(general(9), chat({ ...near('chat'), ...cpu('3') }), twin).filter((text) => text.includes(' error '))).toEqual([]);
  });
});

describe('on nodes of which all is known', () => {
  const imported = (more: string): Cluster => {
    const path = join(mkdtempSync(join(tmpdir(), 'unjudged-')), 'prod.yaml');
    writeFileSync(path, `cluster: prod\npools: [{ name: a, minNodes: 2, maxNodes: 2, complete: true, capacity: { cpu: "4", memory: 16Gi }, allocatable: { cpu: "4", memory: 16Gi, pods: "110" }${more} }]\n`);
    return Cluster.fromFile(path);
  };

  test('none is placed by a label that they do not have', () => {
    expect(findings(imported(''), chat(spread('rack')))).toEqual([
      "ML-CAP-007 error Deployment 'chat' needs 2 pods at its maximum, and spread by rack with DoNotSchedule, a label that none of the nodes has, lets 0 be; prefer it instead of requiring it, or give nodes the label rack",
    ]);
    expect(findings(imported(''), chat(near('chat', 'rack'), 1))).toEqual([
      "ML-CAP-007 error Deployment 'chat' needs 1 pod at its maximum, and required affinity by rack, a label that none of the nodes has, lets 0 be; prefer it instead of requiring it, or give nodes the label rack",
    ]);
  });

  test('the values of a label are its domains', () => {
    expect(findings(imported(', otherLabels: { rack: [r1, r2] }'), chat(away('chat', 'rack'), 3))).toEqual([
      "ML-CAP-007 error Deployment 'chat' needs 3 pods at its maximum, and required anti-affinity by rack, which has 2 of them, lets 2 be; prefer it instead of requiring it, or let them run on nodes of more values of rack",
    ]);
    expect(findings(imported(', otherLabels: { rack: [] }'), chat(spread('rack')))).toHaveLength(1);
  });
});

describe('minDomains', () => {
  test('lets the fewest count as none where there are fewer domains', () => {
    expect(findings(general(2, { minNodes: 2 }), chat(spread('kubernetes.io/hostname', { minDomains: 5 }), 4))).toEqual([
      "ML-CAP-007 error Deployment 'chat' needs 4 pods at its maximum, and spread by kubernetes.io/hostname with DoNotSchedule, maxSkew 1 and minDomains 5, of which there are 2 at most, lets 2 be; prefer it instead of requiring it, or raise maxNodes",
    ]);
    expect(findings(general(2, { minNodes: 2 }), chat(spread('kubernetes.io/hostname', { minDomains: 2 }), 4))).toEqual([]);
    expect(findings(general(2, { minNodes: 2 }), chat(spread('kubernetes.io/hostname', { minDomains: 5 }), 2))).toEqual([]);
  });
});
