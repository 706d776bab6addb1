import { type AddressInfo, createServer, type Socket } from 'node:net';
import { TOKEN } from './tls-device.ts';

export type Reaction = (socket: Socket, line: string, count: number) => void;

/** A whole HTTP reply, with its length. */
export function http(status: number, body: string, headers: Readonly<Record<string, string>> = {}): string {
  const all = { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)), ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} X\r\n${lines.join('')}\r\n${body}`;
}

const LOGIN = http(
  200,
  JSON.stringify({ token: { token: TOKEN, timeout: 1200, lastUpdateMicros: 0, expirationMicros: 12e8 } }),
);

/**
 * A device that writes its replies byte by byte as it is told, over plain http on loopback. Login and the revocation of
 * the token are answered well; every other request is the reaction's.
 */
export async function listenRaw(reaction: Reaction) {
  const sockets = new Set<Socket>();
  const lines: string[] = [];
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // The client may hang up at any moment; that is what is tested.
    socket.on('error', () => {});
    let received = Buffer.alloc(0);
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      for (;;) {
        const end = received.indexOf('\r\n\r\n');
        if (end < 0) return;
        const head = received.subarray(0, end).toString('latin1');
        const length = Number(/^content-length: (\d+)/im.exec(head)?.[1] ?? 0);
        if (received.length < end + 4 + length) return;
        received = received.subarray(end + 4 + length);
        const line = head.split(' HTTP/1.1')[0] ?? '';
        lines.push(line);
        if (line === 'POST /mgmt/shared/authn/login') socket.write(LOGIN);
        else if (line.startsWith('DELETE /mgmt/shared/authz/tokens/')) socket.write(http(200, '{}'));
        else reaction(socket, line, lines.filter((other) => other === line).length);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    lines,
    work: () => lines.filter((line) => !/authn|authz|sys\/ready/.test(line)),
    openSockets: () => sockets.size,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
