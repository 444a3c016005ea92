import { Chart } from 'cdk8s';
import { ManifestMetadata } from './manifest';

type Texts = Record<string, string>;

/**
 * The metadata of an object in `chart`, which was made with `given`, as cdk8s renders it: without what is empty, the chart's labels below its
 * own. Where that is `given` itself, it is returned.
 *
 * Undefined where only cdk8s can render it, because it has more than names, labels and annotations.
 */
export function plainMetadata(chart: Chart, given: ManifestMetadata): ManifestMetadata | undefined {
  if (typeof given.name !== 'string') {
    return undefined;
  }
  let hasNothing = false;
  for (const key in given) {
    if (key !== 'name' && key !== 'namespace' && key !== 'labels' && key !== 'annotations') {
      return undefined;
    }
    hasNothing ||= given[key] === undefined || given[key] === null;
  }
  const ownAnnotations = texts(given.annotations);
  const allLabels = both(texts(chart.labels), texts(given.labels));
  if (!ownAnnotations || !allLabels) {
    return undefined;
  }
  const annotations = ownAnnotations === NONE ? undefined : ownAnnotations;
  const labels = allLabels === NONE ? undefined : allLabels;
  const namespace = given.namespace ?? chart.namespace ?? undefined;
  if (!hasNothing && annotations === given.annotations && labels === given.labels && namespace === given.namespace) {
    return given;
  }
  return { ...(annotations && { annotations }), ...(labels && { labels }), name: given.name, ...(namespace !== undefined && { namespace }) };
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
