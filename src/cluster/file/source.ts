import { readFileSync } from 'node:fs';
import type * as yaml from 'yaml';
import { refusal, show } from '../../border/problems';

type Path = readonly (string | number)[];

/** A file in YAML or JSON, with the line of everything in it. */
export class Source {
  /**
   * The file at that path.
   * @throws if it cannot be read, or is no YAML
   */
  public static read(path: string): Source {
    let text: string;
    try {
      text = readFileSync(path, 'utf8');
    } catch (error) {
      throw refusal([`[${path}] cannot be read (${(error as NodeJS.ErrnoException).code ?? (error as Error).message}); make it by kubectl get nodes -o json | npx cdk8s-ml import-nodes --output ${path}`]);
    }
    // loaded here: most programs read no file, and the library takes its time
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const { LineCounter, parseDocument } = require('yaml') as typeof yaml;
    const lines = new LineCounter();
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'silent' });
    const source = new Source(path, document, (offset) => lines.linePos(offset).line);
    if (document.errors.length > 0) {
      throw refusal(document.errors.slice(0, 1).map(({ message, pos }) => `[${path}:${lines.linePos(pos[0]).line}] must be YAML or JSON (${message.split('\n')[0]}); mend it, or write it anew with import-nodes`));
    }
    return source;
  }

  private readonly lines: string[] = [];
  /** What the file holds, as plain data. */
  public readonly value: unknown;

  private constructor(private readonly path: string, private readonly document: yaml.Document, private readonly lineOf: (offset: number) => number) {
    this.value = document.errors.length > 0 ? undefined : document.toJS({ maxAliasCount: 100 });
  }

  /** Records that what stands at `path` breaks `rule`. */
  public add(path: Path, rule: string, got: unknown, remedy: string): void {
    this.say(path, `'${nameOf(path)}' must be ${rule}, got ${show(got)}; ${remedy}`);
  }

  /** Records a sentence about what stands at `path`. */
  public say(path: Path, sentence: string): void {
    this.lines.push(`[${this.path}:${this.line(path)}] ${sentence}`);
  }

  /** Records each line of an error that a factory threw when it was handed what stands at `path`. */
  public sayAll(path: Path, { message }: Error): void {
    message.split('\n').map((line) => line.trim()).filter((line) => !/^\d+ problems:$/.test(line)).forEach((line) => this.say(path, line));
  }

  /** Records a sentence that begins with the name of what it is about, `'gateways[0].name' must be …`. */
  public sayOf(sentence: string): void {
    const name = /^'([^']*)'/.exec(sentence)?.[1] ?? '';
    this.say((name.match(/[^.[\]]+/g) ?? []).map((step) => (/^\d+$/.test(step) ? Number(step) : step)), sentence);
  }

  /** How many are recorded. */
  public get problems(): number {
    return this.lines.length;
  }

  /** Throws one error with everything that was recorded; does nothing if there is nothing. */
  public throw(): void {
    if (this.lines.length > 0) {
      throw refusal(this.lines);
    }
  }

  /** The line of what stands there, or of the nearest that holds it. */
  private line(path: Path): number {
    for (let end = path.length; end >= 0; end--) {
      const node = this.document.getIn(path.slice(0, end), true) as yaml.Node | undefined;
      if (node?.range) {
        return this.lineOf(node.range[0]);
      }
    }
    return 1;
  }
}

function nameOf(path: Path): string {
  return path.map((step, i) => (typeof step === 'number' ? `[${step}]` : `${i > 0 ? '.' : ''}${step}`)).join('') || 'file';
}
