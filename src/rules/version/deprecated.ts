import { Lifecycle, lifecycleOf } from './apis';
import { versionedFields } from './each-field';
import { ANNOTATIONS, NODE_LABELS, POD_ANNOTATIONS } from './fields';
import { versionOf } from './minor';
import { Severity } from '../../manifest/finding';
import { PodTemplate } from '../../reading/pod-template';
import { isMap, mapOf, mapsOf, Shape, textOf } from '../../reading/shape';
import { Subject } from '../../reading/subject';
import { Report, Rule } from '../rule';

/** What still works, and will not for ever; or what is silently read no more. */
export const deprecatedInVersion: Rule = {
  id: 'ML-VER-002',
  title: 'nothing is deprecated in the declared Kubernetes version',
  severity: Severity.WARNING,
  why: 'What is deprecated goes with a later version, or is read no more already: the server only warns, and the next upgrade of the cluster breaks what was not '
    + 'changed. (https://kubernetes.io/docs/reference/using-api/deprecation-policy/)',
  fix: 'Write what stands in its place.',
  example: "Service 'chat' has spec.externalIPs, which is deprecated since v1.36; write a load balancer or a Gateway",
  judges: ['*'],
  linters: { kubeLinter: ['deprecated-service-account-field'] },
  check(set, report) {
    for (const subject of set.subjects) {
      const { apiVersion, kind } = subject.manifest;
      const lifecycle = lifecycleOf(apiVersion, kind);
      if (lifecycle && isDeprecated(subject, lifecycle)) {
        report(subject, `${subject.called} is of ${apiVersion}, which is ${state(lifecycle)}; ${remedy(lifecycle)}`);
      }
    }
    for (const { kind, key, except, ...lifecycle } of ANNOTATIONS) {
      for (const subject of set.ofKind(kind)) {
        const value = mapOf(subject.metadata.annotations)[key];
        if (value !== undefined && !except?.includes(value)) {
          report(subject, `${subject.called} has annotation ${key}, which is ${state(lifecycle)}; ${remedy(lifecycle)}`);
        }
      }
    }
    for (const { subject, field, place } of versionedFields(set)) {
      if (isDeprecated(subject, field)) {
        report(subject, `${subject.called} has ${place}, which is ${state(field)}; ${remedy(field)}`);
      }
    }
    for (const template of set.templates) {
      checkAnnotations(template, report);
      checkNodeLabels(template, report);
    }
  },
};

function isDeprecated(subject: Subject, { since = 0, deprecated = Infinity, removed = Infinity }: Lifecycle): boolean {
  const { minor } = versionOf(subject);
  return minor >= since && minor >= deprecated && minor < removed;
}

function state({ deprecated, removed }: Lifecycle): string {
  const gone = removed === undefined ? '' : ` and gone from v1.${removed} on`;
  return deprecated === undefined ? `read no more since v1.${removed}` : `deprecated since v1.${deprecated}${gone}`;
}

function remedy({ instead }: Lifecycle): string {
  return instead === undefined ? 'leave it out' : `write ${instead}`;
}

function checkAnnotations(template: PodTemplate, report: Report): void {
  const { owner } = template;
  for (const key in mapOf(template.metadata.annotations)) {
    const prefix = key.slice(0, key.indexOf('/') + 1);
    const known = POD_ANNOTATIONS.get(key) ?? POD_ANNOTATIONS.get(prefix);
    if (known && !isSaidByField(template, known.field, key.slice(prefix.length))) {
      report(owner, `${owner.called} has annotation ${key}${owner.kind === 'Pod' ? '' : ' on its pods'}, which is ${state(known)}; ${remedy(known)}`);
    }
  }
}

function isSaidByField(template: PodTemplate, field: string | undefined, container: string | undefined): boolean {
  const contexts = [template.spec.securityContext, ...template.all.filter(({ name }) => name === container).map(({ shape }) => shape.securityContext)];
  return field !== undefined && contexts.some((context) => isMap(context) && context[field] !== undefined);
}

/** Labels of nodes by which pods are placed and spread. */
function checkNodeLabels(template: PodTemplate, report: Report): void {
  const { owner, spec } = template;
  if (spec.nodeSelector === undefined && spec.affinity === undefined && spec.topologySpreadConstraints === undefined) {
    return;
  }
  const spread = mapsOf(spec.topologySpreadConstraints).map(({ topologyKey }) => topologyKey);
  for (const key of new Set([...Object.keys(mapOf(spec.nodeSelector)), ...affinityKeys(mapOf(spec.affinity)), ...spread])) {
    const known = NODE_LABELS.get(key);
    if (known) {
      report(owner, `${owner.called} places its pods by label ${key}, which is ${state(known)}; ${remedy(known)}`);
    }
  }
}

function affinityKeys({ nodeAffinity, podAffinity, podAntiAffinity }: Shape): string[] {
  const node = mapOf(nodeAffinity);
  const terms = [
    ...mapsOf(mapOf(node.requiredDuringSchedulingIgnoredDuringExecution).nodeSelectorTerms),
    ...mapsOf(node.preferredDuringSchedulingIgnoredDuringExecution).map(({ preference }) => mapOf(preference)),
  ];
  const pods = [mapOf(podAffinity), mapOf(podAntiAffinity)].flatMap((affinity) => [
    ...mapsOf(affinity.requiredDuringSchedulingIgnoredDuringExecution),
    ...mapsOf(affinity.preferredDuringSchedulingIgnoredDuringExecution).map(({ podAffinityTerm }) => mapOf(podAffinityTerm)),
  ]);
  return [...terms.flatMap((term) => mapsOf(term.matchExpressions).map(({ key }) => key)), ...pods.map(({ topologyKey }) => topologyKey)]
    .map(textOf).filter((key): key is string => key !== undefined);
}
