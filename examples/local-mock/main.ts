import { Cluster, MlApp, MlChart, MlNamespace, ModelServer, OnlineInference, Release, Scaling } from 'cdk8s-ml';

export const app = new MlApp();
const chart = new MlChart(app, 'local-mock', { cluster: Cluster.kind('local') });
const namespace = new MlNamespace(chart, 'ml-mock', { owner: 'ml-platform', costCenter: 'cc-local', purpose: 'try-out' });

new OnlineInference(namespace, 'mock', {
  release: Release.of({ model: 'sentiment', version: '0.0.1' }),
  server: ModelServer.mock({ routes: { '/predict': JSON.stringify({ label: 'positive', score: 0.98 }) } }),
  scaling: Scaling.fixed(2),
});

app.synth();
