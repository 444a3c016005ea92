import { Testing } from 'cdk8s';
import { Construct } from 'constructs';
import { PrometheusConfig } from '../../src/observability/prometheus-config';
import { MlChart } from '../../src/platform/ml-chart';
import { MlNamespace } from '../../src/platform/namespace/ml-namespace';
import { OnlineInference } from '../../src/serving/online-inference';
import { chat, MINIMAL, prod, problemsOf } from '../serving/service';

test('an id that is taken is refused in one sentence, without frames', () => {
  const chart = prod();
  chat({}, chart);
  expect(problemsOf(() => chat({}, chart))).toEqual(["[prod] 'id' must be free in its scope, and \"chat\" is taken by OnlineInference; give another id"]);
  expect(() => new MlNamespace(chart, 'chat', { owner: 'nlp', costCenter: 'cc' })).toThrow(expect.objectContaining({ name: 'Refused', stack: expect.not.stringContaining('\n    at ') }));
  expect(problemsOf(() => MlNamespace.fromExisting(chart, 'chat'))).toEqual(["[prod] 'id' must be free in its scope, and \"chat\" is taken by OnlineInference; give another id"]);
});

test('a chart of an app too', () => {
  const app = Testing.app();
  new MlChart(app, 'nlp');
  expect(problemsOf(() => new MlChart(app, 'nlp'))).toEqual(["'id' must be free in its scope, and \"nlp\" is taken by MlChart; give another id"]);
});

const OWNED = { owner: 'nlp', costCenter: 'cc' };
const MAKERS: [what: string, make: (scope: any, id: any) => unknown, needsChart: boolean][] = [
  ['MlChart', (scope, id) => new MlChart(scope, id), false],
  ['MlNamespace.fromExisting', (scope, id) => MlNamespace.fromExisting(scope, id), false],
  ['MlNamespace', (scope, id) => new MlNamespace(scope, id, OWNED), true],
  ['OnlineInference', (scope, id) => new OnlineInference(scope, id, MINIMAL), true],
  ['PrometheusConfig', (scope, id) => new PrometheusConfig(scope, id), true],
];

test.each(MAKERS)('%s needs an id', (_, make) => {
  expect(problemsOf(() => make(prod(), ''))).toEqual(["[prod] 'id' must be a text that is not empty, got \"\"; say what it is called in its scope"]);
});

test.each(MAKERS)('%s needs a construct to stand in, and a chart above it if it makes objects', (_, make, needsChart) => {
  expect(problemsOf(() => make(undefined, 'nlp'))[0]).toMatch(/'scope' must be an? I?[cC]onstruct, got nothing; /);
  const line = "'scope' must be a chart or stand in one, got App without a chart above it; put a chart between them: new MlChart(app, 'prod')";
  expect(problemsOf(() => make(Testing.app(), 'nlp'))).toEqual(needsChart ? [line] : []);
  expect(problemsOf(() => make(new Construct(prod(), 'group'), 'nlp'))).toEqual([]);
});

test('a wrong place and no id are said together, without frames', () => {
  const make = () => new MlNamespace(Testing.app(), '', OWNED);
  expect(problemsOf(make)).toHaveLength(2);
  expect(make).toThrow(expect.objectContaining({ name: 'Refused', stack: expect.not.stringContaining('\n    at ') }));
  expect(problemsOf(() => new MlChart(undefined as any, 'nlp'))).toEqual(["'scope' must be a construct, got nothing; give the one that 'nlp' shall stand in, for example new MlChart(app, 'prod')"]);
});
