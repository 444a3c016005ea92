import { Severity } from '../../manifest/finding';
import { ManifestSet } from '../../reading/manifest-set';
import { WORKLOADS } from '../../reading/pod-template';
import { isMap, mapOf, mapsOf, Shape, textOf } from '../../reading/shape';
import { Subject } from '../../reading/subject';
import { Rule } from '../rule';

const KINDS = [['configMapRef', 'ConfigMap'], ['secretRef', 'Secret']];

/** The same variable from two places. */
export const duplicateEnvironment: Rule = {
  id: 'ML-DUP-002',
  title: 'a variable of the environment has one source',
  severity: Severity.WARNING,
  why: 'The last of two entries wins over the first, env wins over envFrom, and a later envFrom over an earlier one: whoever edits the other one changes nothing, and wonders. Server-side apply refuses two env entries of one name.',
  fix: 'Leave one of them.',
  example: "container 'server' of Deployment 'chat' has LOG_LEVEL in env and in ConfigMap 'ml-config', which env hides; leave one of them",
  judges: WORKLOADS,
  linters: { kubeLinter: ['duplicate-env-var'], kubeScore: ['environment-variable-key-duplication'] },
  check(set, report) {
    for (const template of set.templates) {
      const { owner } = template;
      for (const container of template.all) {
        const variables = mapsOf(container.shape.env);
        const names = new Set<string>();
        for (const { name } of variables) {
          if (typeof name === 'string' && names.has(name)) {
            report(owner, `${container.called} has ${name} twice in env, and the last one wins; leave one of them`);
          }
          names.add(name);
        }
        if (Array.isArray(container.shape.envFrom)) {
          for (const clash of clashes(set, owner.namespace, names, mapsOf(container.shape.envFrom))) {
            report(owner, `${container.called} has ${clash}; leave one of them`);
          }
        }
      }
    }
  },
};

/** What an `envFrom` takes its variables from. */
interface Source {
  readonly object: Subject;
  readonly prefix: string;
  readonly maps: readonly Shape[];
}

function clashes(set: ManifestSet, namespace: string | undefined, names: ReadonlySet<string>, envFrom: readonly Shape[]): string[] {
  const sources = envFrom.flatMap((entry) => sourceOf(set, namespace, entry) ?? []);
  const found: string[] = [];
  for (let i = 0; i < sources.length; i++) {
    const source = sources[i];
    for (const name of names) {
      if (typeof name === 'string' && has(source, name)) {
        found.push(`${name} in env and in ${source.object.called}, which env hides`);
      }
    }
    for (const other of sources.slice(i + 1)) {
      const shared = namesOf(source).find((name) => has(other, name) && !names.has(name));
      if (shared !== undefined) {
        found.push(`${shared} in ${source.object.called} and in ${other.object.called}, which wins`);
      }
    }
  }
  return found;
}

function sourceOf(set: ManifestSet, namespace: string | undefined, entry: Shape): Source | undefined {
  for (const [field, kind] of KINDS) {
    const name = textOf(mapOf(entry[field]).name);
    const object = name === undefined ? undefined : set.find(kind, namespace, name);
    if (object) {
      const { data, stringData } = object.manifest;
      return { object, prefix: textOf(entry.prefix) ?? '', maps: [data, stringData].filter(isMap) };
    }
  }
  return undefined;
}

function namesOf({ maps, prefix }: Source): string[] {
  return maps.flatMap((map) => Object.keys(map)).map((key) => prefix + key);
}

function has({ maps, prefix }: Source, name: string): boolean {
  const key = name.startsWith(prefix) ? name.slice(prefix.length) : undefined;
  return key !== undefined && maps.some((map) => Object.prototype.hasOwnProperty.call(map, key));
}
