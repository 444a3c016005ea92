import { Testing } from 'cdk8s';
import { MlChart } from '../../src/platform/ml-chart';
import { MlNamespace } from '../../src/platform/ml-namespace';
import { chat, prod, problemsOf } from '../serving/service';

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
