import { Severity } from '../../manifest/finding';
import { TRAIN_JOB } from '../../reading/gangs';
import { ManifestSet } from '../../reading/manifest-set';
import { ContainerView, PodTemplate, WORKLOADS } from '../../reading/pod-template';
import { listOf, mapOf, mapsOf, written } from '../../reading/shape';
import { Rule } from '../rule';

/**
 * A password in an address: `amqp://user:password@host`. Not one that Kubernetes or a shell puts in (`$(…)`, `${…}`), nor a placeholder in angle brackets, nor the
 * digest of an image. It begins with a fixed text, so that a long value without an address costs one search.
 */
const IN_ADDRESS = /:\/\/[^\s:@/?#"'`<>\\]*:(?!\$[({A-Za-z_])[^\s@/"'`<>\\]+@(?!sha\d+:)/;
/** Names of what is secret, at the end of a name. */
const SECRET_NAME = /(?:PASSWORD|SECRET|TOKEN|API_?KEY|SECRET_ACCESS_KEY|CONNECTION_STRING)$/i;
/** Names of a language model's tokens, which are words, and of numbers of them. */
const NO_SECRET_NAME = /(?:^|_)(?:PAD|EOS|BOS|UNK|SEP|CLS|MASK|STOP|START|END|MAX|MIN|NEW|PER|IMAGE|SPECIAL)_TOKEN$/i;
/** Values that are nobody's secret: a path, a switch, a reference to another variable, to a vault or to an address. */
const NO_SECRET = /^\s*$|^(?:~|\.{1,2})?\/|^(?:true|false|yes|no|on|off|none|null|[01])$|\$[({]|^(?:arn:|vault:|[a-z][a-z0-9+.-]*:\/\/)/i;

/** A flag of a program, and its value where that stands with it. */
const FLAG = /^--?([A-Za-z][\w-]*)(?:=(.*))?$/s;
/** Names of flags that take a secret. Not all that end in `secret`: many take the name of one. */
const SECRET_FLAG = /(?:^|_)(?:PASSWORD|TOKEN|API_?KEY|SECRET_ACCESS_KEY|CLIENT_SECRET)$/i;

const OPEN = 'which everybody sees who may read the manifests or the object';
const REMEDY = 'put it into a Secret, and take it from there with SecretSource.asFiles or SecretSource.asEnv';

/** Passwords that stand in manifests. */
export const plainSecrets: Rule = {
  id: 'ML-SEC-003',
  title: 'passwords and keys come from Secrets',
  severity: Severity.WARNING,
  why: 'What stands in a pod template or a ConfigMap stands in the repository, in the history of the object and in the output of kubectl describe, and is read by everybody who may read pods, '
    + 'who are many more than those who may read Secrets. Found by addresses with a password, and by variables whose names end in PASSWORD, SECRET, TOKEN, API_KEY, SECRET_ACCESS_KEY or '
    + 'CONNECTION_STRING, and by arguments such as --password and --api-key. (https://kubernetes.io/docs/concepts/security/secrets-good-practices/)',
  fix: 'Put it into a Secret, and take it from there: SecretSource.asFiles, or SecretSource.asEnv. A password that has been committed is known: change it.',
  example: "container 'server' of Deployment 'chat' has a password in the address in env BROKER_URL, which everybody sees who may read the manifests or the object; "
    + 'put it into a Secret, and take it from there with SecretSource.asFiles or SecretSource.asEnv',
  judges: [...WORKLOADS, TRAIN_JOB, 'ConfigMap'],
  linters: { kubeLinter: ['env-var-secret'] },
  check(set, report) {
    for (const template of templatesOf(set)) {
      for (const container of template.all) {
        for (const what of foundIn(container)) {
          report(template.owner, `${container.called} has ${what}, ${OPEN}; ${REMEDY}`);
        }
      }
    }
    for (const subject of set.ofKind('ConfigMap')) {
      const data = mapOf(subject.manifest.data);
      for (const key in data) {
        if (hasPassword(data[key])) {
          report(subject, `${subject.called} has a password in an address in key '${key}', ${OPEN}; ${REMEDY}`);
        } else if (/^[A-Z][A-Z0-9_]*$/.test(key) && isSecret(key, data[key])) {
          report(subject, `${subject.called} has the plain value of key '${key}', ${OPEN}; ${REMEDY}`);
        }
      }
    }
  },
};

function templatesOf(set: ManifestSet): readonly PodTemplate[] {
  const trainJobs = set.ofKind(TRAIN_JOB);
  return trainJobs.length > 0 ? [...set.templates, ...trainJobs.flatMap((owner) => set.templatesOf(owner))] : set.templates;
}

/** What a container says that it should not, without saying it again. */
function foundIn({ shape }: ContainerView): string[] {
  const found: string[] = [];
  for (const { name, value } of mapsOf(shape.env)) {
    if (hasPassword(value)) {
      found.push(`a password in the address in env ${written(name)}`);
    } else if (isSecret(name, value)) {
      found.push(`the plain value of env ${written(name)}`);
    }
  }
  for (const field of ['command', 'args']) {
    const words = listOf(shape[field]);
    for (const [i, text] of words.entries()) {
      if (hasPassword(text)) {
        found.push(`a password in the address in ${field}[${i}]`);
      } else if (isSecretFlag(text, words[i + 1])) {
        found.push(`the plain value of ${FLAG.exec(text as string)![0].split('=')[0]} in ${field}[${i}]`);
      }
    }
  }
  return found;
}

const hasPassword = (value: unknown): boolean => typeof value === 'string' && IN_ADDRESS.test(value);

/** True of `--password=…`, and of `--password` before a word that is no other flag. A number is a number of tokens. */
function isSecretFlag(text: unknown, next: unknown): boolean {
  const [, flag, own] = (typeof text === 'string' && text.startsWith('-') && FLAG.exec(text)) || [];
  const name = flag?.replace(/-/g, '_');
  const value = own ?? next;
  return name !== undefined && SECRET_FLAG.test(name) && isSecret(name, value) && !/^(?:-|\d+$|<)/.test(value as string);
}

function isSecret(name: unknown, value: unknown): boolean {
  return typeof name === 'string' && typeof value === 'string' && SECRET_NAME.test(name) && !NO_SECRET_NAME.test(name) && !NO_SECRET.test(value);
}
