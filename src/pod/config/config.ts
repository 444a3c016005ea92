import { createHash } from 'node:crypto';
import { checkCall } from '../../border/check-kinds';
import { isConfigKey, isDnsSubdomain, isEnvName } from '../../border/names';
import { checkMountPath } from '../../border/paths';
import { Problems } from '../../border/problems';
import { INamedObject } from '../../manifest/named-object';

/** What a change of configuration does to running pods. */
export enum ConfigChange {
  /**
   * The pods are replaced, one rollout, and `kubectl rollout undo` brings the old values back: the ConfigMap is immutable and named after
   * its content, so that every revision of the Deployment keeps the values that it ran with.
   */
  ROLL = 'roll',
  /**
   * The pods go on, and the ConfigMap keeps its name. Files change under them within about a minute, and the server has to notice;
   * environment variables reach a pod only when it starts, so that after a restart pods with old and with new values run side by side.
   */
  KEEP = 'keep',
}

/** How a configuration is stored. */
export interface ConfigOptions {
  /**
   * Name of the ConfigMap; a hash of the content is added when a change rolls the pods.
   * @default - `<workload>-config`, or `<workload>-files`
   */
  readonly name?: string;
  /**
   * What a change does to running pods.
   * @default ConfigChange.ROLL
   */
  readonly onChange?: ConfigChange;
}

type Texts = { readonly [key: string]: string };

/**
 * Configuration of a server: key-values in a ConfigMap, as environment or as files.
 *
 * @see https://kubernetes.io/docs/concepts/configuration/configmap/
 * @example Config.asKeys({ 'model-version': 'v1.2.0' }, { MODEL_VERSION: 'model-version' }, { name: 'ml-config' })
 */
export class Config {
  /** Every key is an environment variable. */
  public static asEnv(values: { readonly [name: string]: string }, options: ConfigOptions = {}): Config {
    checkCall('Config.asEnv', [values, options]);
    return new Config({ data: { ...values }, env: Object.fromEntries(Object.keys(values).map((name) => [name, name])) }, options);
  }

  /**
   * Data with keys of its own, some of them as environment variables.
   *
   * @param data keys and values of the ConfigMap
   * @param env names of environment variables, and for each the key that it takes its value from
   */
  public static asKeys(data: { readonly [key: string]: string }, env: { readonly [name: string]: string }, options: ConfigOptions = {}): Config {
    checkCall('Config.asKeys', [data, env, options]);
    return new Config({ data: { ...data }, env: { ...env } }, options);
  }

  /** Every key is a file below `mountPath`; the ConfigMap is mounted as a whole, so that a change reaches the files. */
  public static asFiles(mountPath: string, files: { readonly [name: string]: string }, options: ConfigOptions = {}): Config {
    checkCall('Config.asFiles', [mountPath, files, options]);
    return new Config({ data: { ...files }, env: {}, mountPath }, options);
  }

  /**
   * Keys of a ConfigMap that another construct makes or stands for, cdk8s-plus' `ConfigMap` for example, as environment variables.
   *
   * @param env names of environment variables, and for each the key that it takes its value from
   */
  public static envFromConfigMap(configMap: INamedObject, env: { readonly [name: string]: string }): Config {
    checkCall('Config.envFromConfigMap', [configMap, env]);
    return new Config({ existing: configMap, env: { ...env } }, {});
  }

  /** A ConfigMap that another construct makes or stands for, as files below `mountPath`. */
  public static filesFromConfigMap(configMap: INamedObject, mountPath: string): Config {
    checkCall('Config.filesFromConfigMap', [configMap, mountPath]);
    return new Config({ existing: configMap, env: {}, mountPath }, {});
  }

  /** The hash of its content, once it was asked for. */
  private hash?: string;

  private constructor(private readonly source: Source, private readonly options: ConfigOptions) {}

  /** The data of its ConfigMap; none where another construct makes it. @internal */
  public get _data(): Texts | undefined {
    return this.source.data;
  }

