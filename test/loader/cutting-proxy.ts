import { AddressInfo, connect, createServer, Server, Socket } from 'node:net';

/** Lets connections through to a port, and breaks off those that bring much. */
export class CuttingProxy {
  /** Bytes that the server sent, all connections together. */
  public received = 0;
  /** Connections that were broken off. */
  public cuts = 0;
  private readonly sockets = new Set<Socket>();
  private readonly server: Server;

  /** @param limit bytes after which a connection breaks @param most connections that are broken off */
  constructor(private readonly target: number, private readonly limit: number, private readonly most: number) {
    this.server = createServer((client) => this.pass(client));
  }

  public async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  public async close(): Promise<void> {
    this.sockets.forEach((socket) => socket.destroy());
    await new Promise((resolve) => this.server.close(resolve));
  }

  private pass(client: Socket): void {
    const upstream = connect(this.target, '127.0.0.1');
    let brought = 0;
    [client, upstream].forEach((socket) => this.sockets.add(socket.on('error', () => undefined)));
    client.pipe(upstream);
    client.on('close', () => upstream.destroy());
    upstream.on('close', () => client.end());
    upstream.on('data', (data) => {
      brought += data.length;
      this.received += data.length;
      if (brought > this.limit && this.cuts < this.most) {
        this.cuts++;
        upstream.destroy();
        client.end(data, () => client.destroy());
      } else {
        client.write(data);
      }
    });
  }
}
