import { KedaProps } from './metrics-pipeline-props';

/** A Prometheus that KEDA asks. */
export type KedaPrometheus = KedaProps & { readonly prometheus: string };
