import { Severity } from '../../../manifest/finding';
import { faultText } from '../../input/fault';
import { placeOf } from '../place';
import { isNew, Result } from '../result';

/**
 * Annotations of a pull request, as a workflow of GitHub prints them.
 *
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export function asGithub({ findings, faults }: Result): string {
  return [
    ...faults.map((fault) => command('error', { file: fault.file, line: fault.line, col: fault.column, title: 'unreadable' }, faultText(fault))),
    ...findings.filter(isNew).map((finding) => command(
      finding.severity === Severity.ERROR ? 'error' : 'warning',
      { ...placeOf(finding), title: finding.object ? `${finding.rule} ${finding.object}` : finding.rule },
      finding.message,
    )),
  ].map((line) => `${line}\n`).join('');
}

function command(name: string, properties: { readonly [key: string]: string | number | undefined }, message: string): string {
  const given = Object.entries(properties).filter(([, value]) => value !== undefined).map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
  return `::${name} ${given.join(',')}::${escapeData(message)}`;
}

const escapeData = (text: string): string => text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
const escapeProperty = (text: string): string => escapeData(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
