import { createServer, IncomingHttpHeaders, IncomingMessage, Server, ServerResponse } from 'node:http';
import { AddressInfo } from 'node:net';

/** What a server was asked, and how much of the answer it sent. */
export interface Asked {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly query?: string;
  sent: number;
}

/** A web server with files in memory, which can fail in the ways that servers do. */
export class FileServer {
  public readonly files = new Map<string, Buffer>();
  public readonly asked: Asked[] = [];
  /** Bytes after which the next answers for a path end in the middle, an entry for each. */
  public readonly cuts = new Map<string, number[]>();
  /** A status instead of the next answers for a path; the last one stays. */
  public readonly statuses = new Map<string, number[]>();
  /** Other answers, by path. */
  public readonly routes = new Map<string, (request: IncomingMessage, response: ServerResponse) => void>();
  public knowsRanges = true;
  public tellsLength = true;
  /** False if an answer ends when its connection does, as those of HTTP/1.0 may: there a cut looks like the end. */
  public tellsEnd = true;
  /** Bytes for each 5 ms; at once if left out. */
  public pace?: number;
  private readonly server: Server = createServer((request, response) => this.answer(request, response));

  public async listen(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  public get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  public get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  public async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** Bytes that were sent of a file, all answers together. */
  public sentOf(path: string): number {
    return this.asked.filter((asked) => asked.path === path).reduce((sum, { sent }) => sum + sent, 0);
  }

  /** Answers once with the beginning of a text of which it tells the length, and from then on as before. */
  public breakOff(path: string, text: string, bytes: number): void {
    const before = this.routes.get(path);
    this.routes.set(path, (_, response) => {
      if (before) this.routes.set(path, before);
      else this.routes.delete(path);
      response.writeHead(200, { 'Content-Length': text.length }).write(text.slice(0, bytes), () => setTimeout(() => response.destroy(), 20));
    });
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const [place, query] = request.url!.split('?');
    const path = decodeURIComponent(place).slice(1);
    const asked: Asked = { path, query, headers: request.headers, sent: 0 };
    this.asked.push(asked);
    const statuses = this.statuses.get(path);
    const status = statuses && statuses.length > 1 ? statuses.shift() : statuses?.[0];
    const route = this.routes.get(path);
    const file = this.files.get(path);
    if (status && status !== 200) {
      response.writeHead(status).end('no');
    } else if (route) {
      route(request, response);
    } else if (!file) {
      response.writeHead(404).end();
    } else {
      this.send(request, response, file, asked);
    }
  }

  private send(request: IncomingMessage, response: ServerResponse, file: Buffer, asked: Asked): void {
    const etag = `"${file.length}-${file[0] ?? 0}"`;
    const range = this.knowsRanges && (request.headers['if-range'] ?? etag) === etag ? /^bytes=(\d+)-$/.exec(request.headers.range ?? '') : null;
    const start = range ? Number(range[1]) : 0;
    if (range && start >= file.length) {
      response.writeHead(416, { 'Content-Range': `bytes */${file.length}` }).end();
      return;
    }
    const body = file.subarray(start);
    response.useChunkedEncodingByDefault = this.tellsEnd;
    response.writeHead(range ? 206 : 200, {
      ETag: etag,
      ...this.tellsLength && this.tellsEnd ? { 'Content-Length': body.length } : {},
      ...range ? { 'Content-Range': `bytes ${start}-${file.length - 1}/${file.length}` } : {},
    });
    const cut = this.cuts.get(asked.path)?.shift();
    const end = cut === undefined ? body.length : Math.min(cut, body.length);
    const next = (from: number): void => {
      if (response.destroyed) return;
      const to = Math.min(end, from + (this.pace ?? 65536));
      if (from >= end) {
        if (cut === undefined) response.end();
        else setTimeout(() => response.destroy(), 20);
        return;
      }
      asked.sent += to - from;
      response.write(body.subarray(from, to), () => (this.pace === undefined ? next(to) : setTimeout(() => next(to), 5)));
    };
    next(0);
  }
}
