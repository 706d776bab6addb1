import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { type AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';
import type { KeyPair } from './certificate.ts';
import type { Accepted, Delivery } from './delivery.ts';
import { allAreTold, innerConnection } from './inner.ts';
import type { MockReply, MockRequest } from './message.ts';
import type { Waits } from './waits.ts';

/** Takes a request in. */
export type Accept = (request: MockRequest) => Accepted;

/** A real HTTP or HTTPS server in front of the device. */
export class WireServer {
  readonly #server: Server;
  /** The connections below TLS. */
  readonly #wires = new Set<Duplex>();
  readonly #accept: Accept;
  readonly #waits: Waits;

  constructor(accept: Accept, waits: Waits, keyPair: KeyPair | undefined) {
    this.#accept = accept;
    this.#waits = waits;
    const listener = (message: IncomingMessage, response: ServerResponse) => this.#receive(message, response);
    this.#server =
      keyPair === undefined
        ? createServer({ keepAlive: true }, listener)
        : createSecureServer({ key: keyPair.key, cert: keyPair.certificate, keepAlive: true }, listener);
    this.#server.on('connection', (wire: Duplex) => {
      if (wire instanceof Socket) wire.setNoDelay(true);
      this.#wires.add(wire);
      wire.once('close', () => this.#wires.delete(wire));
    });
    this.#server.on('clientError', (_error, socket) => socket.destroy());
  }

  /** Starts to listen; answers the port. */
  async listen(port: number, host: string): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, host, () => {
        this.#server.off('error', reject);
        resolve();
      });
    });
    return (this.#server.address() as AddressInfo).port;
  }

  /** How many connections are open. */
  get connections(): number {
    return this.#wires.size;
  }

  /** Shows another certificate from now on; open connections stay. */
  changeCertificate(keyPair: KeyPair): void {
    if ('setSecureContext' in this.#server && typeof this.#server.setSecureContext === 'function') {
      this.#server.setSecureContext({ key: keyPair.key, cert: keyPair.certificate });
    }
  }

  /** Ends all connections and stops listening. */
  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeAllConnections();
    const gone = [...this.#wires].map((wire) => {
      wire.destroy();
      return new Promise((resolve) => wire.once('close', resolve));
    });
    await Promise.all([closed, ...gone]);
    await allAreTold();
  }

  /** Takes a connection that needs no network; answers the client's end of it. */
  connect(): Duplex {
    const [near, far] = innerConnection();
    this.#server.emit('connection', far);
    return near;
  }

  #receive(message: IncomingMessage, response: ServerResponse): void {
    const { headers } = message;
    if (headers['content-length'] === undefined && headers['transfer-encoding'] === undefined) {
      this.#answer(message, response, undefined);
      return;
    }
    const chunks: Buffer[] = [];
    message.on('data', (chunk: Buffer) => chunks.push(chunk));
    message.on('end', () => this.#answer(message, response, Buffer.concat(chunks)));
    message.on('error', () => response.destroy());
  }

  #answer(message: IncomingMessage, response: ServerResponse, body: Buffer | undefined): void {
    const request: MockRequest = {
      method: message.method ?? 'GET',
      path: message.url ?? '/',
      headers: message.headers,
      remoteAddress: message.socket.remoteAddress?.replace(/^::ffff:/, '') ?? '127.0.0.1',
      ...(body === undefined ? {} : { body }),
    };
    const accepted = this.#accept(request);
    if (accepted.delay === 0 && accepted.ready === undefined) {
      const delivery = accepted.perform();
      if (
        delivery.delay === 0 &&
        delivery.end === 'clean' &&
        delivery.cut === undefined &&
        delivery.drip === undefined &&
        delivery.sent === undefined
      ) {
        if (delivery.reply !== undefined) sendWhole(response, delivery.reply, message.method === 'HEAD');
        return;
      }
      void this.#deliver(response, delivery);
      return;
    }
    void this.#later(accepted, response);
  }

  /** A request that has arrived is done in its time, whether or not its client still waits. */
  async #later(accepted: Accepted, response: ServerResponse): Promise<void> {
    await accepted.ready;
    const goesOn = accepted.delay === 0 || (await this.#waits.wait(accepted.delay));
    if (goesOn) await this.#deliver(response, accepted.perform());
    else this.#reset(response);
  }

  async #deliver(response: ServerResponse, delivery: Delivery): Promise<void> {
    const { reply, end, cut, drip, delay, sent: told } = delivery;
    if (told !== undefined) response.once('close', told);
    const waits = end === 'hang' ? Number.POSITIVE_INFINITY : delay;
    const goesOn = waits === 0 || (await this.#wait(waits, response));
    if (response.destroyed) return;
    if (!goesOn || end === 'reset' || reply === undefined) {
      this.#reset(response);
      return;
    }
    const whole = Buffer.from(reply.body);
    const sent = cut === undefined ? whole : whole.subarray(0, cut.at);
    const length = cut?.clean === true ? sent.length : whole.length;
    writeHead(response, reply, cut?.chunked === true ? undefined : length);
    if (cut !== undefined && !cut.clean) {
      const end = () => response.socket?.destroy();
      response.flushHeaders();
      if (sent.length > 0) response.write(sent, end);
      else response.socket?.write('', end);
    } else if (drip === undefined) {
      if (cut?.chunked === true) response.write(sent);
      response.end(cut?.chunked === true ? undefined : sent);
    } else if (await this.#drip(response, sent, drip)) response.end();
    else this.#reset(response);
  }

  #reset({ socket }: ServerResponse): void {
    if (socket === null) return;
    // A TLS socket cannot be reset, the connection below it can.
    const wire = socket instanceof TLSSocket ? [...this.#wires].find((below) => isBelow(below, socket)) : socket;
    // Not while node's parser is at work on it: the server would keep a connection that is gone, and fail to close.
    process.nextTick(() => {
      if (wire instanceof Socket) wire.resetAndDestroy();
      socket.destroy();
    });
  }

  async #drip(response: ServerResponse, body: Buffer, drip: { bytes: number; every: number }): Promise<boolean> {
    for (let at = 0; at < body.length && !response.destroyed; at += drip.bytes) {
      response.write(body.subarray(at, at + drip.bytes));
      if (!(await this.#wait(drip.every, response))) return false;
    }
    return true;
  }

  /** Waits while the connection is there. False when the device ended it. */
  async #wait(milliseconds: number, response: ServerResponse): Promise<boolean> {
    const gone = new AbortController();
    const abort = () => gone.abort();
    response.once('close', abort);
    if (response.destroyed) abort();
    try {
      return await (Number.isFinite(milliseconds)
        ? this.#waits.wait(milliseconds, gone.signal)
        : this.#waits.forever(gone.signal));
    } finally {
      response.off('close', abort);
    }
  }
}

function isBelow(wire: Duplex, { remoteAddress, remotePort }: TLSSocket): boolean {
  return wire instanceof Socket && wire.remotePort === remotePort && wire.remoteAddress === remoteAddress;
}

/** Without a length the body goes out in chunks. */
function writeHead(response: ServerResponse, reply: MockReply, length: number | undefined): void {
  const headers = length === undefined ? reply.headers : { ...reply.headers, 'content-length': length };
  if (reply.reason === undefined) response.writeHead(reply.status, headers);
  else response.writeHead(reply.status, reply.reason, headers);
}

function sendWhole(response: ServerResponse, reply: MockReply, head: boolean): void {
  writeHead(response, reply, Buffer.byteLength(reply.body));
  response.end(head ? undefined : reply.body);
}
