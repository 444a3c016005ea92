import { isMap } from '../../reading/shape';

/**
 * An item of a list as kubectl reads it: where it says neither apiVersion nor kind, the list of one kind does (`PodList`, as API servers answer).
 *
 * @see https://github.com/kubernetes/kubernetes/blob/v1.35.0/staging/src/k8s.io/apimachinery/pkg/apis/meta/v1/unstructured/helpers.go (`decodeToList`)
 */
export function itemOf(list: unknown, item: unknown): unknown {
  if (!isMap(list) || !isMap(item) || !isMissing(item.kind) || !isMissing(item.apiVersion)) {
    return item;
  }
  const kind = typeof list.kind === 'string' ? /^(.+)List$/.exec(list.kind)?.[1] : undefined;
  return kind === undefined || typeof list.apiVersion !== 'string' ? item : { ...item, apiVersion: list.apiVersion, kind };
}

const isMissing = (value: unknown): boolean => value === undefined || value === null || value === '';
