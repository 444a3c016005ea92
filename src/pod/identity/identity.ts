import { checkCall } from '../../border/check-kinds';
import { Problems } from '../../border/problems';

/** Where an identity's tokens come from over the network. @internal */
export interface IdentityEndpoint {
  readonly cidr: string;
  readonly port: number;
}

/**
 * Who a workload is to the cloud: its ServiceAccount stands for a role there, so no key is stored anywhere.
 *
 * @example Identity.aws('arn:aws:iam::123456789012:role/model-reader')
 */
export class Identity {
  /**
   * IAM role for service accounts on EKS.
   * @see https://docs.aws.amazon.com/eks/latest/userguide/iam-roles-for-service-accounts.html
   */
  public static aws(roleArn: string): Identity {
    checkCall('Identity.aws', [roleArn]);
    return new Identity('roleArn', /^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/, 'arn:aws:iam::123456789012:role/model-reader', roleArn,
      { 'eks.amazonaws.com/role-arn': roleArn }, {}, [{ cidr: '0.0.0.0/0', port: 443 }]);
  }

  /**
   * Workload Identity Federation on GKE.
   * @see https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity
   */
  public static gcp(serviceAccount: string): Identity {
    checkCall('Identity.gcp', [serviceAccount]);
    return new Identity('serviceAccount', /^[a-z0-9-]+@[a-z0-9.-]+\.iam\.gserviceaccount\.com$/, 'model-reader@my-project.iam.gserviceaccount.com', serviceAccount,
      { 'iam.gke.io/gcp-service-account': serviceAccount }, {}, [{ cidr: '169.254.169.252/32', port: 988 }, { cidr: '169.254.169.254/32', port: 80 }]);
  }

  /**
   * Microsoft Entra Workload ID on AKS.
   * @see https://azure.github.io/azure-workload-identity/docs/topics/service-account-labels-and-annotations.html
   */
  public static azure(clientId: string): Identity {
    checkCall('Identity.azure', [clientId]);
    return new Identity('clientId', /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, '00000000-0000-0000-0000-000000000000', clientId,
      { 'azure.workload.identity/client-id': clientId }, { 'azure.workload.identity/use': 'true' }, [{ cidr: '0.0.0.0/0', port: 443 }]);
  }

  private constructor(
    private readonly property: string,
    private readonly form: RegExp,
    private readonly example: string,
    private readonly value: string,
    /** Annotations of the ServiceAccount. @internal */ public readonly _annotations: { readonly [key: string]: string },
    /** Labels of the pods. @internal */ public readonly _podLabels: { readonly [key: string]: string },
    /** What its pods have to reach. @internal */ public readonly _endpoints: IdentityEndpoint[],
  ) {}

  /** Records what is wrong with it. @internal */
  public _check(problems: Problems, property: string): void {
    if (!this.form.test(this.value)) {
      problems.add(`${property}.${this.property}`, `of the form ${this.example}`, this.value, 'copy it from the cloud\'s console');
    }
  }
}
