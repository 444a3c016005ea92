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
  /** The release that it serves; left out for helpers that are not part of it. */
  readonly release?: Release;
  /** Labels of its scope: they give way, or a label of a namespace could change what selectors find. */
  readonly scopeLabels?: { readonly [key: string]: string };
  /** Labels of its own, which are checked not to be derived ones. */
  readonly labels?: { readonly [key: string]: string };
}

/**
 * The recommended labels of a workload's objects and pods.
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/
 */
export function workloadLabels({ name, component, release, scopeLabels, labels }: WorkloadIdentity): { [key: string]: string } {
  const found: { [key: string]: string } = {};
  if (release && isLabelValue(release.model)) {
    found['app.kubernetes.io/part-of'] = release.model;
  }
  Object.assign(found, scopeLabels);
  if (release && isLabelValue(release.version)) {
    found['app.kubernetes.io/version'] = release.version;
  }
  Object.assign(found, release?._labels(PREFIX));
  found['app.kubernetes.io/component'] = component;
  found['app.kubernetes.io/instance'] = name;
  found['app.kubernetes.io/managed-by'] = 'cdk8s';
  found[SELECTOR_LABEL] = name;
  return Object.assign(found, labels);
}

/** True if a label follows from name and release, so that nobody else may set it. */
export function isDerivedLabel(key: string): boolean {
  return DERIVED.test(key);
}

const DERIVED = /^(app\.kubernetes\.io\/(component|instance|managed-by|name|version)|cdk8s-ml\.dev\/(model|model-version|dataset|code-revision|evaluation-id|feature-contract))$/;

/** True if a label follows from the release, so that the next one changes it. */
export function changesWithRelease(key: string): boolean {
  return isDerivedLabel(key) && (key.startsWith(`${PREFIX}/`) || key === 'app.kubernetes.io/version') || key === 'app.kubernetes.io/part-of';
}

/** Those of `labels` that otherwise follow from the name: what is selected by them carries them everywhere. */
export function derivedOf(labels: { readonly [key: string]: string }): { [key: string]: string } {
  return Object.fromEntries(Object.entries(labels).filter(([key]) => isDerivedLabel(key)));
}

/**
 * True if a controller sets the label on pods that it makes: what selected by it would never match, or not for long.
 * @see https://kubernetes.io/docs/reference/labels-annotations-taints/
 */
export function isControllerLabel(key: string): boolean {
  return CONTROLLERS.test(key);
}

const CONTROLLERS = /^(pod-template-hash|controller-revision-hash|pod-template-generation|controller-uid|job-name|(statefulset|apps|batch)\.kubernetes\.io\/.+)$/;

/** What of the release is no label. */
export function workloadAnnotations(release: Release): { [key: string]: string } {
  return release._annotations(PREFIX);
}
