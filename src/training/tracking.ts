import { checkCall } from '../border/check-kinds';
import { isConfigKey, isDnsSubdomain } from '../border/names';
import { Problems } from '../border/problems';
import { checkUri } from '../border/uri';

/** How a run is recorded in MLflow. */
export interface MlflowOptions {
  /**
   * The experiment that the run belongs to.
   * @default - MLflow's own, `Default`
   */
  readonly experiment?: string;
  /**
   * A run that exists in MLflow already and is gone on with: 32 hexadecimal digits.
   * @default - the program starts a run
   */
  readonly mlflowRunId?: string;
  /**
   * The Secret with MLflow's file of credentials under the key `credentials`; it is mounted as `~/.mlflow/credentials`.
   * @default - none
   */
  readonly credentialsSecret?: string;
}

/** How a run is recorded in Weights & Biases. */
export interface WandbOptions {
  /**
   * The user or team that the project belongs to.
   * @default - that of the key
   */
  readonly entity?: string;
  /**
   * The address of a server of one's own.
   * @default - https://api.wandb.ai
   */
  readonly baseUrl?: string;
  /**
   * The Secret with a file in netrc's form under the key `netrc` (`machine api.wandb.ai login user password KEY`). It is mounted as a file.
   * @default - none
   */
  readonly credentialsSecret?: string;
}

/** A file that a Secret is mounted as. */
export interface TrackingSecret {
  readonly name: string;
  readonly key: string;
  /** The folder, where `~` is the home of the task. */
  readonly folder: string;
}

/**
 * Where runs are written down. Their credentials are files of a Secret and never in an address.
 *
 * @example Tracking.mlflow('https://mlflow.example.com', { experiment: 'embedding' })
 */
export class Tracking {
  /**
   * An MLflow server.
   * @see https://mlflow.org/docs/latest/api_reference/python_api/mlflow.environment_variables.html
   */
  public static mlflow(trackingUri: string, options: MlflowOptions = {}): Tracking {
    checkCall('Tracking.mlflow', [trackingUri, options]);
    const { experiment, mlflowRunId, credentialsSecret } = options;
    return new Tracking('trackingUri', trackingUri, experiment, {
      ...experiment !== undefined && { MLFLOW_EXPERIMENT_NAME: experiment },
      ...mlflowRunId !== undefined && { MLFLOW_RUN_ID: mlflowRunId },
      MLFLOW_TRACKING_URI: trackingUri,
    }, credentialsSecret === undefined ? undefined : { name: credentialsSecret, key: 'credentials', folder: '~/.mlflow' }, mlflowRunId);
  }

  /**
   * Weights & Biases.
   * @param project the project that the run belongs to
   * @see https://docs.wandb.ai/models/track/environment-variables
   */
  public static wandb(project: string, options: WandbOptions = {}): Tracking {
    checkCall('Tracking.wandb', [project, options]);
    const { entity, baseUrl, credentialsSecret } = options;
    return new Tracking('baseUrl', baseUrl, project, {
      ...credentialsSecret !== undefined && { NETRC: `${WANDB_FOLDER}/netrc` },
      ...baseUrl !== undefined && { WANDB_BASE_URL: baseUrl },
      ...entity !== undefined && { WANDB_ENTITY: entity },
      WANDB_PROJECT: project,
    }, credentialsSecret === undefined ? undefined : { name: credentialsSecret, key: 'netrc', folder: WANDB_FOLDER });
  }

  private constructor(
    private readonly property: string,
    private readonly uri: string | undefined,
    /** What its server calls the experiment. @internal */
    public readonly _experiment: string | undefined,
    /** @internal */
    public readonly _env: { readonly [variable: string]: string },
    /** @internal */
    public readonly _secret: TrackingSecret | undefined,
    private readonly mlflowRunId?: string,
  ) {}

  /** The address of its server. @internal */
  public get _server(): string | undefined {
    return this.uri ?? (this.property === 'baseUrl' ? 'https://api.wandb.ai' : undefined);
  }

  /** Records what is wrong with it. @internal */
  public _check(problems: Problems, property: string): void {
    if (this.uri !== undefined) {
      checkUri(problems, `${property}.${this.property}`, this.uri, ['https', 'http'], 'https://tracking.example.com');
    }
    if (this._experiment?.trim() === '') {
      problems.add(`${property}.${this.property === 'baseUrl' ? 'project' : 'experiment'}`, 'a text that is not empty', this._experiment, 'give its name');
    }
    if (this.mlflowRunId !== undefined && !/^[0-9a-f]{32}$/.test(this.mlflowRunId)) {
      problems.add(`${property}.mlflowRunId`, 'the id of a run that MLflow has (32 hexadecimal digits)', this.mlflowRunId, 'copy it from MLflow, or leave it out; \'runId\' is the name of this run');
    }
    if (this._secret && !(isDnsSubdomain(this._secret.name) && isConfigKey(this._secret.key))) {
      problems.add(`${property}.credentialsSecret`, 'the name of a Secret', this._secret.name, 'copy it from \'kubectl get secrets\'');
    }
  }
}

const WANDB_FOLDER = '/var/run/secrets/wandb';
