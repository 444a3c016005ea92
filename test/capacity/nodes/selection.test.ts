import { ClusterFacts, PoolFacts } from '../../../src/capacity/nodes/pool-facts';
import { selectionOf } from '../../../src/capacity/nodes/selection';
import { Truth } from '../../../src/capacity/nodes/truth';
import { TaintEffect } from '../../../src/cluster/taint';

const pool = (fields: Partial<PoolFacts> = {}): PoolFacts => ({
  name: 'a', labels: { disk: 'ssd', size: '8' }, others: {}, complete: false, taints: [], zones: [], minNodes: 0, maxNodes: 2, allocatable: new Map(), kept: new Map(), estimated: false, ...fields,
});
const truth = (spec: object, one = pool()): Truth => selectionOf(spec, one, new ClusterFacts('prod', [one, pool({ name: 'b', labels: { tier: 'x' } })])).truth;
const affinity = (...terms: object[]): object => ({ affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: terms } } } });
const expression = (key: string, operator: string, ...values: string[]): object => ({ matchExpressions: [{ key, operator, values }] });

describe('a node selector', () => {
  test.each([
    [{ disk: 'ssd' }, Truth.YES], [{ disk: 'hdd' }, Truth.NO], [{ disk: 'ssd', size: '9' }, Truth.NO],
    // another pool declares it, nobody does, every node has some value
    [{ tier: 'x' }, Truth.UNLIKELY], [{ rack: '7' }, Truth.UNLIKELY], [{ 'node.kubernetes.io/instance-type': 'm5.large' }, Truth.MAYBE], [{ 'nvidia.com/gpu.product': 'NVIDIA-L4' }, Truth.MAYBE], [{ 'kubernetes.io/hostname': 'n1' }, Truth.MAYBE], [{}, Truth.YES],
  ])('of %j is %i', (nodeSelector, expected) => {
    expect(truth({ nodeSelector })).toBe(expected);
  });

  test('of a zone is true of all nodes, of some or of none', () => {
    const nodeSelector = { 'topology.kubernetes.io/zone': 'a' };
    expect([['a'], ['a', 'b'], ['b'], []].map((zones) => truth({ nodeSelector }, pool({ zones })))).toEqual([Truth.YES, Truth.MAYBE, Truth.NO, Truth.MAYBE]);
  });
});

describe('a required node affinity', () => {
  test.each([
    [expression('disk', 'In', 'hdd', 'ssd'), Truth.YES], [expression('disk', 'NotIn', 'ssd'), Truth.NO], [expression('disk', 'NotIn', 'hdd'), Truth.YES],
    [expression('disk', 'Exists'), Truth.YES], [expression('disk', 'DoesNotExist'), Truth.NO], [expression('tier', 'Exists'), Truth.UNLIKELY],
    [expression('tier', 'DoesNotExist'), Truth.LIKELY], [expression('tier', 'NotIn', 'x'), Truth.LIKELY], [expression('rack', 'NotIn', '7'), Truth.LIKELY],
    [expression('rack', 'DoesNotExist'), Truth.LIKELY], [expression('kubernetes.io/os', 'Exists'), Truth.LIKELY],
    [expression('kubernetes.io/os', 'In', 'linux'), Truth.LIKELY], [expression('kubernetes.io/os', 'NotIn', 'linux'), Truth.UNLIKELY], [expression('kubernetes.io/os', 'In', 'windows'), Truth.UNLIKELY],
    [expression('size', 'Gt', '7'), Truth.YES], [expression('size', 'Gt', '8'), Truth.NO], [expression('size', 'Lt', '9'), Truth.YES], [expression('disk', 'Gt', '1'), Truth.NO],
    [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['n1'] }] }, Truth.MAYBE], [{}, Truth.NO],
  ])('of %j is %i', (term, expected) => {
    expect(truth(affinity(term))).toBe(expected);
  });

  test('holds if one of its terms holds, and a term if all of it holds', () => {
    expect(truth(affinity(expression('disk', 'In', 'hdd'), expression('size', 'Exists')))).toBe(Truth.YES);
    expect(truth(affinity({ matchExpressions: [{ key: 'disk', operator: 'Exists' }, { key: 'rack', operator: 'Exists' }] }))).toBe(Truth.UNLIKELY);
    expect(truth(affinity())).toBe(Truth.NO);
  });
});

