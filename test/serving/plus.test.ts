import { execFileSync } from 'node:child_process';
import * as kplus from 'cdk8s-plus-28';
import { chat, MINIMAL, objects, one, prod, problemsOf } from './service';
import { OnlineInference } from '../../src/serving/online-inference';
import { Scaling } from '../../src/serving/scaling/scaling';

test('a service is a peer of network policies of cdk8s-plus', () => {
  const chart = prod();
  const service = chat({}, chart);
  const policy = new kplus.NetworkPolicy(chart, 'policy', { metadata: { name: 'policy' } });
  policy.addIngressRule(service);
  expect(one(chart, 'NetworkPolicy', 'policy').spec.ingress[0].from).toEqual([{
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'team-a' } }, podSelector: { matchLabels: { 'app.kubernetes.io/name': 'chat' } },
  }]);
});

test('a service is a selector of pods of cdk8s-plus', () => {
  const chart = prod();
  const service = chat({}, chart);
  new kplus.NetworkPolicy(chart, 'policy', { metadata: { name: 'policy' }, selector: service });
  expect(one(chart, 'NetworkPolicy', 'policy').spec.podSelector).toEqual({ matchLabels: { 'app.kubernetes.io/name': 'chat' } });
  expect(service.toPodSelector()).toBe(service);
});

test('a Deployment of cdk8s-plus may call a service', () => {
  const chart = prod();
  const web = new kplus.Deployment(chart, 'web', { metadata: { namespace: 'team-a' }, containers: [{ image: 'web:1' }] });
  web.connections.allowTo(chat({}, chart));
  const { spec } = objects(chart).find((object) => object.metadata.name.startsWith('allowingress'));
  expect(spec.podSelector).toEqual({ matchLabels: { 'app.kubernetes.io/name': 'chat' } });
  expect(spec.ingress[0].from[0].podSelector).toEqual({ matchLabels: { 'cdk8s.io/metadata.addr': 'prod-web-c8d2d375' } });
});

test('an autoscaler of cdk8s-plus takes the number of replicas over', () => {
  const chart = prod();
  const service = new OnlineInference(chart, 'chat', MINIMAL);
  new kplus.HorizontalPodAutoscaler(chart, 'hpa', { target: service, maxReplicas: 5 });
  expect(service.hasAutoscaler).toBe(true);
  expect(one(chart, 'Deployment').spec).not.toHaveProperty('replicas');
  expect(one(chart, 'HorizontalPodAutoscaler').spec.scaleTargetRef).toEqual({ apiVersion: 'apps/v1', kind: 'Deployment', name: 'chat' });
  expect(chart.node.findChild('hpa').node.validate()).toEqual([]);
});

test('an autoscaler of cdk8s-plus is refused where there is one already, or a number is asked for', () => {
  const chart = prod();
  const scaled = chat({ scaling: Scaling.onCpu({ min: 2, max: 3, targetPercent: 70 }) }, chart);
  expect(problemsOf(() => new kplus.HorizontalPodAutoscaler(chart, 'hpa', { target: scaled, maxReplicas: 5 })))
    .toEqual(["[prod/chat] is scaled by an autoscaler already; leave the other one out, or give 'scaling' a fixed number"]);
  const fixed = new OnlineInference(chart, 'fixed', { ...MINIMAL, scaling: Scaling.fixed(4) });
  new kplus.HorizontalPodAutoscaler(chart, 'hpa2', { target: fixed, maxReplicas: 5 });
  expect(chart.node.findChild('hpa2').node.validate()).toEqual(['HorizontalPodAutoscaler target cannot have a fixed number of replicas (4).']);
});

test('a synth does not load cdk8s-plus', () => {
  const program = `
    const { App, Chart, Size } = require('cdk8s');
    const { Cpu, ModelServer, OnlineInference, Release, Resources } = require('./src');
    const app = new App();
    new OnlineInference(new Chart(app, 'c'), 'chat', {
      release: Release.of({ model: 'm', version: '1' }), server: ModelServer.http({ image: 'a/b:v1' }),
      resources: Resources.guaranteed({ cpu: Cpu.units(1), memory: Size.gibibytes(1) }),
    });
    app.synthYaml();
    console.log(Object.keys(require.cache).filter((file) => file.includes('cdk8s-plus')).length);
  `;
  expect(execFileSync(process.execPath, ['--require', 'tsx/cjs', '--eval', program], { cwd: `${__dirname}/../..`, encoding: 'utf8' }).trim()).toBe('0');
});
