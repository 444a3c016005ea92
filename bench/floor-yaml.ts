import { blockString, inlineString } from '../src/synth/yaml-string';

/**
 * The fastest YAML writer that we could make for plain objects whose keys are in order already: no library behind it, no look at what the
 * values are but at their type, keys and indentations kept. It knows the strings of this benchmark and no others.
 */
export function floorYaml(documents: readonly object[]): string {
  let text = '';
  for (let i = 0; i < documents.length; i++) {
    text += i === 0 ? '' : '---\n';
    text += map(documents[i] as Record<string, unknown>, 0, true);
    text += '\n';
  }
  return text;
}

const keys: Map<string, string>[] = [];
const indents: string[] = [];

function map(value: Record<string, unknown>, depth: number, inLine: boolean): string {
  const texts = keys[depth] ??= new Map<string, string>();
  let text = '';
  for (const key in value) {
    let start = texts.get(key);
    if (start === undefined) {
      texts.set(key, start = `\n${indent(depth)}${key}:`);
    }
    text += inLine ? `${key}:` : start;
    inLine = false;
    const item = value[key];
    text += typeof item === 'object' ? collection(item as object, depth + 1, false) : ` ${scalar(item, depth)}`;
  }
  return text === '' ? (inLine ? '{}' : ' {}') : text;
}

function collection(value: object, depth: number, inLine: boolean): string {
  if (!Array.isArray(value)) {
    return map(value as Record<string, unknown>, depth, inLine);
  }
  if (value.length === 0) {
    return inLine ? '[]' : ' []';
  }
  let text = '';
  for (let i = 0; i < value.length; i++) {
    const item: unknown = value[i];
    text += inLine && i === 0 ? '- ' : `\n${indent(depth)}- `;
    text += typeof item === 'object' ? collection(item as object, depth + 1, true) : scalar(item, depth);
  }
  return text;
}

function scalar(value: unknown, depth: number): string {
  if (typeof value !== 'string') {
    return String(value);
  }
  const text = inlineString(value) ?? blockString(value, indent(depth + 1));
  if (text === undefined) {
    throw new Error(`the floor has no way to write ${JSON.stringify(value)}`);
  }
  return text;
}

function indent(depth: number): string {
  return indents[depth] ??= '  '.repeat(depth);
}
