// Lets pods reach the API server, which listens on the loopback interface only:
// node api-forwarder.js ADDRESS PORT forwards to the same port of 127.0.0.1.
// Plain JavaScript, for it runs as a process of its own.
const net = require('net');

const [address, port] = process.argv.slice(2);
net.createServer((client) => {
  const server = net.connect(Number(port), '127.0.0.1');
  client.pipe(server).pipe(client);
  client.on('error', () => server.destroy());
  server.on('error', () => client.destroy());
  client.on('close', () => server.destroy());
  server.on('close', () => client.destroy());
}).listen(Number(port), address);
