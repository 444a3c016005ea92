import { Size } from 'cdk8s';
import { Cpu } from '../../../src/border/cpu';
import { Accelerator } from '../../../src/cluster/accelerator';
import { NodePool } from '../../../src/cluster/node-pool';
import { NodePoolProps } from '../../../src/cluster/node-pool-props';
import { TaintEffect } from '../../../src/cluster/taint';
import { Placement, PlacementProps } from '../../../src/pod/placement/placement';
import { checked } from '../../border/checked';

const NODE: NodePoolProps = { cpu: Cpu.units(16), memory: Size.gibibytes(64), maxNodes: 4 };
const gpu = (name: string, props: Partial<NodePoolProps> = {}, accelerator = Accelerator.NVIDIA_L4) =>
  NodePool.gpu(name, { ...NODE, accelerator, perNode: 4, labels: { pool: name }, ...props });
const cpu = (name: string, props: Partial<NodePoolProps> = {}) => NodePool.cpu(name, { ...NODE, labels: { pool: name }, ...props });
const problems = (props: PlacementProps) => checked((found) => Placement.of(props)._check(found, 'placement'));

test('anywhere: no selector, no toleration, no accelerator', () => {
  const { _nodeSelector, _nodeAffinity, _tolerations, _extended, gpus, pools } = Placement.of({});
  expect({ _nodeSelector, _nodeAffinity, _tolerations, _extended, gpus, pools }).toEqual({
    _nodeSelector: undefined, _nodeAffinity: undefined, _tolerations: undefined, _extended: {}, gpus: 0, pools: [],
  });
});

test('one pool: its labels, its taint, its resource', () => {
  const placement = Placement.of({ pools: [gpu('a')], gpus: 2, nodeSelector: { disk: 'fast' } });
  expect(placement._nodeSelector).toEqual({ disk: 'fast', pool: 'a' });
  expect(placement._nodeAffinity).toBeUndefined();
  expect(placement._tolerations).toEqual([{ effect: 'NoSchedule', key: 'nvidia.com/gpu', operator: 'Exists' }]);
  expect(placement._extended).toEqual({ 'nvidia.com/gpu': '2' });
});

test('several pools: any of them, in order of preference', () => {
  const placement = Placement.of({ pools: [gpu('a'), gpu('b'), gpu('c')], gpus: 1 });
  const term = (name: string) => ({ matchExpressions: [{ key: 'pool', operator: 'In', values: [name] }] });
  expect(placement._nodeAffinity).toEqual({
    preferredDuringSchedulingIgnoredDuringExecution: [{ preference: term('a'), weight: 100 }, { preference: term('b'), weight: 50 }],
    requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [term('a'), term('b'), term('c')] },
  });
  expect(placement._nodeSelector).toBeUndefined();
  expect(placement._tolerations).toHaveLength(1);
});

test('taints with a value are tolerated by that value, each once', () => {
  const spot = { key: 'spot', value: 'true', effect: TaintEffect.NO_EXECUTE };
  expect(Placement.of({ pools: [cpu('a', { taints: [spot] }), cpu('b', { taints: [spot, { key: 'team' }] })] })._tolerations).toEqual([
    { effect: 'NoExecute', key: 'spot', operator: 'Equal', value: 'true' }, { effect: 'NoSchedule', key: 'team', operator: 'Exists' },
  ]);
});

test('the slowest pool decides how long a node takes', () => {
  expect(Placement.of({ pools: [cpu('fixed', { minNodes: 4 }), cpu('growing')] })._provisioning).toBe(300);
  expect(Placement.of({})._provisioning).toBe(0);
});

test('the pools that were given are not changed from outside', () => {
  const pools = [cpu('a')];
  const placement = Placement.of({ pools });
  pools.push(cpu('b'));
  placement.pools.pop();
  expect(placement.pools.map((pool) => pool.name)).toEqual(['a']);
});

test.each<[string, PlacementProps, ...string[]]>([
  ['half an accelerator', { pools: [gpu('a')], gpus: 0.5 }, "'placement.gpus' must be a whole number of at least 0, got 0.5; give a whole number in that range"],
  ['more accelerators than a node has', { pools: [gpu('a')], gpus: 8 },
    "'placement.gpus' must be at most 4, what one node of pool 'a' has, got 8; ask for fewer, or choose another pool"],
  ['accelerators of a pool without', { pools: [cpu('a')], gpus: 1 }, "'placement.gpus' is 1 and pool 'a' has no accelerators; leave the pool out"],
  ['accelerators of two kinds', { pools: [gpu('a'), gpu('b', {}, Accelerator.AMD)], gpus: 1 },
    "'placement.pools' offer different resources (a: nvidia.com/gpu, b: amd.com/gpu); a pod asks for one kind"],
  ['a pool among others that cannot be selected', { pools: [gpu('a'), gpu('b', { labels: {} })], gpus: 1 },
    "'placement.pools' names 'b', which has no labels to be selected by; declare its labels"],
  ['an illegal selector', { nodeSelector: { disk: 'very fast' } }, "'placement.nodeSelector.disk' must be a legal label, got \"very fast\"; copy it from 'kubectl get nodes --show-labels'"],
  ['a selector that no node of the pool has', { pools: [gpu('a')], gpus: 1, nodeSelector: { pool: 'b' } },
    "'placement.nodeSelector.pool' must be the label of pool 'a' (a), got \"b\"; leave it out, or choose another pool"],
])('refuses %s', (_, props, ...messages) => {
  expect(problems(props)).toEqual(messages);
});
