const WORDS = new Map<string, boolean | null>([
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map((word) => [word, true] as const),
  ...['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map((word) => [word, false] as const),
  ...['', '~', 'null', 'Null', 'NULL'].map((word) => [word, null] as const),
]);
const NUMBERS = new Map([
  ...['.nan', '.NaN', '.NAN'].map((word) => [word, NaN] as const),
  ...['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF'].map((word) => [word, Infinity] as const),
  ...['-.inf', '-.Inf', '-.INF'].map((word) => [word, -Infinity] as const),
]);
const FLOAT = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/;
const INTEGER = /^([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))$/;
const DATE = /^\d{4}-/;

/**
 * What kubectl takes a scalar without quotes for. It reads YAML 1.1 by the rules of go-yaml 2: `y`, `no` and `on` are true or false, `010` is
 * eight, `1:30` and dates are texts.
 *
 * @see https://github.com/yaml/go-yaml/blob/v2.4.2/resolve.go
 */
export function readScalar(text: string): string | number | boolean | null {
  const first = text.charCodeAt(0);
  const mayBeNumber = (first >= 0x30 && first <= 0x39) || first === 0x2b || first === 0x2d || first === 0x2e;
  if (!mayBeNumber) {
    const word = WORDS.get(text);
    return word === undefined ? text : word;
  }
  const special = NUMBERS.get(text);
  if (special !== undefined) {
    return special;
  }
  // where it begins with a dot, underscores are letters like any other
  const plain = first === 0x2e ? text : text.replace(/_/g, '');
  const [whole, sign, hex, binary, octal, decimal] = first === 0x2e || DATE.test(text) ? [] : INTEGER.exec(plain) ?? [];
  if (whole !== undefined) {
    const size = decimal !== undefined ? Number(decimal) : parseInt(hex ?? binary ?? octal, hex !== undefined ? 16 : binary !== undefined ? 2 : 8);
    return sign === '-' && size !== 0 ? -size : size;
  }
  const number = FLOAT.test(plain) ? Number(plain) : NaN;
  return Number.isFinite(number) ? number : text;
}
