import { Duration, Size } from 'cdk8s';
import { Config, Cpu, MlApp, MlChart, ModelServer, OnlineInference, Release, Resources, Scaling } from 'cdk8s-ml';
import { count } from './arguments';
import { serviceName } from '../service-name';

const app = new MlApp();
for (let i = 0; i < count; i++) {
  const name = serviceName(i);
  const chart = new MlChart(app, name, { namespace: 'serving' });
  new OnlineInference(chart, name, {
    release: Release.of({ model: name, version: '1.4.0' }),
    server: ModelServer.http({ image: `registry.example.com/models/${name}:1.4.0`, loadTime: Duration.seconds(20) }),
    resources: Resources.burstable({
      cpu: Cpu.millis(500),
      memory: Size.gibibytes(1),
      cpuLimit: Cpu.units(1),
      memoryLimit: Size.gibibytes(2),
    }),
    configs: [Config.asEnv({ PREDICTION_TIMEOUT_MS: '5000', MAX_BATCH_SIZE: '16' })],
    env: { LOG_LEVEL: 'INFO' },
    scaling: Scaling.onCpu({ min: 2, max: 10, targetPercent: 70 }),
  });
}
app.synth();
