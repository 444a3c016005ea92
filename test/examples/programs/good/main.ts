import { MlApp, MlChart, ModelServer, OnlineInference, Release, Scaling, Waivers } from 'cdk8s-ml';

/** Two services of which rule ML-SCALE-006 warns; one of them has it waived. */
export const app = new MlApp();
const chart = new MlChart(app, 'good', { namespace: 'team-a' });
const echo = (id: string) => new OnlineInference(chart, id, {
  release: Release.of({ model: 'echo', version: '1' }),
  server: ModelServer.mock({ routes: { '/predict': '1' } }),
  scaling: Scaling.onMemory({ min: 2, max: 4, targetPercent: 80 }),
});

echo('warned');
Waivers.of(echo('waived')).add('ML-SCALE-006', 'it gives back what it took');

app.synth();
