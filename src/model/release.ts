import { checkCall } from '../border/check-kinds';
import { isEnvName, isLabelValue } from '../border/names';
import { Problems } from '../border/problems';

/** The environment variables by which a server learns what it serves. */
export interface ReleaseVariables {
  /**
   * For the model.
   * @default MODEL_NAME
   */
  readonly model?: string;
  /**
   * For the version.
   * @default MODEL_VERSION
   */
  readonly version?: string;
  /**
   * For the data set.
   * @default MODEL_DATASET
   */
  readonly dataset?: string;
  /**
   * For the revision of the code.
   * @default MODEL_CODE_REVISION
   */
  readonly codeRevision?: string;
  /**
   * For the id of the evaluation.
   * @default MODEL_EVALUATION_ID
   */
  readonly evaluationId?: string;
  /**
   * For the feature contract.
   * @default MODEL_FEATURE_CONTRACT
   */
  readonly featureContract?: string;
}

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
  /**
   * Names of the environment variables that carry it, where the server expects others.
   * @default - MODEL_NAME, MODEL_VERSION, MODEL_DATASET, MODEL_CODE_REVISION, MODEL_EVALUATION_ID, MODEL_FEATURE_CONTRACT
   */
  readonly variables?: ReleaseVariables;
}

/**
 * The identity of a release of a model: it reaches every object as recommended labels and annotations, and the server as environment.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/
 * @example Release.of({ model: 'llama-3.1-8b', version: '1.4.0' })
 */
export class Release {
  /** A release as described. */
  public static of(props: ReleaseProps): Release {
    checkCall('Release.of', [props]);
    return new Release(props);
  }

  /** The model's name. */
  public readonly model: string;
  /** The version that answers. */
  public readonly version: string;
  /** The data set it was trained on, if recorded. */
  public readonly dataset?: string;
  /** Revision of the code, if recorded. */
  public readonly codeRevision?: string;
  /** Id of the evaluation, if recorded. */
  public readonly evaluationId?: string;
  /** The feature contract, if recorded. */
  public readonly featureContract?: string;
  private readonly variables: Required<ReleaseVariables>;

  private constructor(props: ReleaseProps) {
    this.model = props.model;
    this.version = props.version;
    this.dataset = props.dataset;
    this.codeRevision = props.codeRevision;
    this.evaluationId = props.evaluationId;
    this.featureContract = props.featureContract;
    this.variables = props.variables ? variablesOf(props.variables) : VARIABLES;
  }

  /** What of it can stand in labels, by label key. @internal */
  public _labels(prefix: string): { [key: string]: string } {
    return this.pick((part) => `${prefix}/${KEYS[part]}`, isLabelValue);
  }

  /** What of it is too long or too free for a label, and the variable of the version where it is not the usual one, by annotation key. @internal */
  public _annotations(prefix: string): { [key: string]: string } {
    const { version } = this.variables;
    return {
      ...this.pick((part) => `${prefix}/${KEYS[part]}`, (value) => !isLabelValue(value)),
      ...(version === VARIABLES.version ? {} : { [`${prefix}/version-variable`]: version }),
    };
  }

  /** The environment by which a server learns what it serves. @internal */
  public _env(): { [name: string]: string } {
    return this.pick((part) => this.variables[part], () => true);
  }

  /** Records what is wrong with it. @internal */
  public _check(problems: Problems, property: string): void {
    const taken = new Map<string, string>();
    for (const part of PARTS) {
      const value: unknown = this[part];
      if (value !== undefined && (typeof value !== 'string' || value.trim() === '')) {
        problems.add(`${property}.${part}`, 'a text that is not empty', value, 'give it, or leave an optional one out');
      }
      const variable = this.variables[part];
      if (!isEnvName(variable)) {
        problems.add(`${property}.variables.${part}`, 'a name of an environment variable (letters, digits, \'_\')', variable, 'rename it');
      }
      if (taken.has(variable)) {
        problems.say(`'${property}.variables.${taken.get(variable)}' and '${property}.variables.${part}' are both ${variable}; rename one of them`);
      }
      taken.set(variable, part);
    }
  }

  private pick(name: (part: Part) => string, wanted: (value: string) => boolean): { [name: string]: string } {
    const found: { [name: string]: string } = {};
    for (const part of PARTS) {
      const value = this[part];
      if (value !== undefined && wanted(value)) {
        found[name(part)] = value;
      }
    }
    return found;
  }
}

type Part = keyof ReleaseVariables;

/** Names of its parts in labels and annotations. */
const KEYS: { readonly [part in Part]: string } = {
  model: 'model',
  version: 'model-version',
  dataset: 'dataset',
  codeRevision: 'code-revision',
  evaluationId: 'evaluation-id',
  featureContract: 'feature-contract',
};
const PARTS = Object.keys(KEYS) as Part[];

const VARIABLES: Required<ReleaseVariables> = {
  model: 'MODEL_NAME',
  version: 'MODEL_VERSION',
  dataset: 'MODEL_DATASET',
  codeRevision: 'MODEL_CODE_REVISION',
  evaluationId: 'MODEL_EVALUATION_ID',
  featureContract: 'MODEL_FEATURE_CONTRACT',
};

function variablesOf(given: ReleaseVariables): Required<ReleaseVariables> {
  return Object.fromEntries(PARTS.map((part) => [part, given[part] ?? VARIABLES[part]])) as unknown as Required<ReleaseVariables>;
}
