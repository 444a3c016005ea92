import { createReadStream } from 'node:fs';
import { documentsOf } from './documents';
import { Fault } from './fault';
import { filesOf, STDIN, unreadable } from './files';
import { itemOf } from './item-kind';
import { LeftOut, Reason } from './left-out';
import { whyNotApplied } from './not-applied';
import { Placed, readDocument } from './objects';
import { shownPath } from './shown-path';
import { show } from '../../border/problems';
import { Cluster } from '../../cluster/cluster';
import { JudgedObject } from '../../manifest/judged';
import { Manifest } from '../../manifest/manifest';
import { isMap, Shape } from '../../reading/shape';

/** Everything that was handed in. */
export interface Input {
  readonly objects: readonly JudgedObject[];
  /** The number of files that were read. */
  readonly files: number;
  readonly faults: readonly Fault[];
  /** What is not judged, and why. */
  readonly leftOut: readonly LeftOut[];
}

/** Reads all manifests of the arguments, in the order of the arguments and of the names of files. */
export async function readInput(args: readonly string[], cluster: Cluster | undefined): Promise<Input> {
  const reader = new InputReader(cluster);
  for (const argument of args) {
    await reader.argument(argument);
  }
  return reader;
}

class InputReader implements Input {
  public readonly objects: JudgedObject[] = [];
  public readonly faults: Fault[] = [];
  public leftOut: LeftOut[] = [];
  private readonly read = new Set<string>();
  /** What is wrong with documents that do not look like manifests; said only where there is nothing else. */
  private unread: { readonly fault: Fault; readonly left: LeftOut }[] = [];

  constructor(private readonly cluster: Cluster | undefined) {}

  public get files(): number {
    return this.read.size;
  }

  public async argument(argument: string): Promise<void> {
    const { objects, faults } = { objects: this.objects.length, faults: this.faults.length };
    this.unread = [];
    const { files, ...found } = filesOf(argument);
    this.faults.push(...found.faults);
    this.leftOut.push(...found.leftOut);
    let again = false;
    for (const file of files) {
      again ||= this.read.has(file);
      if (!this.read.has(file)) {
        this.read.add(file);
        await this.file(file);
      }
    }
    if (this.objects.length === objects && this.faults.length === faults && !again) {
      this.sayUnread();
    }
    if (this.objects.length === objects && this.faults.length === faults && !again) {
      // a pipe whose first program failed must not look like a good result
      this.faults.push({ file: argument === STDIN ? 'stdin' : shownPath(argument), message: 'there is no manifest in it; name files or folders of manifests, or pipe them in' });
    }
  }

  /** Where there is nothing else, what cannot be read was meant. */
  private sayUnread(): void {
    const said = new Set(this.unread.map(({ left }) => left));
    this.faults.push(...this.unread.map(({ fault }) => fault));
    this.leftOut = this.leftOut.filter((left) => !said.has(left));
  }

  private async file(path: string): Promise<void> {
    const file = path === STDIN ? 'stdin' : shownPath(path);
    try {
      for await (const document of documentsOf(path === STDIN ? process.stdin : createReadStream(path, { highWaterMark: 1024 * 1024 }))) {
        const { values, faults } = readDocument(file, document);
        for (const placed of values) {
          this.value(file, placed);
        }
        this.faultsOf(file, faults, document.text);
      }
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      this.faults.push({ file, message: code === undefined ? (error as Error).message : unreadable(error) });
    }
  }

  /** What cannot be read and does not look like a manifest either is somebody else's file. */
  private faultsOf(file: string, faults: readonly Fault[], text: string): void {
    if (faults.length > 0 && faults.some(({ template }) => template)) {
      this.leave(Reason.TEMPLATE, file, faults[0].line);
    } else if (faults.length > 0 && !/(?:^|[\s{,])["']?(?:apiVersion|kind)["']?\s*:/m.test(text)) {
      this.leave(Reason.NO_MANIFEST, file, faults[0].line);
      this.unread.push({ fault: faults[0], left: this.leftOut[this.leftOut.length - 1] });
    } else {
      this.faults.push(...faults);
    }
  }

  private value(file: string, { value, line }: Placed): void {
    if (!isMap(value)) {
      this.leave(Reason.NO_MANIFEST, file, line);
      return;
    }
    const { apiVersion, kind, items } = value;
    if (Array.isArray(items) && (kind === undefined || isList(kind))) {
      items.forEach((item, i) => this.item(file, itemOf(value, item), line, i));
    } else if (isText(apiVersion) && isText(kind)) {
      const reason = whyNotApplied(value);
      if (reason !== undefined && !isEmptyList(value)) {
        this.leave(reason, file, line);
      } else if (!isEmptyList(value)) {
        this.objects.push({ manifest: value as Manifest, path: `${file}:${line}`, cluster: this.cluster });
      }
    } else if (isMap(value.metadata) && (isText(apiVersion) || isText(kind))) {
      const missing = isText(kind) ? 'apiVersion' : 'kind';
      this.faults.push({ file, line, message: `'${missing}' must be a text, got ${show(value[missing])}; every manifest says its apiVersion and its kind` });
    } else {
      this.leave(Reason.NO_MANIFEST, file, line);
    }
  }

  private leave(reason: Reason, file: string, line: number | undefined): void {
    this.leftOut.push({ reason, place: line === undefined ? file : `${file}:${line}` });
  }

  private item(file: string, item: unknown, line: number, order: number): void {
    if (isMap(item)) {
      this.value(file, { value: item, line });
    } else {
      this.faults.push({ file, line, message: `'items[${order}]' must be an object, got ${show(item)}; take it away` });
    }
  }
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
const isList = (kind: unknown): boolean => typeof kind === 'string' && kind.endsWith('List');

/** What is left of a list whose items were read one by one, or one that never had any. */
function isEmptyList({ kind, items, spec }: Shape): boolean {
  return isList(kind) && (items === undefined || items === null) && spec === undefined;
}
