/** A value of a text in JSON, with the place where it begins. */
export interface JsonValue {
  readonly value: unknown;
  readonly offset: number;
  /** What it is an item of, without its items. */
  readonly list?: object;
}

/** What is wrong with a text in JSON, and where. */
export class JsonFault extends Error {
  /** @param twice the key that stands twice in one map, if that is it */
  constructor(message: string, public readonly offset: number, public readonly twice?: string) {
    super(message);
  }
}

const DEEPEST = 500;
const SPACE = /[ \t\n\r]*/y;
const PLAIN = /[^"\\\u0000-\u001f]*/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const ATOM = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?|true|false|null/y;

/**
 * The values of a text in JSON, one behind the other; those in the `items` of a list each for itself, so that each has its own place.
 *
 * `JSON.parse` knows no places, and of two members of one name it keeps the last without a word.
 *
 * @throws JsonFault
 */
export class JsonText {
  private at = 0;

  /** @param places where each key of each map stands, for whoever has to tell */
  constructor(private readonly text: string, private readonly places?: WeakMap<object, Map<string, number>>) {}

  public* values(): Generator<JsonValue> {
    for (this.space(); this.at < this.text.length; this.space()) {
      const offset = this.at;
      const items: JsonValue[] = [];
      const value = this.value(0, items);
      const isList = Array.isArray((value as { items?: unknown } | null)?.items);
      if (!isList) {
        yield { value, offset };
        continue;
      }
      const list = { ...(value as object), items: undefined };
      yield { value: list, offset };
      for (const item of items) {
        yield { ...item, list };
      }
    }
  }

  private value(depth: number, items?: JsonValue[]): unknown {
    if (depth > DEEPEST) {
      throw new JsonFault(`lists and maps stand ${DEEPEST} deep here; no manifest is as deep as that`, this.at);
    }
    switch (this.text[this.at]) {
      case '{': return this.map(depth, items);
      case '[': return this.list(depth);
      case '"': return this.string();
      default: return JSON.parse(this.match(ATOM, 'a value'));
    }
  }

  private map(depth: number, items?: JsonValue[]): object {
    const map: { [key: string]: unknown } = {};
    const places = this.places && new Map<string, number>();
    this.at++;
    this.space();
    while (this.text[this.at] !== '}') {
      const keyAt = this.at;
      const key = this.string();
      if (Object.prototype.hasOwnProperty.call(map, key)) {
        throw new JsonFault(`${JSON.stringify(key)} stands twice in one map; take one of them away`, keyAt, key);
      }
      this.space();
      this.expect(':');
      this.space();
      const value = items && key === 'items' && this.text[this.at] === '[' ? this.list(depth + 1, items) : this.value(depth + 1);
      Object.defineProperty(map, key, { value, enumerable: true, configurable: true, writable: true });
      places?.set(key, keyAt);
      this.next('}');
    }
    this.at++;
    if (places) {
      this.places?.set(map, places);
    }
    return map;
  }

  private list(depth: number, places?: JsonValue[]): unknown[] {
    const list: unknown[] = [];
    this.at++;
    this.space();
    while (this.text[this.at] !== ']') {
      const offset = this.at;
      const value = this.value(depth + 1);
      list.push(value);
      places?.push({ value, offset });
      this.next(']');
    }
    this.at++;
    return list;
  }

  /** Passes over the comma to the next member, which has to be there. */
  private next(end: string): void {
    this.space();
    if (this.text[this.at] === ',') {
      this.at++;
      this.space();
      if (this.text[this.at] === end) {
        throw new JsonFault(`${end} stands behind a comma; take the comma away`, this.at);
      }
    } else if (this.text[this.at] !== end) {
      throw this.unexpected(`',' or '${end}'`);
    }
  }

  /** Step by step: one expression for a text of a hundred megabytes would need a stack of that size. */
  private string(): string {
    if (this.text[this.at] !== '"') {
      throw this.unexpected('a text in double quotes');
    }
    const begin = ++this.at;
    let escaped = false;
    for (this.pass(PLAIN); this.text[this.at] !== '"'; this.pass(PLAIN)) {
      if (!this.pass(ESCAPE)) {
        throw this.unexpected(this.text[this.at] === '\\' ? 'what JSON knows behind a backslash' : "'\"'");
      }
      escaped = true;
    }
    const end = this.at++;
    return escaped ? JSON.parse(this.text.slice(begin - 1, end + 1)) : this.text.slice(begin, end);
  }

  private pass(pattern: RegExp): boolean {
    pattern.lastIndex = this.at;
    const isThere = pattern.test(this.text);
    this.at = isThere ? pattern.lastIndex : this.at;
    return isThere;
  }

  private space(): void {
    SPACE.lastIndex = this.at;
    SPACE.exec(this.text);
    this.at = SPACE.lastIndex;
  }

  private expect(character: string): void {
    if (this.text[this.at] !== character) {
      throw this.unexpected(`'${character}'`);
    }
    this.at++;
  }

  private match(pattern: RegExp, what: string): string {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (!found) {
      throw this.unexpected(what);
    }
    this.at = pattern.lastIndex;
    return found[0];
  }

  private unexpected(what: string): JsonFault {
    const got = this.text[this.at];
    return new JsonFault(got === undefined ? `the text ends where ${what} is expected; is the file whole?` : `expected ${what}, got ${JSON.stringify(got)}`, this.at);
  }
}
