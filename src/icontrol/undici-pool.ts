/** The connections to one device. A module of its own, because loading undici takes longer than loading all the rest. */
import { buildConnector, type Dispatcher, Pool, ProxyAgent } from 'undici';
import { BigIpError } from '../errors.ts';
import { hostAndPort } from './base-url.ts';
import { networkError, tunnelError } from './network-error.ts';
import { ReplyReader } from './reply-reader.ts';
import { Stop } from './stop.ts';
import type { TlsOptions } from './tls-options.ts';
import type { Transport, TransportReply, TransportRequest } from './transport.ts';
import { handshakeError, isHandshakeFailure, judgePeer, tlsConnectOptions } from './trust.ts';

export interface UndiciPoolOptions {
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
function guarded(connect: Connect, url: URL, tls: TlsOptions, proxy?: string): Connect {
  const place = hostAndPort(url);
  return (options, callback) =>
    connect(options, (error, socket) => {
      if (error !== null) {
        const failure = isHandshakeFailure(error)
          ? handshakeError(place, error)
          : proxy === undefined
            ? networkError(error, place, false)
            : tunnelError(error, place, proxy);
        callback(failure, null);
        return;
      }
      const refusal = url.protocol === 'https:' ? judgePeer(socket, tls, place) : undefined;
      if (refusal === undefined) {
        callback(null, socket);
        return;
      }
      socket.destroy();
      callback(refusal, null);
    });
}

function connectionsTo({ url, tls, connections, proxy }: UndiciPoolOptions): Dispatcher {
  const connectOptions = { ...tlsConnectOptions(tls), timeout: CONNECT_TIMEOUT };
  // The session's own deadline bounds every attempt; undici's timers would be a second, different truth.
  const poolOptions = { connections, pipelining: 1, headersTimeout: 0, bodyTimeout: 0 };
  if (proxy === undefined) {
    return new Pool(url.origin, { ...poolOptions, connect: guarded(buildConnector(connectOptions), url, tls) });
  }
  const proxyPlace = hostAndPort(new URL(proxy));
  return new ProxyAgent({
    uri: proxy,
    requestTls: connectOptions,
    factory: (origin, options) => {
      const { connect } = options as { connect: Connect };
      return new Pool(origin, { ...poolOptions, connect: guarded(connect, url, tls, proxyPlace) });
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

/** A pool of keep-alive connections, one request on each at a time. */
export function openPool(options: UndiciPoolOptions): Pick<Transport, 'send' | 'close'> {
  const { origin } = options.url;
  const place = hostAndPort(options.url);
  const pool = connectionsTo(options);
  const explain = (error: unknown, sent: boolean) =>
    error instanceof BigIpError ? error : networkError(error, place, sent);
  return {
    send(request: TransportRequest): Promise<TransportReply> {
      const { method, path, headers, body, limit } = request;
      const stop = request.stop ?? followed(request.signal);
      const reader = new ReplyReader(stop, limit ?? Number.POSITIVE_INFINITY, explain);
      try {
        // A ProxyAgent writes the host into the headers that it is given.
        const own = options.proxy === undefined ? headers : { ...headers };
        pool.dispatch({ origin, method, path, headers: own, body: body ?? null }, reader);
      } catch (error) {
        reader.onResponseError(undefined, error instanceof Error ? error : new Error(String(error)));
      }
      return reader.reply;
    },
    close: () => pool.destroy(),
  };
}