describe('nodes of which every label is known', () => {
  const known = pool({ complete: true, others: { 'kubernetes.io/hostname': [], 'serial': [], 'topology.kubernetes.io/region': ['eu', 'us'] }, zones: ['a'] });
  test.each([
    [{ disk: 'ssd' }, Truth.YES], [{ tier: 'x' }, Truth.NO], [{ rack: '7' }, Truth.NO], [{ 'node.kubernetes.io/instance-type': 'm5.large' }, Truth.NO],
    [{ 'kubernetes.io/hostname': 'n1' }, Truth.MAYBE], [{ serial: '1' }, Truth.MAYBE], [{ 'kubernetes.io/os': 'linux' }, Truth.NO],
    [{ 'topology.kubernetes.io/zone': 'a' }, Truth.YES], [{ 'topology.kubernetes.io/region': 'eu' }, Truth.MAYBE], [{ 'topology.kubernetes.io/region': 'mars' }, Truth.NO],
  ])('of %j: %i', (nodeSelector, expected) => {
    expect(truth({ nodeSelector }, known)).toBe(expected);
  });

  test('have none of the others', () => {
    expect(truth(affinity(expression('rack', 'Exists')), known)).toBe(Truth.NO);
    expect(truth(affinity(expression('rack', 'DoesNotExist')), known)).toBe(Truth.YES);
    expect(truth(affinity(expression('rack', 'NotIn', '7')), known)).toBe(Truth.YES);
    expect(truth(affinity(expression('kubernetes.io/hostname', 'Exists')), known)).toBe(Truth.LIKELY);
  });
});

describe('a taint', () => {
  const tainted = pool({ taints: [{ key: 'gpu', value: 'yes' }] });

  test.each([
    [[], Truth.NO], [[{ key: 'gpu', operator: 'Exists' }], Truth.YES], [[{ key: 'gpu', value: 'yes' }], Truth.YES], [[{ key: 'gpu', value: 'no' }], Truth.NO],
    [[{ operator: 'Exists' }], Truth.YES], [[{ key: 'gpu', operator: 'Exists', effect: 'NoExecute' }], Truth.NO], [[{ key: 'gpu', value: 'yes', effect: 'NoSchedule' }], Truth.YES],
    [[{ key: 'gpu', operator: 'Gt', value: '1' }], Truth.MAYBE], [[{ key: 'other', operator: 'Exists' }], Truth.NO],
  ])('under %j is %i', (tolerations, expected) => {
    expect(truth({ tolerations }, tainted)).toBe(expected);
  });

  test('of preference keeps nobody out, and each of several has to be tolerated', () => {
    expect(truth({}, pool({ taints: [{ key: 'gpu', effect: TaintEffect.PREFER_NO_SCHEDULE }] }))).toBe(Truth.YES);
    expect(truth({ tolerations: [{ key: 'gpu', operator: 'Exists' }] }, pool({ taints: [{ key: 'gpu' }, { key: 'spot', effect: TaintEffect.NO_EXECUTE }] }))).toBe(Truth.NO);
  });
});

test('what keeps a pod out is said', () => {
  const reason = (spec: object, one = pool()): string => selectionOf(spec, one, new ClusterFacts('prod', [one])).reason;
  expect(reason({ nodeSelector: { disk: 'hdd' } })).toBe('nodeSelector disk=hdd, and its nodes have ssd');
  expect(reason(affinity(expression('disk', 'NotIn', 'ssd', 'x')))).toBe('affinity asks for disk not in (ssd, x), and its nodes have ssd');
  expect(reason({}, pool({ taints: [{ key: 'gpu', value: 'yes' }] }))).toBe('taint gpu=yes:NoSchedule is not tolerated');
  expect(reason({ nodeSelector: { 'topology.kubernetes.io/zone': 'c' } }, pool({ zones: ['a', 'b'] }))).toBe('nodeSelector topology.kubernetes.io/zone=c, and its nodes have a or b');
});
