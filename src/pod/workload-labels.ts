import { isLabelValue } from '../border/names';
import { PREFIX } from '../manifest/manifest';
import { Release } from '../model/release';

/** The label that selectors use; its value is the workload's name and never changes. */
export const SELECTOR_LABEL = 'app.kubernetes.io/name';

/** What a workload is called and belongs to. */
export interface WorkloadIdentity {
  readonly name: string;
  /** What kind of work it does, `online-inference`. */
  readonly component: string;
  readonly release: Release;
  /** Labels of its scope and of its own. */
  readonly labels: { readonly [key: string]: string };
}

/**
 * The recommended labels of a workload's objects and pods.
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/
 */
export function workloadLabels(identity: WorkloadIdentity): { [key: string]: string } {
  const { name, component, release, labels } = identity;
  const found: { [key: string]: string } = {
    'app.kubernetes.io/component': component,
    'app.kubernetes.io/instance': name,
    'app.kubernetes.io/managed-by': 'cdk8s',
    [SELECTOR_LABEL]: name,
    ...(isLabelValue(release.model) ? { 'app.kubernetes.io/part-of': release.model } : {}),
    ...(isLabelValue(release.version) ? { 'app.kubernetes.io/version': release.version } : {}),
    ...release._labels(PREFIX),
    ...labels,
  };
  return found;
}

/** What of the release is no label. */
export function workloadAnnotations(release: Release): { [key: string]: string } {
  return release._annotations(PREFIX);
}
