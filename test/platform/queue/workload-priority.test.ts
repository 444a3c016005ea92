import { App } from 'cdk8s';
import { MlChart } from '../../../src/platform/ml-chart';
import { WorkloadPriority } from '../../../src/platform/queue/workload-priority';
import { one, problemsOf } from '../rendered';

const chartOf = (namespace?: string) => new MlChart(new App(), 'app', { namespace });

test('minimal props', () => {
  const chart = chartOf();
  expect(new WorkloadPriority(chart, 'production', { value: 1000 }).name).toBe('production');
  expect(one(chart, 'WorkloadPriorityClass')).toEqual({ apiVersion: 'kueue.x-k8s.io/v1beta2', kind: 'WorkloadPriorityClass', metadata: { name: 'production' }, value: 1000 });
});

test('all props, in a chart with a namespace, in which the class does not stand', () => {
  const chart = chartOf('team-a');
  new WorkloadPriority(chart, 'low', { name: 'experiments', value: -5, description: 'whenever there is room' });
  expect(one(chart, 'WorkloadPriorityClass')).toEqual({
    apiVersion: 'kueue.x-k8s.io/v1beta2', kind: 'WorkloadPriorityClass', metadata: { name: 'experiments' }, value: -5, description: 'whenever there is room',
  });
});

test('refused, all at once', () => {
  expect(problemsOf(() => new WorkloadPriority(chartOf(), 'High Priority', { value: 0.5, description: 'x'.repeat(2049) }))).toEqual([
    "[app/High Priority] 'id' must be a name that fits into a label (at most 63 of a-z, 0-9, '-' and '.', with a letter or digit at both ends), got \"High Priority\"; workloads carry it as a label; choose another name",
    "[app/High Priority] 'value' must be a whole number of at least -2147483647, got 0.5; give a whole number in that range",
    "[app/High Priority] 'description' must be of at most 2048 characters, got 2049; shorten it",
  ]);
});
