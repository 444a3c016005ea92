import { ApiObject, App } from 'cdk8s';
import { Construct } from 'constructs';
import { Cluster } from '../../src/cluster/cluster';
import { MlChart } from '../../src/platform/ml-chart';
import { scopeOf } from '../../src/platform/scope';

const cluster = Cluster.of('prod');

describe('MlChart', () => {
  test('minimal props: a chart that says nothing', () => {
    const chart = new MlChart(new App(), 'stage');
    expect(scopeOf(chart)).toEqual({});
    expect(chart.cluster).toBeUndefined();
    expect(chart.toJson()).toEqual([]);
  });

  test('all props reach what is below', () => {
    const chart = new MlChart(new App(), 'stage', {
      cluster, namespace: 'ns', labels: { a: 'b' }, imagePullSecrets: ['registry'], priorityClassName: 'high',
    });
    expect(chart.cluster).toBe(cluster);
    expect(scopeOf(new Construct(chart, 'below'))).toEqual({ cluster, namespace: 'ns', imagePullSecrets: ['registry'], priorityClassName: 'high' });
    new ApiObject(chart, 'config', { apiVersion: 'v1', kind: 'ConfigMap' });
    expect(chart.toJson()[0].metadata).toEqual({ name: 'stage-config', namespace: 'ns', labels: { a: 'b' } });
  });

  test('two stages keep to themselves', () => {
    const app = new App();
    const prod = new MlChart(app, 'prod', { cluster });
    const dev = new MlChart(app, 'dev');
    expect(scopeOf(prod).cluster).toBe(cluster);
    expect(scopeOf(dev).cluster).toBeUndefined();
  });
});
