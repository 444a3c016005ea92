import { AddressInfo, connect, Socket } from 'node:net';
import { createServer } from 'node:tls';
import { Authority } from './authority';
import { FileServer } from '../../loader/file-server';
import { NODE_ADDRESS } from '../harness/machine';

/** A web server with files in memory that pods reach, by HTTPS. */
export class WebServer {
  public static async start(authority: Authority): Promise<WebServer> {
    const server = new WebServer(await new FileServer().listen(), authority);
    await new Promise<void>((resolve) => server.front.listen(0, resolve));
    return server;
  }

  private readonly sockets = new Set<Socket>();
  private readonly front;

  private constructor(public readonly files: FileServer, authority: Authority) {
    this.front = createServer(authority, (client) => {
      const server = connect(files.port, '127.0.0.1');
      for (const [one, other] of [[client, server], [server, client]]) {
        this.sockets.add(one);
        one.on('error', () => other.destroy());
        one.on('close', () => {
          this.sockets.delete(one);
          other.end();
        });
      }
      client.pipe(server).pipe(client);
    });
    this.front.on('tlsClientError', () => undefined); // a client that ends in the middle of its greeting
  }

  public get url(): string {
    return `https://${NODE_ADDRESS}:${(this.front.address() as AddressInfo).port}`;
  }

  public async stop(): Promise<void> {
    this.sockets.forEach((socket) => socket.destroy());
    await new Promise((resolve) => this.front.close(resolve));
    await this.files.close();
  }
}
