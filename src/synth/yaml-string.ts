/** What a string may be whose first character it is. */
enum First {
  /** Nothing that a rule here can tell. */
  OTHER,
  /** Plain, whatever follows, but for a few words. */
  WORD,
  DIGIT,
  DASH,
}

const ASCII = 0x80;
const SPACE = 0x20;
const LINE_END = 0x0a;
const HASH = 0x23;
const COLON = 0x3a;

const FIRST = firsts();
const INSIDE = insides();

/** The words that YAML 1.1 reads as a boolean or as null. */
const READS_AS_WORD = new Set([
  'y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON',
  'n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF',
  'null', 'Null', 'NULL',
]);
const LONGEST_WORD = 5;

const NUMBER = /^[0-9]+(?:\.[0-9]+)?$/;
const EXPONENT = /^[eE][-+]?[0-9]+$/;
/** Quantities and durations (`500m`, `1.5Gi`), versions and addresses (`1.2.3`, `10.0.0.0/8`): no number or date of YAML 1.1 looks like one. */
const NO_NUMBER = /^(?:(?!0[xb])[0-9]+(?:\.[0-9]+)?[A-Za-z]+|[0-9]+(?:\.[0-9]+){2,}(?:\/[0-9]+)?)$/;
/** An argument of a command line: `-v`, `--port=8080`; not `-e3`, `-1`, `-.5`. */
const OPTION = /^-[-A-DF-Za-df-z]/;
/** Lines of printable ASCII that start and end with a word; at most one line end after it. */
const LINES = /^[!-~][\n -~]*[!-~]\n?$/;

/**
 * The YAML of a string on one line where that is certain by rule: plain, or in double quotes where it would be read as something else.
 * Undefined where more than a rule is needed.
 *
 * The rules are those of YAML 1.1, which cdk8s writes, and of the `yaml` library that it writes with.
 */
export function inlineString(value: string): string | undefined {
  const length = value.length;
  if (length === 0) {
    return '""';
  }
  const code = value.charCodeAt(0);
  const first: First = code < ASCII ? FIRST[code] : First.OTHER;
  if (first === First.OTHER || !isPlainInside(value, length)) {
    return undefined;
  }
  if (first === First.WORD) {
    return readsAsOther(value, length) ? `"${value}"` : value;
  }
  if (first === First.DASH) {
    return OPTION.test(value) ? value : undefined;
  }
  return NUMBER.test(value) ? `"${value}"` : NO_NUMBER.test(value) ? value : undefined;
}

/** The YAML of lines of text as a value in a map or list, where that is certain by rule: a literal block. `indent` is that of the text. */
export function blockString(value: string, indent: string): string | undefined {
  if (!LINES.test(value)) {
    return undefined;
  }
  const ends = value.charCodeAt(value.length - 1) === LINE_END;
  const text = ends ? value.slice(0, -1) : value;
  return `|${ends ? '' : '-'}\n${indent}${text.replace(/\n+/g, `$&${indent}`)}`;
}

/**
 * True if nothing after the first character has a meaning to YAML. A space has none but after a colon, before a comment and at the end; a
 * colon none but before a space and at the end.
 */
function isPlainInside(value: string, length: number): boolean {
  let previous = 0;
  for (let i = 1; i < length; i++) {
    const code = value.charCodeAt(i);
    if (code >= ASCII || INSIDE[code] === 0) {
      return false;
    }
    if (code === SPACE && previous === COLON || code === HASH && previous === SPACE) {
      return false;
    }
    previous = code;
  }
  return previous !== SPACE && previous !== COLON;
}

function readsAsOther(value: string, length: number): boolean {
  return length <= LONGEST_WORD && READS_AS_WORD.has(value) || (value.startsWith('e') || value.startsWith('E')) && EXPONENT.test(value);
}

function firsts(): Uint8Array {
  const table = new Uint8Array(ASCII);
  const fill = (chars: string, first: First) => [...chars].forEach((char) => table[char.charCodeAt(0)] = first);
  fill('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_/$(', First.WORD);
  fill('0123456789', First.DIGIT);
  fill('-', First.DASH);
  return table;
}

/** Every printable ASCII character. */
function insides(): Uint8Array {
  return new Uint8Array(ASCII).fill(1, SPACE, ASCII - 1);
}
