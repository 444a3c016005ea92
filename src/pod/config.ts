import { createHash } from 'node:crypto';
import { isConfigKey, isEnvName, isDnsSubdomain } from '../border/names';
import { Problems } from '../border/problems';

/** What a change of configuration does to running pods. */
export enum ConfigChange {
  /**
   * The pods are replaced, one rollout, and `kubectl rollout undo` brings the old values back: the ConfigMap is immutable and named after
   * its content, so that every revision of the Deployment keeps the values that it ran with.
   */
  ROLL = 'roll',
  /** The pods go on; mounted files change under them within about a minute, and the server has to notice. */
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

/**
 * Configuration of a server: key-values in a ConfigMap, as environment or as files.
 *
 * @see https://kubernetes.io/docs/concepts/configuration/configmap/
 * @example Config.asKeys({ 'model-version': 'v1.2.0' }, { MODEL_VERSION: 'model-version' }, { name: 'ml-config' })
 */
export class Config {
  /** Every key is an environment variable. */
  public static asEnv(values: { readonly [name: string]: string }, options: ConfigOptions = {}): Config {
    return new Config(values, options, Object.fromEntries(Object.keys(values).map((name) => [name, name])));
  }

  /**
   * Data with keys of its own, some of them as environment variables.
   *
   * @param data keys and values of the ConfigMap
   * @param env names of environment variables, and for each the key that it takes its value from
   */
  public static asKeys(data: { readonly [key: string]: string }, env: { readonly [name: string]: string }, options: ConfigOptions = {}): Config {
    return new Config(data, options, { ...env });
  }

  /** Every key is a file below `mountPath`. */
  public static asFiles(mountPath: string, files: { readonly [name: string]: string }, options: ConfigOptions = {}): Config {
    return new Config(files, options, {}, mountPath);
  }

  private readonly data: { readonly [key: string]: string };

  private constructor(
    data: { readonly [key: string]: string },
    private readonly options: ConfigOptions,
    /** Environment variables, and for each its key. @internal */
    public readonly _env: { readonly [name: string]: string },
    /** The folder in which the keys are files. @internal */
    public readonly _mountPath?: string,
  ) {
    this.data = { ...data };
  }

  /** @internal */
  public get _data(): { readonly [key: string]: string } {
    return this.data;
  }

  /** @internal */
  public get _onChange(): ConfigChange {
    return this.options.onChange ?? ConfigChange.ROLL;
  }

  /** The name of its ConfigMap. @internal */
  public _name(workload: string): string {
    const stem = this.options.name ?? `${workload}-${this._mountPath === undefined ? 'config' : 'files'}`;
    return this._onChange === ConfigChange.ROLL ? `${stem}-${contentHash(this.data)}` : stem;
  }

  /** Records what is wrong with it. @internal */
  public _check(problems: Problems, property: string): void {
    const keys = Object.keys(this.data);
    if (this.options.name !== undefined && !(isDnsSubdomain(this.options.name) && this.options.name.length <= 240)) {
      problems.add(`${property}.name`, 'a DNS subdomain of at most 240 characters', this.options.name, 'use a-z, 0-9, \'-\' and \'.\'');
    }
    if (keys.length === 0) {
      problems.add(property, 'a configuration with at least one key', '{}', 'leave it out');
    }
    for (const key of keys) {
      if (!isConfigKey(key)) {
        problems.add(`${property}.${key}`, 'a key of letters, digits, \'-\', \'_\' and \'.\'', key, 'rename it');
      }
      if (typeof this.data[key] !== 'string') {
        problems.add(`${property}.${key}`, 'a text', this.data[key], `write ${JSON.stringify(String(this.data[key]))}`);
      }
    }
    for (const [name, key] of Object.entries(this._env)) {
      if (!isEnvName(name)) {
        problems.add(`${property}.env`, 'a name of an environment variable (letters, digits, \'_\')', name, 'rename it');
      }
      if (!(key in this.data)) {
        problems.add(`${property}.env.${name}`, `one of the keys (${keys.join(', ')})`, key, 'add the key or correct its name');
      }
    }
    if (this._mountPath !== undefined && !/^\/[^:]+$/.test(this._mountPath)) {
      problems.add(`${property}.mountPath`, 'an absolute path', this._mountPath, 'write for example "/etc/server"');
    }
    const bytes = keys.reduce((sum, key) => sum + Buffer.byteLength(key) + Buffer.byteLength(String(this.data[key])), 0);
    if (bytes > 1024 * 1024) {
      problems.add(property, 'at most 1 MiB, the most that a ConfigMap holds', `${bytes} bytes`, 'put large files into the image or an artifact');
    }
  }
}

/** Eight hexadecimal digits of the content, the same whatever the order of its keys. */
function contentHash(data: { readonly [key: string]: string }): string {
  const hash = createHash('sha256');
  for (const key of Object.keys(data).sort()) {
    hash.update(JSON.stringify([key, data[key]]));
  }
  return hash.digest('hex').slice(0, 8);
}
