import { checkCall } from '../../border/check-kinds';
import { isConfigKey, isDnsSubdomain } from '../../border/names';
import { Problems } from '../../border/problems';

/**
 * A Secret by which an artifact is read, where no identity does it; a workload that has one besides does not use it for the artifact. It is a file in the container that
 * fetches and nowhere else; what it holds is
 *
 * - for S3: a credentials file of the AWS command line (`[default]`, `aws_access_key_id`, …);
 * - for Google Cloud Storage: the key of a service account, JSON;
 * - for Azure: a shared access signature, `sv=…&sig=…`;
 * - for HTTPS, Hugging Face and MLflow: a token, or `user:password`.
 *
 * @example ArtifactCredentials.fromSecret('model-reader', 'token')
 */
export class ArtifactCredentials {
  /**
   * A key of a Secret that exists in the namespace.
   *
   * @param secretName the Secret
   * @param key the key whose value is the file
   */
  public static fromSecret(secretName: string, key: string): ArtifactCredentials {
    checkCall('ArtifactCredentials.fromSecret', [secretName, key]);
    return new ArtifactCredentials(secretName, key);
  }

  private constructor(
    /** The Secret. */
    public readonly secretName: string,
    /** The key whose value is the file. */
    public readonly key: string,
  ) {}

  /** Records what is wrong with it. @internal */
  public _check(problems: Problems, property: string): void {
    if (!isDnsSubdomain(this.secretName)) {
      problems.add(`${property}.secretName`, 'the name of a Secret', this.secretName, 'copy it from \'kubectl get secrets\'');
    }
    if (!isConfigKey(this.key)) {
      problems.add(`${property}.key`, 'a key of the Secret (letters, digits, \'-\', \'_\' and \'.\')', this.key, 'copy it from \'kubectl describe secret\'');
    }
  }
}
