import { Amounts, amountsOf, filledFrom, NO_AMOUNTS } from './amounts';
import { mapsOf, textOf } from '../reading/shape';
import { Subject } from '../reading/subject';

/** One item of a LimitRange, with what the API server fills in. */
export interface LimitItem {
  readonly owner: Subject;
  /** `Container`, `Pod` or `PersistentVolumeClaim`. */
  readonly type: string;
  readonly min: Amounts;
  readonly max: Amounts;
  readonly ratio: Amounts;
  /** What a container gets as its limits that states none. */
  readonly limits: Amounts;
  /** What a container gets as its requests that states none. */
  readonly requests: Amounts;
}

/**
 * The LimitRanges of a namespace.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/v1.36.0/plugin/pkg/admission/limitranger/admission.go
 */
export class LimitRanges {
  /** No LimitRange at all. */
  public static readonly NONE = new LimitRanges([]);

  /** Those of these objects. */
  public static of(subjects: readonly Subject[]): LimitRanges {
    return subjects.length === 0 ? LimitRanges.NONE : new LimitRanges(subjects);
  }

  public readonly items: readonly LimitItem[];
  /** What a container gets as its limits that states none. */
  public readonly limits: Amounts;
  /** What a container gets as its requests that states none. */
  public readonly requests: Amounts;
  /** Resources for which two LimitRanges have different defaults: which of them counts is the server's chance. */
  public readonly ambiguous: ReadonlySet<string>;

  private constructor(subjects: readonly Subject[]) {
    this.items = subjects.flatMap((owner) => mapsOf(owner.spec.limits).map((item) => itemOf(owner, item)));
    let limits = NO_AMOUNTS;
    let requests = NO_AMOUNTS;
    const ambiguous = new Set<string>();
    for (const item of this.items) {
      for (const [mine, theirs] of [[limits, item.limits], [requests, item.requests]]) {
        for (const [name, quantity] of theirs) {
          if (mine.get(name)?.equals(quantity) === false) {
            ambiguous.add(name);
          }
        }
      }
      limits = filledFrom(limits, item.limits);
      requests = filledFrom(requests, item.requests);
    }
    this.limits = limits;
    this.requests = requests;
    this.ambiguous = ambiguous;
  }
}

/** @see https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/apis/core/v1/defaults.go (`SetDefaults_LimitRangeItem`) */
function itemOf(owner: Subject, item: { readonly [key: string]: unknown }): LimitItem {
  const type = textOf(item.type) ?? '';
  const min = amountsOf(item.min);
  const max = amountsOf(item.max);
  const ofContainer = type === 'Container';
  // a maximum is the default limit where there is none; that, or else the minimum, is the default request
  const limits = ofContainer ? filledFrom(amountsOf(item.default), max) : NO_AMOUNTS;
  const requests = ofContainer ? filledFrom(filledFrom(amountsOf(item.defaultRequest), limits), min) : NO_AMOUNTS;
  return { owner, type, min, max, ratio: amountsOf(item.maxLimitRequestRatio), limits, requests };
}
