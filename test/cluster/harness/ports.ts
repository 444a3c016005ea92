import { createServer, Server } from 'net';

/** Who runs files of tests at the same time looks among ports of its own, for a port is free until its program listens. */
const WORKERS = 4;
const worker = Number(process.env.JEST_WORKER_ID ?? 0) % WORKERS;
/** For the same reason none is given twice. */
const given = new Set<number>();

/**
 * Free ports on loopback. They are below those that the kernel gives to
 * outgoing connections, which could take one between our look and its use,
 * and below the node ports.
 */
export async function freePorts(count: number): Promise<number[]> {
  const held: Server[] = [];
  const ports: number[] = [];
  while (ports.length < count) {
    const port = 20000 + WORKERS * Math.floor(Math.random() * 10000 / WORKERS) + worker;
    const server = given.has(port) ? undefined : await listen(port);
    if (server) {
      given.add(port);
      held.push(server);
      ports.push(port);
    }
  }
  await Promise.all(held.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

function listen(port: number): Promise<Server | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}
