import { checkMap, FLAG, LABELS, MAP, MapRules, oneOf, someOf, TEXT } from './shape';
import { Source } from './source';
import { MetricsPipeline } from '../metrics-pipeline';
import { CustomMetricsProps, KedaAuthMode, KedaProps, MetricsApi } from '../metrics-pipeline-props';

/** A way by which metrics get to autoscalers, as a file has it. */
type MetricsFile = { readonly api: MetricsApi } & CustomMetricsProps & Partial<KedaProps>;

/** What may stand there beside the API, and what of that has to. */
const PIPELINES: { readonly [api in MetricsApi]: readonly [MapRules, readonly string[]] } = {
  [MetricsApi.RESOURCE]: [{}, []],
  [MetricsApi.CUSTOM]: [{ names: LABELS }, []],
  [MetricsApi.EXTERNAL]: [{}, []],
  [MetricsApi.KEDA]: [{ prometheus: TEXT, authentication: MAP }, []],
};
const API: MapRules = { api: oneOf(Object.values(MetricsApi)) };
const AUTHENTICATION: MapRules = { name: TEXT, modes: someOf(Object.values(KedaAuthMode)), clusterWide: FLAG };

/** Records what at `metrics[i]` is not as it has to be. */
export function checkPipeline(source: Source, i: number, value: unknown): void {
  const api = (value as Partial<MetricsFile> | null)?.api;
  const [others, required] = PIPELINES[api!] ?? [Object.assign({}, ...Object.values(PIPELINES).map(([rules]) => rules)), []];
  const authentication = checkMap(source, ['metrics', i], value, { ...API, ...others }, ['api', ...required])?.authentication;
  if (api === MetricsApi.KEDA && MAP.fits(authentication)) {
    checkMap(source, ['metrics', i, 'authentication'], authentication, AUTHENTICATION, ['name']);
  }
}

/** The pipeline that stands at `metrics[i]`; nothing, and records why, if its facts don't go together. */
export function pipelineOf(source: Source, i: number, file: MetricsFile): MetricsPipeline | undefined {
  try {
    return made(file);
  } catch (error) {
    source.sayAll(['metrics', i], error as Error);
    return undefined;
  }
}

function made({ api, names, prometheus, authentication }: MetricsFile): MetricsPipeline {
  switch (api) {
    case MetricsApi.RESOURCE: return MetricsPipeline.resource();
    case MetricsApi.CUSTOM: return MetricsPipeline.customMetrics({ ...names && { names } });
    case MetricsApi.EXTERNAL: return MetricsPipeline.externalMetrics();
    case MetricsApi.KEDA: return MetricsPipeline.keda({ ...prometheus !== undefined && { prometheus }, ...authentication && { authentication } });
  }
}
