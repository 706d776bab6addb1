import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect as connectSocket, type Socket } from 'node:net';

/** A proxy that makes tunnels, and keeps what it sees: the CONNECT, and the bytes that pass. */
export async function listenProxy(answer = 'HTTP/1.1 200 Connection established\r\n\r\n') {
  const connects: { target: string; authorization: string | undefined }[] = [];
  const sockets = new Set<Socket>();
  let passed = Buffer.alloc(0);
  const proxy = createServer();
  proxy.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  proxy.on('connect', (request: IncomingMessage, client: Socket) => {
    const target = request.url ?? '';
    connects.push({ target, authorization: request.headers['proxy-authorization'] });
    client.on('error', () => {});
    client.write(answer);
    client.on('end', () => client.destroy());
    if (!answer.includes(' 200 ')) {
      client.end();
      return;
    }
    const upstream = connectSocket(Number(target.split(':').at(-1)), '127.0.0.1');
    upstream.on('error', () => client.destroy());
    upstream.pipe(client);
    client.on('data', (chunk) => {
      passed = Buffer.concat([passed, chunk]);
      upstream.write(chunk);
    });
    client.on('close', () => upstream.destroy());
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const { port } = proxy.address() as AddressInfo;
  return {
    port,
    connects,
    passed: () => passed.toString('latin1'),
    openSockets: () => sockets.size,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => proxy.close(resolve));
    },
  };
}
