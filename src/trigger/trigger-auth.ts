import { checkCall } from '../border/check-kinds';
import { isConfigKey, isDnsSubdomain } from '../border/names';
import { Problems } from '../border/problems';

/** A cloud by whose workload identity KEDA may come. */
export type CloudIdentity = 'aws' | 'gcp' | 'azure-workload';

/**
 * Who KEDA is to a broker: nobody's password stands in a manifest.
 *
 * @see https://keda.sh/docs/latest/concepts/authentication/
 * @example TriggerAuth.fromSecret('rabbitmq', { username: 'user', password: 'password' })
 */
export class TriggerAuth {
  /**
   * By keys of a Secret that exists in the namespace.
   *
   * @param secretName the Secret
   * @param parameters for each parameter of the authentication the key that it is under: `{ password: 'redis-password' }`
   */
  public static fromSecret(secretName: string, parameters: { readonly [parameter: string]: string }): TriggerAuth {
    checkCall('TriggerAuth.fromSecret', [secretName, parameters]);
    return new TriggerAuth({ secretName, parameters: { ...parameters } });
  }

  /**
   * By an IAM role on AWS: `roleArn`, which KEDA's own role may assume, or KEDA's own.
   * @see https://keda.sh/docs/latest/authentication-providers/aws/
   */
  public static aws(roleArn?: string): TriggerAuth {
    checkCall('TriggerAuth.aws', [roleArn]);
    return new TriggerAuth({ cloud: 'aws', roleArn });
  }

  /** By the IAM role of the workload's own ServiceAccount (`identity: Identity.aws(…)`), which KEDA's own role may assume. */
  public static awsOfWorkload(): TriggerAuth {
    return new TriggerAuth({ cloud: 'aws', ofWorkload: true });
  }

  /**
   * By workload identity on Google Cloud, KEDA's own.
   * @see https://keda.sh/docs/latest/authentication-providers/gcp-workload-identity/
   */
  public static gcp(): TriggerAuth {
    return new TriggerAuth({ cloud: 'gcp' });
  }

  /**
   * By workload identity on Azure: of the client `clientId`, which is federated with KEDA's ServiceAccount, or KEDA's own.
   * @see https://keda.sh/docs/latest/authentication-providers/azure-ad-workload-identity/
   */
  public static azure(clientId?: string): TriggerAuth {
    checkCall('TriggerAuth.azure', [clientId]);
    return new TriggerAuth({ cloud: 'azure-workload', clientId });
  }

  /** By a TriggerAuthentication that stands in the namespace already. */
  public static existing(name: string): TriggerAuth {
    checkCall('TriggerAuth.existing', [name]);
    return new TriggerAuth({ existing: name });
  }

  /** By a ClusterTriggerAuthentication. */
  public static clusterWide(name: string): TriggerAuth {
    checkCall('TriggerAuth.clusterWide', [name]);
    return new TriggerAuth({ existing: name, clusterWide: true });
  }

  private constructor(private readonly how: How) {}

  /** The object that stands already; nothing where one has to be made. @internal */
  public get _existing(): { readonly kind?: string; readonly name: string } | undefined {
    const { existing: name, clusterWide } = this.how;
    return name === undefined ? undefined : { ...(clusterWide ? { kind: 'ClusterTriggerAuthentication' } : {}), name };
  }

  /** The parameters that come out of a Secret. @internal */
  public get _parameters(): readonly string[] {
    return Object.keys(this.how.parameters ?? {});
  }

  /** The cloud whose identity it is. @internal */
  public get _cloud(): CloudIdentity | undefined {
    return this.how.cloud;
  }

  /** True if it is the workload's own identity. @internal */
  public get _ofWorkload(): boolean {
    return this.how.ofWorkload ?? false;
  }

  /** The spec of a TriggerAuthentication. @internal */
  public get _spec(): object {
    const { secretName, parameters = {}, cloud: provider, roleArn, ofWorkload, clientId } = this.how;
    if (provider) {
      return {
        podIdentity: {
          ...(clientId !== undefined ? { identityId: clientId } : {}),
          ...(ofWorkload ? { identityOwner: 'workload' } : {}),
          provider,
          ...(roleArn !== undefined ? { roleArn } : {}),
        },
      };
    }
    return { secretTargetRef: Object.entries(parameters).map(([parameter, key]) => ({ key, name: secretName, parameter })) };
  }

  /** Records what is wrong with it. @internal */
  public _check(problems: Problems, property: string): void {
    const { secretName, parameters = {}, existing, roleArn, clientId } = this.how;
    if (secretName !== undefined && !isDnsSubdomain(secretName)) {
      problems.add(`${property}.secretName`, 'the name of a Secret', secretName, 'copy it from \'kubectl get secrets\'');
    }
    for (const key of Object.values(parameters)) {
      if (!isConfigKey(key)) {
        problems.add(`${property}.parameters`, 'keys of the Secret (letters, digits, \'-\', \'_\' and \'.\')', key, 'copy them from \'kubectl describe secret\'');
      }
    }
    if (secretName !== undefined && Object.keys(parameters).length === 0) {
      problems.add(`${property}.parameters`, 'at least one parameter', {}, 'name what of the Secret is what, for example { password: \'password\' }');
    }
    if (existing !== undefined && !isDnsSubdomain(existing)) {
      problems.add(`${property}.name`, 'the name of an object', existing, 'copy it from \'kubectl get triggerauthentications\'');
    }
    if (roleArn !== undefined && !/^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/.test(roleArn)) {
      problems.add(`${property}.roleArn`, 'of the form arn:aws:iam::123456789012:role/queue-reader', roleArn, 'copy it from the cloud\'s console');
    }
    if (clientId !== undefined && !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(clientId)) {
      problems.add(`${property}.clientId`, 'of the form 00000000-0000-0000-0000-000000000000', clientId, 'copy it from the cloud\'s console');
    }
  }
}

interface How {
  readonly secretName?: string;
  readonly parameters?: { readonly [parameter: string]: string };
  readonly cloud?: CloudIdentity;
  readonly roleArn?: string;
  readonly ofWorkload?: boolean;
  readonly clientId?: string;
  readonly existing?: string;
  readonly clusterWide?: boolean;
}
