import { TextDecoder } from 'node:util';

/** A document of a file, as text. */
export interface DocumentText {
  /** With `\n` at the end of each line. */
  readonly text: string;
  /** The line of the file that it begins in, counted from 1. */
  readonly line: number;
}

const SEPARATOR = /^---(?=[ \t\n]|$)/gm;
/** V8 holds no longer text than 512 MiB, and no cluster has an object of this size. */
const MEBIBYTE = 1024 * 1024;
const LONGEST = 256 * MEBIBYTE;

/**
 * The documents of a file that arrives in pieces, one after the other, as kubectl separates them: by lines that begin with `---`. No more than
 * one document is in memory.
 */
export async function* documentsOf(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<DocumentText> {
  const document = new Gathered();
  for await (const piece of decoded(pieces)) {
    const end = piece.lastIndexOf('\n') + 1;
    if (end > 0) {
      yield* document.add(piece.slice(0, end));
    }
    document.begin(piece.slice(end));
  }
  yield* document.add('');
  yield document.take();
}

/** What was read of a document so far. */
class Gathered {
  private parts: string[] = [];
  private size = 0;
  private first = 1;
  private line = 1;
  /** A line whose end has not arrived, in pieces: a file may be one line, which is not to be put together anew for each piece. */
  private begun: string[] = [];
  private begunSize = 0;

  /** Adds the beginning of a line, or more of it. */
  public begin(part: string): void {
    this.begun.push(part);
    this.begunSize += part.length;
    this.measure();
  }

  /** Adds the rest of what was begun and whole lines; gives the documents that end in them. */
  public* add(rest: string): Generator<DocumentText> {
    const lines = this.begun.join('') + rest;
    this.begun = [];
    this.begunSize = 0;
    const text = lines.includes('\r') ? lines.replace(/\r\n/g, '\n') : lines;
    let from = 0;
    SEPARATOR.lastIndex = 0;
    for (let found = SEPARATOR.exec(text); found; found = SEPARATOR.exec(text)) {
      const at = found.index;
      this.keep(text.slice(from, at));
      yield this.take();
      // what stands behind the dashes belongs to the next document, in its own column
      from = at + 3;
      this.parts.push('   ');
      SEPARATOR.lastIndex = from;
    }
    this.keep(text.slice(from));
  }

  public take(): DocumentText {
    const document = { text: this.parts.join(''), line: this.first };
    this.parts = [];
    this.size = 0;
    this.first = this.line;
    return document;
  }

  private keep(text: string): void {
    this.parts.push(text);
    this.size += text.length;
    this.measure();
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
      this.line++;
    }
  }

  private measure(): void {
    if (this.size + this.begunSize > LONGEST) {
      throw new Error(`the document that begins in line ${this.first} is longer than ${LONGEST / MEBIBYTE} MiB; split it by lines of ---`);
    }
  }
}

async function* decoded(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined;
  try {
    for await (const piece of pieces) {
      // the shell of Windows writes UTF-16 where one redirects into a file; a byte order mark is no text
      decoder ??= new TextDecoder(piece[0] === 0xff && piece[1] === 0xfe ? 'utf-16le' : 'utf-8', { fatal: true });
      yield decoder.decode(piece, { stream: true });
    }
    yield decoder?.decode() ?? '';
  } catch (error) {
    throw error instanceof TypeError ? new Error('it is no text in UTF-8; save it in that encoding') : error;
  }
}
