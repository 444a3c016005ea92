import { DocumentText } from './documents';
import { Fault } from './fault';
import { itemOf } from './item-kind';
import { Lines } from './lines';
import { listItems } from './list-items';
import { readPlainYaml } from './plain-yaml';
import { readYaml } from './yaml';
import { JsonFault, JsonText } from '../../border/json-text';

/** A value of the input, with the line of its file that it begins in. */
export interface Placed {
  readonly value: unknown;
  readonly line: number;
}

/** What the documents of a file hold, and what is wrong with them. */
export interface Reading {
  readonly values: readonly Placed[];
  readonly faults: readonly Fault[];
}

/** The library takes a hundred times the memory of what it reads. */
const LONGEST_MIB = 16;
const LONGEST = LONGEST_MIB * 1024 * 1024;

/** Reads a document in YAML or JSON; objects in a list each for itself. */
export function readDocument(file: string, document: DocumentText): Reading {
  const { text, line } = document;
  const first = /\S/.exec(text)?.[0];
  // what stands before the first document says nothing of its own
  if (first === undefined || (/[#%]/.test(first) && /^(?:[ \t]*(?:[#%].*)?(?:\n|$))*$/.test(text))) {
    return { values: [], faults: [] };
  }
  if (first === '{') {
    const json = readJson(file, document);
    // braces are YAML too
    return json.faults.length === 0 || /\.json$/i.test(file) ? json : better(json, readWhole(file, text, line));
  }
  return readList(file, text, line) ?? readWhole(file, text, line);
}

/** A text that begins as JSON and is neither is meant to be JSON. */
function better(json: Reading, yaml: Reading): Reading {
  return yaml.faults.length === 0 || yaml.faults.some(({ template }) => template) ? yaml : json;
}

function readJson(file: string, { text, line: begin }: DocumentText): Reading {
  const values: Placed[] = [];
  const lines = new Lines(text, begin);
  try {
    for (const { value, offset, list } of new JsonText(text).values()) {
      values.push({ value: itemOf(list, value), line: lines.lineOf(offset) });
    }
    return { values, faults: [] };
  } catch (error) {
    if (!(error instanceof JsonFault)) {
      throw error;
    }
    const line = lines.lineOf(error.offset);
    return { values: [], faults: [{ file, line, column: error.offset - text.lastIndexOf('\n', error.offset - 1), message: error.message }] };
  }
}

function readList(file: string, text: string, line: number): Reading | undefined {
  const parts = listItems(text);
  if (!parts) {
    return undefined;
  }
  const readings = parts.items.map((item) => readWhole(file, item.text, line + item.skipped));
  const head = readWhole(file, parts.head, line);
  const faults = [...head.faults, ...readings.flatMap((reading) => reading.faults)];
  const items = readings.flatMap(({ values }) => values.map(({ value, line: at }) => ({ value: itemOf(head.values[0]?.value, value), line: at })));
  // an alias of one item may stand for something of another
  return faults.length > 0 && text.length <= LONGEST ? undefined : { values: [...head.values, ...items], faults };
}

function readWhole(file: string, text: string, line: number): Reading {
  const plain = readPlainYaml(text);
  if (plain !== undefined) {
    return { values: [{ value: plain, line: line + linesBefore(text) }], faults: [] };
  }
  if (text.length > LONGEST) {
    return { values: [], faults: [{ file, line, message: `the document that begins here is longer than ${LONGEST_MIB} MiB and no list of objects; split it by lines of ---` }] };
  }
  const { value, faults } = readYaml(text);
  if (faults.length > 0) {
    const lines = text.split('\n');
    return { values: [], faults: faults.map((fault) => ({ ...fault, file, line: line + fault.line - 1, template: looksLikeTemplate(lines, fault.line) })) };
  }
  return { values: value === null || value === undefined ? [] : [{ value, line: line + linesBefore(text) }], faults: [] };
}

/** Templates have their own signs where a value or a line begins. */
function looksLikeTemplate(lines: readonly string[], at: number): boolean {
  return (lines[at - 1] ?? '').includes('{{') || lines.some((line) => /^\s*(?:- )?(?:[\w./-]+:\s+)?(?:\{\{|\{%|<%)/.test(line));
}

/** How many lines without content stand before the first with some. */
function linesBefore(text: string): number {
  let lines = 0;
  for (let at = 0; at < text.length; lines++) {
    const newline = text.indexOf('\n', at);
    const end = newline < 0 ? text.length : newline;
    const line = text.slice(at, end);
    if (!/^\s*(#|%|$)/.test(line)) {
      return lines;
    }
    at = end + 1;
  }
  return 0;
}
