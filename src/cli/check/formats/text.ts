import { Finding } from '../../../manifest/finding';
import { counted } from '../../counted';
import { countsOf, isNew, Result } from '../result';

/** A line for each finding, and the sum at the end; nothing where there was nothing to judge. */
export function asText(result: Result): string {
  return result.objects === 0 ? '' : [...result.findings.filter(isNew).map(line), summary(result)].map((text) => `${text}\n`).join('');
}

function line({ path, severity, rule, object, message }: Finding): string {
  return `${path}: ${severity} ${rule}: ${message}${object && !message.includes(`'${object.slice(object.lastIndexOf('/') + 1)}'`) ? ` (${object})` : ''}`;
}

function summary({ findings, objects, files }: Result): string {
  const { errors, warnings, known, waived } = countsOf(findings);
  const others = [...known > 0 ? [`${known} known`] : [], ...waived > 0 ? [`${waived} waived`] : []];
  return `${[counted(errors, 'error'), counted(warnings, 'warning'), ...others].join(', ')} in ${counted(objects, 'object')} of ${counted(files, 'file')}`;
}
