import { Tracking } from './tracking';
import { checkCall } from '../border/check-kinds';
import { isLabelValue } from '../border/names';
import { Problems } from '../border/problems';
import { PREFIX } from '../manifest/manifest';

/** What a run is made of. */
export interface RunIdentityProps {
  /**
   * The data set that it is trained on, with its version.
   * @default - not recorded
   */
  readonly dataset?: string;
  /**
   * Revision of the code, usually a Git commit.
   * @default - not recorded
   */
  readonly codeRevision?: string;
  /**
   * What it is an attempt at.
   * @default - that of `tracking`
   */
  readonly experiment?: string;
  /**
   * Where it is written down.
   * @default - nowhere
   */
  readonly tracking?: Tracking;
}

/**
 * What a run is trained from and where that is written down: labels or annotations of the run and its pods, and environment of the program.
 *
 * @example RunIdentity.of({ dataset: 'products-2026-11', codeRevision: '4f1c2ab', tracking: Tracking.mlflow('https://mlflow.example.com') })
 */
export class RunIdentity {
  /** A run as described. */
  public static of(props: RunIdentityProps): RunIdentity {
    checkCall('RunIdentity.of', [props]);
    return new RunIdentity(props);
  }

  /** The data set, if recorded. */
  public readonly dataset?: string;
  /** Revision of the code, if recorded. */
  public readonly codeRevision?: string;
  /** What it is an attempt at, if recorded. */
  public readonly experiment?: string;
  /** Where it is written down. @internal */
  public readonly _tracking?: Tracking;

  private constructor({ dataset, codeRevision, experiment, tracking }: RunIdentityProps) {
    this.dataset = dataset;
    this.codeRevision = codeRevision;
    this.experiment = experiment ?? tracking?._experiment;
    this._tracking = tracking;
  }

  /** What of it can stand in labels. @internal */
  public get _labels(): { [key: string]: string } {
    return this.pick(([key]) => `${PREFIX}/${key}`, isLabelValue);
  }

  /** What of it is too long or too free for a label. @internal */
  public get _annotations(): { [key: string]: string } {
    return this.pick(([key]) => `${PREFIX}/${key}`, (value) => !isLabelValue(value));
  }

  /** What the program is told of it; it gives way to the user's. @internal */
  public get _env(): { [variable: string]: string } {
    return { ...this.pick(([, variable]) => variable, () => true), ...this._tracking?._env };
  }

  /** Records what is wrong with it. @internal */
  public _check(problems: Problems, property: string): void {
    for (const part of ['dataset', 'codeRevision', 'experiment'] as const) {
      if (this[part]?.trim() === '') {
        problems.add(`${property}.${part}`, 'a text that is not empty', this[part], 'give it, or leave it out');
      }
    }
    this._tracking?._check(problems, `${property}.tracking`);
  }

  private pick(name: (names: readonly [string, string]) => string, wanted: (value: string) => boolean): { [name: string]: string } {
    const found: { [name: string]: string } = {};
    for (const [part, names] of Object.entries(NAMES)) {
      const value = this[part as keyof typeof NAMES];
      if (value !== undefined && wanted(value)) {
        found[name(names)] = value;
      }
    }
    return found;
  }
}

/** The label and the variable of each part. */
const NAMES = {
  dataset: ['dataset', 'DATASET'],
  codeRevision: ['code-revision', 'CODE_REVISION'],
  experiment: ['experiment', 'EXPERIMENT'],
} as const;