  /** The ConfigMap that another construct makes or stands for. @internal */
  public get _existing(): INamedObject | undefined {
    return this.source.existing;
  }

  /** Environment variables, and for each its key. @internal */
  public get _env(): Texts {
    return this.source.env;
  }

  /** The folder in which the keys are files. @internal */
  public get _mountPath(): string | undefined {
    return this.source.mountPath;
  }

  /** @internal */
  public get _onChange(): ConfigChange {
    return this.options.onChange ?? ConfigChange.ROLL;
  }

  /** The name of its ConfigMap. @internal */
  public _name(workload: string): string {
    const { data, existing, mountPath } = this.source;
    if (existing) {
      return existing.name;
    }
    const stem = this.options.name ?? `${workload}-${mountPath === undefined ? 'config' : 'files'}`;
    if (this._onChange === ConfigChange.KEEP) {
      return stem;
    }
    this.hash ??= contentHash(data!);
    return `${stem}-${this.hash}`;
  }

  /** Records what is wrong with it. @internal */
  public _check(problems: Problems, property: string): void {
    const { data, env, mountPath } = this.source;
    if (this.options.name !== undefined && !(isDnsSubdomain(this.options.name) && this.options.name.length <= 240)) {
      problems.add(`${property}.name`, 'a DNS subdomain of at most 240 characters', this.options.name, 'use a-z, 0-9, \'-\' and \'.\'');
    }
    if (data) {
      checkData(problems, property, data);
    } else if (mountPath === undefined && Object.keys(env).length === 0) {
      problems.add(`${property}.env`, 'at least one variable', {}, 'leave the ConfigMap out');
    }
    for (const [name, key] of Object.entries(env)) {
      if (!isEnvName(name)) {
        problems.add(`${property}.env`, 'a name of an environment variable (letters, digits, \'_\')', name, 'rename it');
      }
      if (data && !Object.hasOwn(data, key)) {
        problems.add(`${property}.env.${name}`, `one of the keys (${Object.keys(data).join(', ')})`, key, 'add the key or correct its name');
      } else if (!data && !isConfigKey(key)) {
        problems.add(`${property}.env.${name}`, 'a key of letters, digits, \'-\', \'_\' and \'.\'', key, 'copy it from \'kubectl describe configmap\'');
      }
    }
    checkMountPath(problems, `${property}.mountPath`, mountPath, '/etc/server');
  }
}

/** Data of a ConfigMap to be made, or one that exists, and how its keys reach the server. */
interface Source {
  readonly data?: Texts;
  readonly existing?: INamedObject;
  readonly env: Texts;
  readonly mountPath?: string;
}

const MAX_BYTES = 1024 * 1024;

function checkData(problems: Problems, property: string, data: Texts): void {
  const keys = Object.keys(data);
  if (keys.length === 0) {
    problems.add(property, 'a configuration with at least one key', {}, 'leave it out');
  }
  let bytes = 0;
  for (const key of keys) {
    if (key === '__proto__' || key === 'constructor') {
      problems.add(`${property}.${key}`, 'a key that is no word of JavaScript', key, 'rename it; whoever reads it as an object would lose it');
    } else if (!isConfigKey(key)) {
      problems.add(`${property}.${key}`, 'a key of letters, digits, \'-\', \'_\' and \'.\'', key, 'rename it');
    }
    if (typeof data[key] !== 'string') {
      problems.add(`${property}.${key}`, 'a text', data[key], `write ${JSON.stringify(String(data[key]))}`);
    }
    bytes += Buffer.byteLength(key) + Buffer.byteLength(String(data[key]));
  }
  if (bytes > MAX_BYTES) {
    problems.say(`'${property}' has ${bytes} bytes, and a ConfigMap holds at most ${MAX_BYTES}; put large files into the image or an artifact`);
  }
}

/** Eight hexadecimal digits of the content, the same whatever the order of its keys. */
function contentHash(data: Texts): string {
  const content = Object.keys(data).sort().map((key) => JSON.stringify([key, data[key]])).join('');
  return createHash('sha256').update(content).digest('hex').slice(0, 8);
}
