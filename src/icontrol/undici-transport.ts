import { buildConnector, type Dispatcher, Pool, ProxyAgent } from 'undici';
import { BigIpError } from '../errors.ts';
import { networkError } from './network-error.ts';
import { ReplyStream } from './reply-stream.ts';
import { Stop } from './stop.ts';
import type { Transport, TransportReply, TransportRequest } from './transport.ts';
import { handshakeError, isHandshakeFailure, judgePeer, type TlsOptions, tlsConnectOptions } from './trust.ts';

export interface UndiciTransportOptions {
  /** Origin of the device. */
  readonly url: URL;
  readonly tls: TlsOptions;
  /** Sockets kept to the device. */
  readonly connections: number;
  /** An HTTP proxy, `http://proxy.example.net:3128`; a tunnel is made through it, so it sees no request. */
  readonly proxy?: string | undefined;
}

type Connect = ReturnType<typeof buildConnector>;

/** Longest time for a TCP connection and the TLS handshake, when the attempt itself has longer. */
const CONNECT_TIMEOUT = 10_000;

/** Hands out no socket before the device has proved who it is; what fails before is a failure without a byte sent. */
function guarded(connect: Connect, url: URL, tls: TlsOptions, where: string): Connect {
  return (options, callback) =>
    connect(options, (error, socket) => {
      if (error !== null) {
        const failure = isHandshakeFailure(error)
          ? handshakeError(url.origin, error)
          : networkError(error, where, false);
        callback(failure, null);
        return;
      }
      const refusal = url.protocol === 'https:' ? judgePeer(socket, tls, url.origin) : undefined;
      if (refusal === undefined) {
        callback(null, socket);
        return;
      }
      socket.destroy();
      callback(refusal, null);
    });
}

function openPool({ url, tls, connections, proxy }: UndiciTransportOptions): Dispatcher {
  const connectOptions = { ...tlsConnectOptions(tls), timeout: CONNECT_TIMEOUT };
  // The session's own deadline bounds every attempt; undici's timers would be a second, different truth.
  const poolOptions = { connections, pipelining: 1, headersTimeout: 0, bodyTimeout: 0 };
  if (proxy === undefined) {
    return new Pool(url.origin, {
      ...poolOptions,
      connect: guarded(buildConnector(connectOptions), url, tls, url.origin),
    });
  }
  const where = `${url.origin} through the proxy ${new URL(proxy).origin}`;
  return new ProxyAgent({
    uri: proxy,
    requestTls: connectOptions,
    factory: (origin, options) => {
      const { connect } = options as { connect: Connect };
      return new Pool(origin, { ...poolOptions, connect: guarded(connect, url, tls, where) });
    },
  });
}

/** For those who use the transport by itself. */
function followed(signal: AbortSignal): Stop {
  const stop = new Stop();
  if (signal.aborted) stop.now(signal.reason);
  else signal.addEventListener('abort', () => stop.now(signal.reason), { once: true });
  return stop;
}

/** The default transport: a pool of keep-alive connections, one request on each at a time. */
export function undiciTransport(options: UndiciTransportOptions): Transport {
  const { url } = options;
  const pool = openPool(options);

  return {
    send(request: TransportRequest): Promise<TransportReply> {
      const { method, path, headers, body } = request;
      const stream = new ReplyStream(request.stop ?? followed(request.signal), (error, sent) => {
        return error instanceof BigIpError ? error : networkError(error, url.origin, sent);
      });
      try {
        pool.dispatch({ origin: url.origin, method, path, headers, body: body ?? null }, stream);
      } catch (error) {
        stream.onResponseError(undefined, error instanceof Error ? error : new Error(String(error)));
      }
      return stream.head;
    },
    async close() {
      await pool.destroy();
    },
  };
}
