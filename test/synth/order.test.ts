import { App, Chart } from 'cdk8s';
import { configMap } from './objects';
import { orderOf } from '../../src/synth/order';
import { walk } from '../../src/synth/tree';

function orderIn(app: App): Record<string, string[]> {
  return Object.fromEntries(orderOf(walk(app)).charts.map(({ path, objects }) => [path, objects.map((object) => object.construct.name)]));
}

test('where nothing depends on anything, the order is that of the program', () => {
  const app = new App();
  for (const id of ['b', 'a']) {
    const chart = new Chart(app, id);
    configMap(chart, 'z');
    configMap(chart, 'y');
  }

  expect(Object.entries(orderIn(app))).toEqual([['b', ['z', 'y']], ['a', ['z', 'y']]]);
  expect(orderOf(walk(app)).numbered).toBe(false);
});

test('what others depend on comes first, in a chart and between charts', () => {
  const app = new App();
  const [web, data] = [new Chart(app, 'web'), new Chart(app, 'data')];
  const [server, account] = [configMap(web, 'server'), configMap(web, 'account')];
  server.addDependency(account);
  account.addDependency(configMap(data, 'table'));

  expect(Object.entries(orderIn(app))).toEqual([['data', ['table']], ['web', ['account', 'server']]]);
  expect(orderOf(walk(app)).numbered).toBe(true);
});

test('finding the order leaves the tree as it is', () => {
  const app = new App();
  const [web, data] = [new Chart(app, 'web'), new Chart(app, 'data')];
  const server = configMap(web, 'server');
  server.addDependency(configMap(data, 'table'));

  orderIn(app);

  expect(web.node.dependencies).toEqual([]);
  expect(server.node.dependencies).toHaveLength(1);
});

test('a chart that depends on itself is satisfied', () => {
  const app = new App();
  const chart = new Chart(app, 'chart');
  configMap(chart, 'a');
  chart.addDependency(chart);

  expect(Object.entries(orderIn(app))).toEqual([['chart', ['a']]]);
});

test('a long chain of charts takes no longer than it is long', () => {
  const app = new App();
  const charts = Array.from({ length: 300 }, (_, i) => new Chart(app, `c${i}`));
  charts.forEach((chart, i) => {
    Array.from({ length: 10 }, (_, object) => configMap(chart, `o${object}`));
    chart.addDependency(...charts.slice(i + 1, i + 4));
  });

  expect(orderOf(walk(app)).charts.map(({ path }) => path)).toEqual(charts.map((_, i) => `c${299 - i}`));
});
