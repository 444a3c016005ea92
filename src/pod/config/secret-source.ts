import { checkCall } from '../../border/check-kinds';
import { isConfigKey, isDnsSubdomain, isEnvName } from '../../border/names';
import { checkMountPath } from '../../border/paths';
import { Problems } from '../../border/problems';
import { INamedObject, isMade } from '../../manifest/named-object';

/**
 * A Secret that exists in the namespace (made by External Secrets, a vault or by hand), and how a server gets at it. Its value is never in a manifest.
 *
 * Files first: they can be rotated without a restart and do not show up in `kubectl describe`, crash dumps or child processes.
 *
 * @see https://kubernetes.io/docs/concepts/configuration/secret/
 * @example SecretSource.asFiles('registry-credentials', '/var/run/secrets/registry')
 */
export class SecretSource {
  /**
   * Every key is a file below `mountPath`.
   *
   * @param secretName the Secret
   * @param keys the keys that are mounted; all of them if left out
   */
  public static asFiles(secretName: string, mountPath: string, keys?: string[]): SecretSource {
    checkCall('SecretSource.asFiles', [secretName, mountPath, keys]);
    return new SecretSource(secretName, false, {}, mountPath, keys && [...keys]);
  }

  /**
   * Keys as environment variables, for software that cannot read a file.
   *
   * @param env names of environment variables, and for each the key that it takes its value from
   */
  public static asEnv(secretName: string, env: { readonly [name: string]: string }): SecretSource {
    checkCall('SecretSource.asEnv', [secretName, env]);
    return new SecretSource(secretName, false, { ...env });
  }

  /** As `asFiles`, of a Secret that another construct makes or stands for, cdk8s-plus' `Secret` for example. */
  public static filesFromSecret(secret: INamedObject, mountPath: string, keys?: string[]): SecretSource {
    checkCall('SecretSource.filesFromSecret', [secret, mountPath, keys]);
    return new SecretSource(secret.name, isMade(secret), {}, mountPath, keys && [...keys]);
  }

  /** As `asEnv`, of a Secret that another construct makes or stands for, cdk8s-plus' `Secret` for example. */
  public static envFromSecret(secret: INamedObject, env: { readonly [name: string]: string }): SecretSource {
    checkCall('SecretSource.envFromSecret', [secret, env]);
    return new SecretSource(secret.name, isMade(secret), { ...env });
  }

  private constructor(
    /** Name of the Secret. */
    public readonly secretName: string,
    /** True if the app makes it. @internal */ public readonly _made: boolean,
    /** @internal */ public readonly _env: { readonly [name: string]: string },
    /** @internal */ public readonly _mountPath?: string,
    /** @internal */ public readonly _keys?: string[],
  ) {}

  /** Records what is wrong with it. @internal */
  public _check(problems: Problems, property: string): void {
    if (!isDnsSubdomain(this.secretName)) {
      problems.add(`${property}.secretName`, 'the name of a Secret', this.secretName, 'copy it from \'kubectl get secrets\'');
    }
    checkMountPath(problems, `${property}.mountPath`, this._mountPath, '/var/run/secrets/registry');
    if (this._keys?.length === 0) {
      problems.add(`${property}.keys`, 'at least one key', [], 'leave it out to mount all of them');
    }
    for (const key of this._keys ?? Object.values(this._env)) {
      if (!isConfigKey(key)) {
        problems.add(`${property}.keys`, 'a key of the Secret (letters, digits, \'-\', \'_\' and \'.\')', key, 'copy it from \'kubectl describe secret\'');
      }
    }
    for (const name of Object.keys(this._env)) {
      if (!isEnvName(name)) {
        problems.add(`${property}.env`, 'a name of an environment variable (letters, digits, \'_\')', name, 'rename it');
      }
    }
    if (this._mountPath === undefined && Object.keys(this._env).length === 0) {
      problems.add(`${property}.env`, 'at least one variable', {}, 'leave the Secret out');
    }
  }
}
