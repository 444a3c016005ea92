import { Reason } from './left-out';
import { isMap, Shape } from '../../reading/shape';

/** Kinds that look like the core API's and are files of clients. */
const CLIENT_FILES = new Set(['v1 Config', 'v1 Policy', 'v1 Preferences']);
/** API groups whose objects are read from files by Kubernetes' own programs. */
const PROGRAMS = /^(?:[\w.]*\.config|kubeadm|kind\.x|audit|apiserver|client\.authentication|credentialprovider|imagepolicy)[\w-]*\.(?:[\w-]+\.)*k8s\.io\//;
/** The API groups of which an object without metadata is a mistake. */
const BUILT_IN = /^(?:v1|(?:apps|autoscaling|batch|policy)\/.*|(?:rbac\.authorization|networking|storage|scheduling)\.k8s\.io\/.*)$/;
const PLACEHOLDER = /\{\{|\$\{|\$\(|<%/;

/** Why an object with apiVersion and kind is none that anybody applies; undefined if it is one. */
export function whyNotApplied({ apiVersion, kind, metadata }: Shape): Reason | undefined {
  if (CLIENT_FILES.has(`${apiVersion} ${kind}`) || PROGRAMS.test(`${apiVersion}`) || (!isMap(metadata) && !BUILT_IN.test(`${apiVersion}`))) {
    return Reason.CONFIGURATION;
  }
  const names = isMap(metadata) ? [metadata.name, metadata.namespace] : [];
  return names.some((name) => isMap(name) || (typeof name === 'string' && PLACEHOLDER.test(name))) ? Reason.TEMPLATE : undefined;
}
