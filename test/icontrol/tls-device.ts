import { X509Certificate } from 'node:crypto';
import { createServer as createHttp, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttps } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { generate } from 'selfsigned';

export interface Certificate {
  readonly cert: string;
  readonly key: string;
  readonly fingerprint256: string;
}

export async function makeCertificate(
  options: { name?: string; from?: Date; to?: Date; addresses?: readonly string[] } = {},
): Promise<Certificate> {
  const { name = 'bigip.example.net', from, to, addresses = ['127.0.0.1'] } = options;
  const altNames = [{ type: 2 as const, value: name }, ...addresses.map((ip) => ({ type: 7 as const, ip }))];
  const pems = await generate([{ name: 'commonName', value: name }], {
    keyType: 'ec',
    algorithm: 'sha256',
    ...(from === undefined ? {} : { notBeforeDate: from }),
    ...(to === undefined ? {} : { notAfterDate: to }),
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames },
    ],
  });
  return { cert: pems.cert, key: pems.private, fingerprint256: new X509Certificate(pems.cert).fingerprint256 };
}

export interface Listening extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  /** Decrypted bytes that clients sent. */
  received(): string;
  openSockets(): number;
}

export type Listener = (request: IncomingMessage, response: ServerResponse, body: string) => void;

/** A web server, on a free port of 127.0.0.1 unless told otherwise, over TLS when it has a certificate. */
export async function listen(
  certificate: Certificate | undefined,
  listener: Listener,
  wanted = 0,
  address = '127.0.0.1',
): Promise<Listening> {
  let received = '';
  const sockets = new Set<Socket>();
  const onRequest = (request: IncomingMessage, response: ServerResponse) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => {
      body += chunk;
    });
    request.on('end', () => {
      received += `${request.method} ${request.url} ${JSON.stringify(request.headers)} ${body}\n`;
      listener(request, response, body);
    });
  };
  const server =
    certificate === undefined
      ? createHttp(onRequest)
      : createHttps({ cert: certificate.cert, key: certificate.key }, onRequest);
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(wanted, address, resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `${certificate === undefined ? 'http' : 'https'}://${address.includes(':') ? `[${address}]` : address}:${port}`,
    received: () => received,
    openSockets: () => sockets.size,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export const TOKEN = 'CANARYTOKENCANARYTOKEN2345';

/** Logs in, and answers everything else with what the listener does. */
export function device(listener: Listener): Listener {
  return (request, response, body) => {
    response.setHeader('content-type', 'application/json');
    if (request.url === '/mgmt/shared/authn/login') {
      response.end(
        JSON.stringify({ token: { token: TOKEN, timeout: 1200, lastUpdateMicros: 0, expirationMicros: 12e8 } }),
      );
    } else if (request.url?.startsWith('/mgmt/shared/authz/tokens/')) {
      response.end('{}');
    } else {
      listener(request, response, body);
    }
  };
}
