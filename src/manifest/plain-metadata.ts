import { ApiObject } from 'cdk8s';
import { ManifestMetadata } from './manifest';
import { WatchedMetadata } from './watched-metadata';

type Texts = Record<string, string>;

/**
 * The metadata of `object`, which was made with `given`, as cdk8s renders it: without what is empty, the chart's labels below its own.
 *
 * Undefined where only cdk8s can render it, because it was changed or has more than names, labels and annotations.
 */
export function plainMetadata(object: ApiObject, given: ManifestMetadata): Record<string, unknown> | undefined {
  if (!WatchedMetadata.isUnchanged(object.metadata) || typeof given.name !== 'string') {
    return undefined;
  }
  const result: Record<string, unknown> = {};
  for (const key in given) {
    if (key !== 'name' && key !== 'namespace' && key !== 'labels' && key !== 'annotations') {
      return undefined;
    }
  }
  const annotations = texts(given.annotations);
  const labels = both(texts(object.chart.labels), texts(given.labels));
  if (!annotations || !labels) {
    return undefined;
  }
  if (annotations !== NONE) {
    result.annotations = annotations;
  }
  if (labels !== NONE) {
    result.labels = labels;
  }
  result.name = given.name;
  const namespace = object.metadata.namespace;
  if (namespace !== undefined && namespace !== null) {
    result.namespace = namespace;
  }
  return result;
}

const NONE: Texts = {};

/** `map` itself, `NONE` where there is nothing in it, undefined where something in it is no text. */
function texts(map: { readonly [key: string]: string } | undefined): Texts | undefined {
  let some = false;
  for (const key in map) {
    if (typeof map[key] !== 'string') {
      return undefined;
    }
    some = true;
  }
  return some ? map : NONE;
}

function both(below: Texts | undefined, above: Texts | undefined): Texts | undefined {
  if (!below || !above) {
    return undefined;
  }
  return below === NONE ? above : above === NONE ? below : { ...below, ...above };
}
