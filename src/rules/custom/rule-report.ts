import { ManifestRecord } from './manifest-record';
import { checkCall } from '../../border/check-kinds';
import { Problems } from '../../border/problems';
import { Report } from '../rule';

/** What a rule of your own found. */
export class RuleReport {
  /** @internal */
  public static _to(report: Report): RuleReport {
    return new RuleReport(report);
  }

  private constructor(private readonly report: Report) {}

  /**
   * Reports something wrong with an object.
   *
   * @param object one of those that the rule was asked about
   * @param message what is wrong, with its numbers, and what to change
   * @throws if there is no message
   */
  public add(object: ManifestRecord, message: string): void {
    checkCall('RuleReport.add', [object, message]);
    if (message.trim() === '') {
      const problems = new Problems('RuleReport.add');
      problems.add('message', 'a text that is not empty', message, 'say what is wrong, and what to change');
      problems.throw();
    }
    this.report(object._subject, message.trim().replace(/\s+/g, ' '));
  }
}
