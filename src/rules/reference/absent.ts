import { nearest } from '../../border/nearest';
import { Severity } from '../../manifest/finding';
import { ManifestSet } from '../../reading/manifest-set';
import { WORKLOADS } from '../../reading/pod-template';
import { Reference, referencesOf } from '../../reading/references';
import { Subject } from '../../reading/subject';
import { Report, Rule } from '../rule';

/** Reports what the pods of a set refer to and that is not there, each name once for each workload. */
export function reportAbsent(set: ManifestSet, report: Report, kind: Reference['kind'], isProvided: (namespace: string | undefined, name: string) => boolean): void {
  for (const template of set.templates) {
    const { owner } = template;
    let said: Set<string> | undefined;
    for (const reference of referencesOf(template)) {
      if (reference.kind === kind && !said?.has(reference.name) && !exists(set, owner, reference) && !isProvided(owner.namespace, reference.name)) {
        said = (said ?? new Set()).add(reference.name);
        report(owner, absentText(set, owner, reference.by(), kind, reference.name), Severity.WARNING);
      }
    }
  }
}

/** The sentence about a name that nothing has. */
export function absentText(set: ManifestSet, owner: Subject, by: string, kind: string, name: string): string {
  const elsewhere = set.findAnywhere(grouped(kind), name) ?? set.known.find(({ subject }) => subject.kind === grouped(kind) && subject.name === name)?.subject;
  if (elsewhere) {
    const remedy = owner.namespace === undefined
      ? `give ${owner.called} metadata: { namespace: '${elsewhere.namespace}' }`
      : `give it metadata: { namespace: '${owner.namespace}' }`;
    return `${by} refers to ${kind} '${name}', which is made by ${elsewhere.path} ${elsewhere.namespace === undefined ? 'without a namespace' : `in namespace '${elsewhere.namespace}'`}; ${remedy}`;
  }
  const [near] = nearest(name, set.namesOf(grouped(kind), owner.namespace));
  const hint = near === undefined ? '' : ` (is it '${near}'?)`;
  return `${by} refers to ${kind} '${name}', which is not among the manifests of ${owner.place}; mend the name${hint}, make it, or declare it with External.declare`;
}

/** What the rules about absent things have in common. */
export const ABSENT: Pick<Rule, 'severity' | 'judges'> = { severity: Severity.WARNING, judges: WORKLOADS };

/** A kind of object with its API group, as manifests are sorted. */
const grouped = (kind: string): string => (kind.startsWith('ResourceClaim') ? `resource.k8s.io/${kind}` : kind);

function exists(set: ManifestSet, { namespace }: Subject, { kind, name }: Reference): boolean {
  return set.find(grouped(kind), namespace, name) !== undefined || set.external(kind, namespace, name) !== undefined;
}
