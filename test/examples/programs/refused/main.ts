import { MlApp, MlChart, ModelServer, OnlineInference, Release } from 'cdk8s-ml';

/** Two services of one name in two charts of one namespace. */
export const app = new MlApp();
for (const id of ['a', 'b']) {
  new OnlineInference(new MlChart(app, id, { namespace: 'team-a' }), 'echo', {
    release: Release.of({ model: 'echo', version: '1' }),
    server: ModelServer.mock({ routes: { '/predict': '1' } }),
  });
}

app.synth();
