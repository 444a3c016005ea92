import { Severity } from '../../manifest/finding';
import { PREFIX } from '../../manifest/manifest';
import { ManifestSet } from '../../reading/manifest-set';
import { ContainerView, PodTemplate, WORKLOADS } from '../../reading/pod-template';
import { mapOf, mapsOf, textOf } from '../../reading/shape';
import { Rule } from '../rule';

const VARIABLE = 'MODEL_VERSION';
/** The annotation that names another variable, where a release has one. */
const VARIABLE_NAMED = `${PREFIX}/version-variable`;
const OWN_LABEL = `${PREFIX}/model-version`;
const COMMON_LABEL = 'app.kubernetes.io/version';

/** A configured version that is not the released one. */
export const configuredVersion: Rule = {
  id: 'ML-REL-001',
  title: 'the configured model version is the released one',
  severity: Severity.WARNING,
  why: 'The label says which model answers, the variable decides it. Where they differ, dashboards, canaries and rollbacks speak of a model that nobody runs.',
  fix: 'Change both together; leave the variable to the release where you can.',
  example: "container 'server' of Deployment 'chat' is configured with MODEL_VERSION 1.3.0 (key model-version of ConfigMap 'ml-config'), and its pods are labelled app.kubernetes.io/version 1.4.0; change both together",
  judges: WORKLOADS,
  check(set, report) {
    for (const template of set.templates) {
      const annotations = mapOf(template.metadata.annotations);
      const label = [OWN_LABEL, COMMON_LABEL].find((key) => textOf(template.labels[key]) !== undefined);
      const released = label === undefined ? textOf(annotations[OWN_LABEL]) : textOf(template.labels[label]);
      if (released === undefined) {
        continue;
      }
      const variable = textOf(annotations[VARIABLE_NAMED]) ?? VARIABLE;
      const marked = label === undefined ? `annotated ${OWN_LABEL}` : `labelled ${label}`;
      for (const container of template.containers) {
        const found = configured(set, template, container, variable);
        if (found && plain(found.version) !== plain(released)) {
          report(template.owner, `${container.called} is configured with ${variable} ${found.version} (${found.source}), and its pods are ${marked} ${released}; change both together`);
        }
      }
    }
  },
};

/** `v1.2.0` and `1.2.0` are one version. */
const plain = (version: string): string => version.trim().replace(/^v(?=\d)/, '');

interface Configured {
  readonly version: string;
  readonly source: string;
}

function configured(set: ManifestSet, { namespace }: PodTemplate, { shape }: ContainerView, called: string): Configured | undefined {
  const variable = mapsOf(shape.env).find(({ name }) => name === called);
  if (variable) {
    const ref = mapOf(mapOf(variable.valueFrom).configMapKeyRef);
    return textOf(variable.value) === undefined ? ofConfigMap(set, namespace, ref.name, textOf(ref.key) ?? '') : { version: variable.value, source: 'env' };
  }
  for (const source of mapsOf(shape.envFrom)) {
    const prefix = textOf(source.prefix) ?? '';
    const key = called.startsWith(prefix) ? called.slice(prefix.length) : '';
    const found = ofConfigMap(set, namespace, mapOf(source.configMapRef).name, key);
    if (found) {
      return found;
    }
  }
  return undefined;
}

function ofConfigMap(set: ManifestSet, namespace: string | undefined, name: unknown, key: string): Configured | undefined {
  const config = typeof name === 'string' ? set.find('ConfigMap', namespace, name) : undefined;
  const version = textOf(mapOf(config?.manifest.data)[key]);
  return version === undefined ? undefined : { version, source: `key ${key} of ${config!.called}` };
}
