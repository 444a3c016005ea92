import { Lifecycle, lifecycleOf } from './apis';
import { versionedFields } from './each-field';
import { TargetVersion, versionOf } from './minor';
import { Severity } from '../../manifest/finding';
import { Rule } from '../rule';

/** An API or a field that the cluster's version does not have. */
export const knownToVersion: Rule = {
  id: 'ML-VER-001',
  title: 'the declared Kubernetes version knows every API and field',
  severity: Severity.ERROR,
  why: 'A server refuses an API version that it does not serve, and kubectl an object with a field that the server does not know; a volume whose driver is gone is '
    + 'never mounted. A warning where no cluster says its version, and for fields that an administrator may have turned on. '
    + '(https://kubernetes.io/docs/reference/using-api/deprecation-guide/)',
  fix: 'Write what the version knows, or declare the version of the cluster (Cluster, property version).',
  example: "CronJob 'nightly' is of batch/v1beta1, which Kubernetes v1.36 does not serve (gone since v1.25); write batch/v1",
  judges: ['*'],
  linters: { kubeLinter: ['no-extensions-v1beta'], kubeScore: ['stable-version'] },
  check(set, report) {
    for (const subject of set.subjects) {
      const { apiVersion, kind } = subject.manifest;
      const lifecycle = lifecycleOf(apiVersion, kind);
      const version = versionOf(subject);
      if (lifecycle && lacks(version, lifecycle)) {
        report(subject, `${subject.called} is of ${apiVersion}, which ${version.called} does not serve (${reason(version, lifecycle)}); ${remedy(lifecycle, version)}`, severity(version, lifecycle));
      }
    }
    for (const { subject, field, place } of versionedFields(set)) {
      const version = versionOf(subject);
      if (lacks(version, field)) {
        const verb = field.gated ? 'leaves out unless its administrator turns it on' : 'does not know';
        report(subject, `${subject.called} has ${place}, which ${version.called} ${verb} (${reason(version, field)}); ${remedy(field, version)}`,
          field.gated ? Severity.WARNING : severity(version, field));
      }
    }
  },
};

function lacks({ minor }: TargetVersion, { since = 0, removed = Infinity }: Lifecycle): boolean {
  return minor < since || minor >= removed;
}

function reason({ minor }: TargetVersion, { since = 0, removed }: Lifecycle): string {
  return minor < since ? `there since v1.${since}` : `gone since v1.${removed}`;
}

/** What is gone is gone from every later version too; what is not there yet may be in the cluster that nobody has declared. */
function severity({ minor, declared }: TargetVersion, { since = 0 }: Lifecycle): Severity {
  return declared || minor >= since ? Severity.ERROR : Severity.WARNING;
}

function remedy({ since = 0, instead }: Lifecycle, { minor, declared }: TargetVersion): string {
  const write = instead === undefined ? 'leave it out' : `write ${instead}`;
  return minor >= since ? write : `${write}, or ${declared ? 'upgrade the cluster' : "declare the cluster's version"}`;
}
