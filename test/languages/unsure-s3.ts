import { createServer, IncomingMessage, Server } from 'node:http';
import { AddressInfo } from 'node:net';

/** What goes wrong with the first request that creates a marker: it is done and the answer is lost, it is done and the answer is an error, or it meets another one and neither is done. */
export type Mishap = 'lost' | 500 | 409;

const escaped = (text: string): string => text.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`);

/** Enough of S3 to score a shard: lists, gets, puts (`If-None-Match: *` too) and deletes of objects by path, with one mishap. */
export class UnsureS3 {
  /** Content by bucket and key. */
  public readonly objects = new Map<string, string>();
  private readonly server: Server;
  private unhurt = true;

  public constructor(private readonly mishap: Mishap) {
    this.server = createServer((request, response) => void this.answer(request).then(({ status, body = '' }) => {
      if (status === 0) {
        request.socket.destroy();
      } else {
        response.writeHead(status, { 'ETag': '"e"', 'Content-Length': Buffer.byteLength(body) }).end(body);
      }
    }));
  }

  public async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  public stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private async answer(request: IncomingMessage): Promise<{ readonly status: number; readonly body?: string }> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) {
      chunks.push(chunk as Buffer);
    }
    const { pathname, searchParams } = new URL(request.url!, 'http://s3');
    const path = decodeURIComponent(pathname).replace(/^\/|\/$/g, '');
    if (request.method === 'PUT') {
      return this.put(path, Buffer.concat(chunks).toString(), request.headers['if-none-match'] === '*');
    }
    if (request.method === 'DELETE') {
      this.objects.delete(path);
      return { status: 204 };
    }
    if (searchParams.has('list-type')) {
      const keys = [...this.objects.keys()].filter((key) => key.startsWith(`${path}/${searchParams.get('prefix') ?? ''}`));
      return { status: 200, body: `<ListBucketResult>${keys.map((key) => `<Contents><Key>${escaped(key.slice(path.length + 1))}</Key></Contents>`).join('')}</ListBucketResult>` };
    }
    const body = this.objects.get(path);
    return body === undefined ? { status: 404, body: '<Error><Code>NoSuchKey</Code></Error>' } : { status: 200, body };
  }

  private put(path: string, body: string, isNew: boolean): { readonly status: number; readonly body?: string } {
    const hurt = isNew && this.unhurt;
    this.unhurt &&= !isNew;
    if (hurt && this.mishap === 409) {
      return { status: 409, body: '<Error><Code>ConditionalRequestConflict</Code></Error>' };
    }
    if (isNew && this.objects.has(path)) {
      return { status: 412, body: '<Error><Code>PreconditionFailed</Code></Error>' };
    }
    this.objects.set(path, body);
    return hurt ? { status: this.mishap === 'lost' ? 0 : 500 } : { status: 200 };
  }
}
