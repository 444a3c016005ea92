import { Faults, given } from './faults';
import { isConfigKey } from '../../border/names';
import { Severity } from '../../manifest/finding';
import { isMap, mapOf } from '../../reading/shape';
import { Subject } from '../../reading/subject';
import { Rule } from '../rule';

const MEBIBYTE = 1024 * 1024;
const BASE64 = /^[A-Za-z0-9+/\r\n]*={0,2}[\r\n]*$/;

/** ConfigMaps and Secrets that the API server refuses. */
export const data: Rule = {
  id: 'ML-API-018',
  title: 'a ConfigMap and a Secret hold texts under legal keys',
  severity: Severity.ERROR,
  why: 'The API server refuses the object (ValidateConfigMap, ValidateSecret): values are texts (base64 in a Secret), and 1 MiB in all.',
  fix: "Put numbers and booleans into quotes, name keys with letters, digits, '-', '_' and '.', and keep large content out.",
  example: "ConfigMap 'ml-config': data.timeout must be a text, got 30; put it in quotes",
  judges: ['ConfigMap', 'Secret'],
  check(set, report) {
    for (const subject of set.ofKind('ConfigMap')) {
      checkData(new Faults(report, subject), subject, ['data', 'binaryData'], ['binaryData']);
    }
    for (const subject of set.ofKind('Secret')) {
      checkData(new Faults(report, subject), subject, ['data', 'stringData'], ['data']);
    }
  },
};

function checkData(faults: Faults, { manifest, kind }: Subject, fields: readonly string[], encoded: readonly string[]): void {
  let size = 0;
  for (const field of fields) {
    checkTexts(faults, kind, field, manifest[field], encoded.includes(field));
    const map = mapOf(manifest[field]);
    for (const key in map) {
      const value = map[key];
      size += typeof value === 'string' ? value.length : 0;
      if (!isConfigKey(key)) {
        faults.must(`a key of ${field}`, "at most 253 of A-Z, a-z, 0-9, '-', '_' and '.'", key, 'choose another key');
      }
      if (encoded.includes(field) && typeof value === 'string' && !BASE64.test(value)) {
        faults.say(`${field}.${key} must be base64; encode it, or put plain text into ${field === 'data' ? 'stringData' : 'data'}`);
      }
    }
  }
  if (fields[1] === 'binaryData' && isMap(manifest.binaryData)) {
    for (const key in manifest.binaryData) {
      if (isMap(manifest.data) && key in manifest.data) {
        faults.say(`data and binaryData both have the key '${key}'; rename one of them`);
      }
    }
  }
  // base64 is longer than what it stands for by a third
  if (size > MEBIBYTE && size * (encoded.includes(fields[0]) ? 3 / 4 : 1) > MEBIBYTE) {
    faults.must('its data', 'at most 1 MiB in all', `${size} characters`, 'put large content into a volume or into object storage');
  }
}

/** A Secret's values are never shown. Bytes may be a list of numbers too. */
function checkTexts(faults: Faults, kind: string, field: string, map: unknown, bytes: boolean): void {
  if (given(map) && !isMap(map)) {
    faults.must(field, 'a map of texts', kind === 'Secret' ? '…' : map, 'write key: "value"');
    return;
  }
  for (const [key, value] of Object.entries(mapOf(map))) {
    if (typeof value === 'string' || value === null || (bytes && Array.isArray(value))) {
      continue;
    }
    if (kind === 'Secret') {
      faults.say(`${field}.${key} must be a text; put it in quotes`);
    } else {
      faults.must(`${field}.${key}`, 'a text', value, 'put it in quotes');
    }
  }
}
