import { isLabelValue } from '../border/names';
import { Problems } from '../border/problems';

/** What identifies a release of a model. */
export interface ReleaseProps {
  /** The model's name, as its registry calls it. */
  readonly model: string;
  /** The version of the model that answers. */
  readonly version: string;
  /**
   * The data set it was trained on.
   * @default - not recorded
   */
  readonly dataset?: string;
  /**
   * Revision of the code that trained or serves it, usually a Git commit.
   * @default - not recorded
   */
  readonly codeRevision?: string;
  /**
   * Id of the evaluation that let it pass.
   * @default - not recorded
   */
  readonly evaluationId?: string;
  /**
   * The feature contract (schema of the input) that it expects.
   * @default - not recorded
   */
  readonly featureContract?: string;
}

/**
 * The identity of a release of a model: it reaches every object as recommended labels and annotations, and the server as environment.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/
 * @example Release.of({ model: 'llama-3.1-8b', version: '1.4.0' })
 */
export class Release {
  public static of(props: ReleaseProps): Release {
    return new Release(props);
  }

  public readonly model: string;
  public readonly version: string;
  public readonly dataset?: string;
  public readonly codeRevision?: string;
  public readonly evaluationId?: string;
  public readonly featureContract?: string;

  private constructor(props: ReleaseProps) {
    this.model = props.model;
    this.version = props.version;
    this.dataset = props.dataset;
    this.codeRevision = props.codeRevision;
    this.evaluationId = props.evaluationId;
    this.featureContract = props.featureContract;
  }

  /** What of it can stand in labels, by label key. @internal */
  public _labels(prefix: string): { [key: string]: string } {
    return this.pick(prefix, (value) => isLabelValue(value));
  }

  /** What of it is too long or too free for a label, by annotation key. @internal */
  public _annotations(prefix: string): { [key: string]: string } {
    return this.pick(prefix, (value) => !isLabelValue(value));
  }

  /** The environment by which a server learns what it serves. @internal */
  public _env(): { [name: string]: string } {
    return present({
      MODEL_NAME: this.model,
      MODEL_VERSION: this.version,
      MODEL_DATASET: this.dataset,
      MODEL_CODE_REVISION: this.codeRevision,
      MODEL_EVALUATION_ID: this.evaluationId,
      MODEL_FEATURE_CONTRACT: this.featureContract,
    });
  }

  /** Records what is wrong with it. @internal */
  public _check(problems: Problems, property: string): void {
    for (const [key, value] of Object.entries({ ...this })) {
      if (value !== undefined && (typeof value !== 'string' || value.trim() === '')) {
        problems.add(`${property}.${key}`, 'a text that is not empty', value, 'give it, or leave an optional one out');
      }
    }
  }

  private pick(prefix: string, wanted: (value: string) => boolean): { [key: string]: string } {
    return Object.fromEntries(Object.entries(present({
      [`${prefix}/model`]: this.model,
      [`${prefix}/model-version`]: this.version,
      [`${prefix}/dataset`]: this.dataset,
      [`${prefix}/code-revision`]: this.codeRevision,
      [`${prefix}/evaluation-id`]: this.evaluationId,
      [`${prefix}/feature-contract`]: this.featureContract,
    })).filter(([, value]) => wanted(value)));
  }
}

function present(map: { [key: string]: string | undefined }): { [key: string]: string } {
  return Object.fromEntries(Object.entries(map).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
