import { App, Size, Testing } from 'cdk8s';
import { Construct } from 'constructs';
import { Cpu } from '../../src/border/cpu';
import { Cluster } from '../../src/cluster/cluster';
import { NodePool } from '../../src/cluster/node-pool';
import { MlChart, MlChartProps } from '../../src/platform/ml-chart';
import { declarePlacement, declareScope, metadataAt, namespaceAt, scopeOf } from '../../src/platform/scope';
import { Placement } from '../../src/pod/placement/placement';
import { synthesize } from '../../src/synth/synthesis';
import { chat, prod as inProd } from '../serving/service';

const cluster = Cluster.of('prod');

function tree() {
  const chart = new MlChart(Testing.app(), 'chart', { cluster, namespace: 'outer', imagePullSecrets: ['registry'] });
  const team = new Construct(chart, 'team');
  const workload = new Construct(team, 'workload');
  return { chart, team, workload };
}

describe('a placement', () => {
  const pool = NodePool.cpu('general', { cpu: Cpu.units(8), memory: Size.gibibytes(32), maxNodes: 2 });
  const prod = Cluster.gke('prod', { pools: [pool] });

  test('says on which cluster it is where no scope does, of a pool that was taken and of one that was declared', () => {
    for (const one of [pool, prod.pool('general')]) {
      const workload = new Construct(Testing.chart(), 'workload');
      declarePlacement(workload, { pools: [one] }, scopeOf(workload));
      expect(scopeOf(workload)).toEqual({ placedOn: prod });
    }
  });

  test('says nothing beside a scope that has a cluster, and of pools of none', () => {
    const { workload } = tree();
    declarePlacement(workload, { pools: [prod.pool('general')] }, scopeOf(workload));
    expect(scopeOf(workload).placedOn).toBeUndefined();
    const alone = new Construct(Testing.chart(), 'workload');
    declarePlacement(alone, { pools: [NodePool.cpu('none', { cpu: Cpu.units(8), memory: Size.gibibytes(32), maxNodes: 2 })] }, scopeOf(alone));
    expect(scopeOf(alone)).toEqual({});
  });

  test('on a cluster that neither chart nor app has is found by a synth, once for each workload', () => {
    const findings = (props: MlChartProps) => synthesize(chat({ placement: Placement.of({ pools: [prod.pool('general')] }) }, inProd(props)).node.root as App).findings;
    const said = (props: MlChartProps) => findings(props).filter(({ rule }) => rule === 'ML-CAP-010').map(({ severity, object }) => [severity, object]);
    expect(said({})).toEqual([['warning', 'Deployment/team-a/chat']]);
    expect(said({ cluster: prod })).toEqual([]);
  });
});

describe('scopeOf', () => {
  test('is empty where no scope says anything', () => {
    expect(scopeOf(Testing.chart())).toEqual({});
  });

  test('reaches everything below', () => {
    expect(scopeOf(tree().workload)).toEqual({ cluster, namespace: 'outer', imagePullSecrets: ['registry'] });
  });

  test('the nearest scope wins, fact by fact', () => {
    const { team, workload } = tree();
    declareScope(team, { namespace: 'inner', networkPolicies: true });
    expect(scopeOf(workload)).toEqual({ cluster, namespace: 'inner', imagePullSecrets: ['registry'], networkPolicies: true });
  });

  test('an undefined fact hides nothing', () => {
    const { team, workload } = tree();
    declareScope(team, { namespace: undefined, cluster: undefined });
    expect(scopeOf(workload)).toMatchObject({ cluster, namespace: 'outer' });
  });

  test('false is a fact', () => {
    const { chart, team, workload } = tree();
    declareScope(chart, { networkPolicies: true });
    declareScope(team, { networkPolicies: false });
    expect(scopeOf(workload).networkPolicies).toBe(false);
  });

  test('labels and annotations add up, the nearest value of a key wins', () => {
    const { chart, team, workload } = tree();
    declareScope(chart, { labels: { a: 'outer', b: 'outer' }, annotations: { x: 'outer' } });
    declareScope(team, { labels: { b: 'inner', c: 'inner' }, annotations: { y: 'inner' } });
    expect(scopeOf(workload)).toMatchObject({ labels: { a: 'outer', b: 'inner', c: 'inner' }, annotations: { x: 'outer', y: 'inner' } });
    expect(scopeOf(chart).labels).toEqual({ a: 'outer', b: 'outer' });
  });

  test('what is said later of the same scope is added', () => {
    const { team, workload } = tree();
    declareScope(team, { namespace: 'inner' });
    declareScope(team, { priorityClassName: 'high' });
    expect(scopeOf(workload)).toMatchObject({ namespace: 'inner', priorityClassName: 'high' });
  });
});

describe('namespaceAt', () => {
  test('is the scope\'s', () => {
    const { team, workload } = tree();
    declareScope(team, { namespace: 'inner' });
    expect(namespaceAt(workload)).toBe('inner');
  });

  test('is that of a stock chart where no scope says one', () => {
    const chart = Testing.chart();
    expect(namespaceAt(chart)).toBeUndefined();
    expect(namespaceAt(new MlChart(Testing.app(), 'chart', { namespace: 'given' }))).toBe('given');
  });
});

describe('metadataAt', () => {
  test('has the name only where no scope says anything', () => {
    expect(metadataAt(Testing.chart(), { name: 'x' })).toEqual({ name: 'x' });
  });

  test('own values come on top of the scope\'s', () => {
    const { team, workload } = tree();
    declareScope(team, { labels: { a: '1', b: '1' }, annotations: { x: '1' } });
    expect(metadataAt(workload, { name: 'x', labels: { b: '2' } })).toEqual({
      name: 'x', namespace: 'outer', labels: { a: '1', b: '2' }, annotations: { x: '1' },
    });
    expect(metadataAt(workload, { name: 'x', namespace: 'own' }).namespace).toBe('own');
  });
});
