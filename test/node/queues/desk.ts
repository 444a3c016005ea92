import { createServer, Server, ServerResponse } from 'node:http';
import { AddressInfo } from 'node:net';
import { NODE_ADDRESS } from '../harness/machine';

/** A unit takes this long where nobody holds it. */
const UNIT = 400;

/**
 * Where consumers bring their messages to be worked on: it notes who brought which, and answers when a unit is done, which a test may delay. A consumer that is
 * gone before the answer has done nothing.
 */
export class Desk {
  /** On the node's own address, so the node has to be there. */
  public static async start(): Promise<Desk> {
    const desk = new Desk();
    await new Promise<void>((resolve, reject) => desk.server.once('error', reject).listen(0, NODE_ADDRESS, resolve));
    return desk;
  }

  /** The messages that are done, in that order. */
  public readonly done: string[] = [];
  private readonly server: Server;
  private readonly brought: { readonly message: string; readonly pod: string; gone: boolean }[] = [];
  private readonly held = new Map<string, ServerResponse[]>();

  private constructor() {
    this.server = createServer((request, response) => {
      const { pathname, searchParams } = new URL(request.url!, 'http://desk');
      const message = pathname.slice(1);
      const visit = { message, pod: searchParams.get('pod')!, gone: false };
      this.brought.push(visit);
      response.once('close', () => { visit.gone = !response.writableEnded; });
      const waiting = this.held.get(message);
      if (waiting) waiting.push(response);
      else setTimeout(() => this.answer(message, response), UNIT);
    });
  }

  public get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Has a message take until it is released. */
  public hold(message: string): void {
    this.held.set(message, []);
  }

  public release(message: string): void {
    const waiting = this.held.get(message) ?? [];
    this.held.delete(message);
    waiting.forEach((response) => this.answer(message, response));
  }

  /** The pods that brought a message, in that order. */
  public podsOf(message: string): string[] {
    return this.brought.filter((visit) => visit.message === message).map(({ pod }) => pod);
  }

  /** The pods that were gone before a message was done. */
  public lostBy(message: string): string[] {
    return this.brought.filter((visit) => visit.message === message && visit.gone).map(({ pod }) => pod);
  }

  public stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private answer(message: string, response: ServerResponse): void {
    if (response.destroyed) return;
    this.done.push(message);
    response.end('done');
  }
}
