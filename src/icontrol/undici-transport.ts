import { ConnectError } from '../errors.ts';
import { hostAndPort } from './base-url.ts';
import { warmUpParser } from './parser-warm-up.ts';
import type { Transport, TransportReply, TransportRequest } from './transport.ts';
import type { UndiciPoolOptions } from './undici-pool.ts';

type Pool = Pick<Transport, 'send' | 'close'>;

/** The default transport: undici's, loaded by the first request. Nobody else here knows undici. */
export function undiciTransport(options: UndiciPoolOptions): Transport {
  let pool: Pool | undefined;
  let loading: Promise<Pool> | undefined;
  let closed = false;

  const load = async (): Promise<Pool> => {
    warmUpParser();
    const { openPool } = await import('./undici-pool.ts');
    pool = openPool(options);
    return pool;
  };

  const loaded = (): Promise<Pool> => {
    loading ??= load();
    return loading;
  };

  const sendFirst = async (request: TransportRequest): Promise<TransportReply> => {
    if (closed) throw new ConnectError(`the connections to ${hostAndPort(options.url)} are closed`, { sent: false });
    return (await loaded()).send(request);
  };

  return {
    async prepare() {
      await loaded();
    },
    send: (request) => (pool === undefined ? sendFirst(request) : pool.send(request)),
    async close() {
      closed = true;
      await (await loading)?.close();
    },
  };
}
