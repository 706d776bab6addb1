import type { buildConnector, Dispatcher } from 'undici';
import { BigIpError, ConnectError } from '../errors.ts';
import { hostAndPort } from './base-url.ts';
import { networkError } from './network-error.ts';
import { ReplyReader } from './reply-reader.ts';
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

type Undici = Pick<typeof import('undici'), 'buildConnector' | 'Pool' | 'ProxyAgent'>;
type Connect = ReturnType<typeof buildConnector>;

/** Longest time for a TCP connection and the TLS handshake, when the attempt itself has longer. */
const CONNECT_TIMEOUT = 10_000;

/** Hands out no socket before the device has proved who it is; what fails before is a failure without a byte sent. */
function guarded(connect: Connect, url: URL, tls: TlsOptions, way = ''): Connect {
  const place = hostAndPort(url);
  return (options, callback) =>
    connect(options, (error, socket) => {
      if (error !== null) {
        const failure = isHandshakeFailure(error)
          ? handshakeError(place, error)
          : networkError(error, place + way, false);
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

function openPool(
  { buildConnector, Pool, ProxyAgent }: Undici,
  { url, tls, connections, proxy }: UndiciTransportOptions,
): Dispatcher {
  const connectOptions = { ...tlsConnectOptions(tls), timeout: CONNECT_TIMEOUT };
  // The session's own deadline bounds every attempt; undici's timers would be a second, different truth.
  const poolOptions = { connections, pipelining: 1, headersTimeout: 0, bodyTimeout: 0 };
  if (proxy === undefined) {
    return new Pool(url.origin, { ...poolOptions, connect: guarded(buildConnector(connectOptions), url, tls) });
  }
  const way = ` through the proxy ${hostAndPort(new URL(proxy))}`;
  return new ProxyAgent({
    uri: proxy,
    requestTls: connectOptions,
    factory: (origin, options) => {
      const { connect } = options as { connect: Connect };
      return new Pool(origin, { ...poolOptions, connect: guarded(connect, url, tls, way) });
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

/**
 * The default transport: a pool of keep-alive connections, one request on each at a time. undici is loaded by its first
 * request, because that takes longer than loading all the rest of this package.
 */
export function undiciTransport(options: UndiciTransportOptions): Transport {
  const { origin } = options.url;
  const place = hostAndPort(options.url);
  const explain = (error: unknown, sent: boolean) =>
    error instanceof BigIpError ? error : networkError(error, place, sent);
  let pool: Dispatcher | undefined;
  let loading: Promise<Dispatcher> | undefined;
  let closed = false;

  const load = (): Promise<Dispatcher> => {
    loading ??= import('undici').then((undici) => {
      pool = openPool(undici, options);
      return pool;
    });
    return loading;
  };

  const exchange = (through: Dispatcher, request: TransportRequest): Promise<TransportReply> => {
    const { method, path, headers, body, limit } = request;
    const reader = new ReplyReader(
      request.stop ?? followed(request.signal),
      limit ?? Number.POSITIVE_INFINITY,
      explain,
    );
    try {
      through.dispatch({ origin, method, path, headers, body: body ?? null }, reader);
    } catch (error) {
      reader.onResponseError(undefined, error instanceof Error ? error : new Error(String(error)));
    }
    return reader.reply;
  };

  const sendFirst = async (request: TransportRequest): Promise<TransportReply> => {
    if (closed) throw new ConnectError(`the connections to ${place} are closed`, { sent: false });
    return exchange(await load(), request);
  };

  return {
    async prepare() {
      await load();
    },
    send: (request) => (pool === undefined ? sendFirst(request) : exchange(pool, request)),
    async close() {
      closed = true;
      await (await loading)?.destroy();
    },
  };
}
