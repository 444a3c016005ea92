import { App, Chart } from 'cdk8s';
import { External, externalsOf } from '../../src/manifest/external';

const newChart = (): Chart => new Chart(new App(), 'chart');

describe('an external object', () => {
  test('is declared for the whole tree', () => {
    const chart = newChart();
    External.declare(chart, { kind: 'Secret', name: 'token', namespace: 'nlp', keys: ['a'] });
    External.declare(chart, { kind: 'ClusterRole', name: 'system:auth-delegator' });
    expect(externalsOf(chart.node.root)).toEqual([{ kind: 'Secret', name: 'token', namespace: 'nlp', keys: ['a'] }, { kind: 'ClusterRole', name: 'system:auth-delegator' }]);
  });

  test('has a kind, and names that objects can have', () => {
    const chart = newChart();
    expect(() => External.declare(chart, { kind: '', name: 'X Y', namespace: 'a.b' })).toThrow(new Error([
      '3 problems:',
      '[chart] \'kind\' must be the kind of an object, without its API group, got ""; write it as its manifest does, for example "Secret"',
      '[chart] \'name\' must be the name of an object (at most 253 of a-z, 0-9, \'-\' and \'.\'), got "X Y"; copy it from \'kubectl get\'',
      '[chart] \'namespace\' must be the name of a namespace (at most 63 of a-z, 0-9 and \'-\'), got "a.b"; copy it from \'kubectl get namespaces\', or leave it out',
    ].join('\n  ')));
    expect(externalsOf(chart.node.root)).toEqual([]);
  });

  test('of nothing at all is refused', () => {
    expect(() => External.declare(newChart(), {} as any)).toThrow(/'kind|kind/);
  });
});
