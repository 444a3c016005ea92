import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ArtifactLocation, Location, Log, Notification, ReportingDescriptor, Result as SarifResult } from 'sarif';
import { Finding } from '../../../manifest/finding';
import { RULES } from '../../../rules/table';
import { Fault } from '../../input/fault';
import { leftOutTexts } from '../../input/left-out';
import { placeOf } from '../place';
import { isUnjudged, Result } from '../result';

/**
 * A log of SARIF 2.1.0, which code hosts and editors show.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function asSarif(result: Result, version: string): string {
  const rules = describedRules(result);
  const indexes = new Map(rules.map(({ id }, i) => [id, i]));
  const compared = result.gone.length > 0 || result.findings.some(({ known }) => known);
  const log: Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{
      tool: { driver: { name: 'cdk8s-ml', semanticVersion: version, informationUri: 'https://github.com/cdk8s-ml/cdk8s-ml', rules } },
      columnKind: 'utf16CodeUnits',
      invocations: [{
        executionSuccessful: !isUnjudged(result),
        toolExecutionNotifications: [...result.faults.map(notification), ...leftOutTexts(result.leftOut).map(note)],
      }],
      results: result.findings.map((finding) => resultOf(finding, indexes, compared)),
    }],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function describedRules({ rules }: Result): ReportingDescriptor[] {
  const described = RULES.map(({ id, title, severity, why, fix }) => ({
    id, shortDescription: { text: title }, fullDescription: { text: why }, help: { text: fix }, defaultConfiguration: { level: severity },
  }));
  return [...described, ...rules.map(({ rule: { id, title, severity } }) => ({ id, shortDescription: { text: title }, defaultConfiguration: { level: severity } }))];
}

function resultOf(finding: Finding, indexes: ReadonlyMap<string, number>, compared: boolean): SarifResult {
  const { rule, severity, object, message, waivedBecause, known } = finding;
  return {
    ruleId: rule,
    ruleIndex: indexes.get(rule),
    level: severity,
    message: { text: message },
    locations: [locationOf(placeOf(finding), object)],
    partialFingerprints: { 'object/v1': `${rule} ${object}` },
    ...(compared ? { baselineState: known ? 'unchanged' : 'new' } : {}),
    ...(waivedBecause === undefined ? {} : { suppressions: [{ kind: 'inSource', justification: waivedBecause }] }),
  };
}

function locationOf({ file, line, column }: { readonly file: string; readonly line?: number; readonly column?: number }, object?: string): Location {
  const region = { startLine: line, startColumn: column };
  return {
    physicalLocation: { artifactLocation: artifact(file), ...(line === undefined ? {} : { region }) },
    ...(object ? { logicalLocations: [{ fullyQualifiedName: object, kind: 'resource' }] } : {}),
  };
}

function artifact(file: string): ArtifactLocation {
  return isAbsolute(file) ? { uri: pathToFileURL(file).href } : { uri: file.split('/').map(encodeURIComponent).join('/'), uriBaseId: '%SRCROOT%' };
}

function notification({ file, line, column, message }: Fault): Notification {
  return { level: 'error', message: { text: message }, locations: [locationOf({ file, line, column })] };
}

const note = (text: string): Notification => ({ level: 'note', message: { text } });
