import { readScalar } from './scalar';

/** Thrown where a text is not as plain as this reader wants it. */
const ODD = new Error('not plain');

const KEY = /([A-Za-z0-9_][A-Za-z0-9_./-]*|"[^"\\\n]+"|'[^'\n]+'):(?=[ \n]|$)/y;
const DOUBLE = /"(?:[^"\\\n]|\\["\\/bfnrt])*"/y;
const SINGLE = /'(?:[^'\n]|'')*'/y;
const TEXTS = /\[(?: *"(?:[^"\\\n]|\\["\\/bfnrt])*" *(?:,(?! *\])|(?=\])))*\]/y;
const REST = / *(?: #[^\n]*)?(?=\n|$)/y;
const NOTHING = / *(?:#[^\n]*)?(?=\n|$)/y;
const LITERAL = /\|([-+]?) *(?: #[^\n]*)?(?=\n|$)/y;
const INDICATORS = new Set('&*!|>%@`"\'{}[],#?:=');

/**
 * Reads the YAML that programs write: block maps and lists, scalars on one line, literal blocks. Ten times as fast as the library, which reads
 * everything else: where anything is out of the ordinary, or wrong, this gives up.
 *
 * @returns the map that the text holds, or nothing if the library has to look at it
 */
export function readPlainYaml(text: string): object | undefined {
  try {
    return new PlainYaml(text).read();
  } catch (error) {
    if (error === ODD) {
      return undefined;
    }
    throw error;
  }
}

/** One document. Between calls it stands at the first character of a line that says something, behind its indentation. */
class PlainYaml {
  private at = 0;
  private indent = 0;

  constructor(private readonly text: string) {}

  public read(): object {
    this.nextLine();
    if (this.at >= this.text.length) {
      throw ODD;
    }
    const map = this.map(this.indent, 0);
    if (this.at < this.text.length) {
      throw ODD;
    }
    return map;
  }

  /** Goes from the beginning of a line to the first line that says something. */
  private nextLine(): void {
    const { text } = this;
    for (;;) {
      const begin = this.at;
      while (text.charCodeAt(this.at) === 0x20) {
        this.at++;
      }
      const code = text.charCodeAt(this.at);
      if (this.at >= text.length) {
        this.indent = -1;
        return;
      }
      if (code === 0x0a) {
        this.at++;
      } else if (code === 0x23) {
        this.at = this.endOfLine() + 1;
      } else if (code === 0x09 || code === 0x0d) {
        throw ODD;
      } else {
        this.indent = this.at - begin;
        return;
      }
    }
  }

  private endOfLine(): number {
    const end = this.text.indexOf('\n', this.at);
    return end < 0 ? this.text.length : end;
  }

  private map(indent: number, depth: number): object {
    const map: { [key: string]: unknown } = {};
    if (depth > 200) {
      throw ODD;
    }
    do {
      const key = this.key();
      if (key === '__proto__' || Object.prototype.hasOwnProperty.call(map, key)) {
        throw ODD;
      }
      map[key] = this.valueOf(indent, depth, true);
    } while (this.indent === indent);
    if (this.indent > indent) {
      throw ODD;
    }
    return map;
  }

  private key(): string {
    KEY.lastIndex = this.at;
    const found = KEY.exec(this.text);
    if (!found) {
      throw ODD;
    }
    this.at = KEY.lastIndex;
    const [, key] = found;
    const first = key.charCodeAt(0);
    if (first === 0x22 || first === 0x27) {
      return key.slice(1, -1);
    }
    const value = readScalar(key);
    if (value === null) {
      throw ODD;
    }
    return String(value);
  }

  private list(indent: number, depth: number): unknown[] {
    const list: unknown[] = [];
    if (depth > 200) {
      throw ODD;
    }
    do {
      if (!this.atDash()) {
        throw ODD;
      }
      const dash = this.at++;
      while (this.text.charCodeAt(this.at) === 0x20) {
        this.at++;
      }
      KEY.lastIndex = this.at;
      if (KEY.test(this.text)) {
        const column = indent + this.at - dash;
        this.indent = column;
        list.push(this.map(column, depth + 1));
      } else {
        list.push(this.valueOf(indent, depth, false));
      }
    } while (this.indent === indent && this.atDash());
    if (this.indent > indent) {
      throw ODD;
    }
    return list;
  }

  private atDash(): boolean {
    const next = this.text.charCodeAt(this.at + 1);
    return this.text.charCodeAt(this.at) === 0x2d && (next === 0x20 || next === 0x0a || this.at + 1 === this.text.length);
  }

  /** The value of a key, or of an item: on the rest of the line, or on deeper lines below it. */
  private valueOf(indent: number, depth: number, ofKey: boolean): unknown {
    NOTHING.lastIndex = this.at;
    if (NOTHING.test(this.text)) {
      this.at = this.endOfLine() + 1;
      this.nextLine();
      if (this.indent > indent) {
        return this.atDash() ? this.list(this.indent, depth + 1) : this.map(this.indent, depth + 1);
      }
      // a list may stand as far left as its key
      return ofKey && this.indent === indent && this.atDash() ? this.list(indent, depth + 1) : null;
    }
    while (this.text.charCodeAt(this.at) === 0x20) {
      this.at++;
    }
    const value = this.inline(indent);
    if (this.indent > indent) {
      throw ODD;
    }
    return value;
  }

  private inline(indent: number): unknown {
    switch (this.text[this.at]) {
      case '"': return this.ended(this.match(DOUBLE), (found) => (found.includes('\\') ? JSON.parse(found) as string : found.slice(1, -1)));
      case "'": return this.ended(this.match(SINGLE), (found) => found.slice(1, -1).replace(/''/g, "'"));
      case '[': return this.ended(this.match(TEXTS), (found) => JSON.parse(found) as string[]);
      case '{': return this.ended(this.match(/\{ *\}/y), () => ({}));
      case '|': return this.literal(indent);
      default: return this.plain();
    }
  }

  private match(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (!found) {
      throw ODD;
    }
    this.at = pattern.lastIndex;
    return found[0];
  }

  /** The value of what was read, if nothing but a comment stands behind it. */
  private ended<T>(found: string, value: (found: string) => T): T {
    if (found.includes('\t')) {
      throw ODD;
    }
    this.match(REST);
    this.at = this.endOfLine() + 1;
    this.nextLine();
    return value(found);
  }

  private plain(): unknown {
    const first = this.text[this.at];
    if (INDICATORS.has(first) || (first === '-' && /[\s-]/.test(this.text[this.at + 1] ?? ' ') && this.text[this.at + 1] !== '-')) {
      throw ODD;
    }
    const end = this.endOfLine();
    let line = this.text.slice(this.at, end);
    const comment = line.indexOf(' #');
    line = (comment < 0 ? line : line.slice(0, comment)).trimEnd();
    if (line.includes(': ') || line.endsWith(':') || line.includes('\t') || line.includes('\r')) {
      throw ODD;
    }
    this.at = end + 1;
    this.nextLine();
    return readScalar(line);
  }

  /** A block of lines that stands deeper than what it belongs to. */
  private literal(indent: number): string {
    LITERAL.lastIndex = this.at;
    const header = LITERAL.exec(this.text);
    if (!header) {
      throw ODD;
    }
    this.at = this.endOfLine() + 1;
    const lines: string[] = [];
    let deep = -1;
    let empty = 0;
    while (this.at < this.text.length) {
      const end = this.endOfLine();
      let spaces = this.at;
      while (this.text.charCodeAt(spaces) === 0x20) {
        spaces++;
      }
      const depth = spaces - this.at;
      if (spaces === end) {
        // spaces beyond the block's own are part of it, if they are none of its end
        if (deep < 0 ? depth > 0 : depth > deep) {
          throw ODD;
        }
        empty++;
      } else if (deep < 0 ? depth <= indent : depth < deep) {
        if (depth > indent) {
          throw ODD;
        }
        break;
      } else {
        deep = deep < 0 ? depth : deep;
        for (; empty > 0; empty--) {
          lines.push('');
        }
        lines.push(this.text.slice(this.at + deep, end));
      }
      this.at = end + 1;
    }
    if (lines.length === 0) {
      throw ODD;
    }
    this.nextLine();
    const body = lines.join('\n');
    if (header[1] === '+') {
      throw ODD;
    }
    return header[1] === '-' ? body : `${body}\n`;
  }
}
