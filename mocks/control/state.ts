import type { Snapshot } from '../inside.ts';
import type { Json, JsonObject } from '../json.ts';
import { withoutSecrets } from '../secrets.ts';
import { type Handler, numberIn, objectOf, summaryOf } from './call.ts';

/** Objects, the journal, what was not implemented, transactions. */
export const stateHandlers: Readonly<Record<string, Handler>> = {
  'GET ': ({ device }) => summaryOf(device),
  'POST reset': ({ device }) => {
    device.reset();
    return summaryOf(device);
  },
  'GET types': ({ device }) => device.types,
  'GET journal': (call) => {
    const { journal, requests } = call.device;
    // `since` counts requests from the start, also those that the journal has lost.
    const since = Math.max(0, (numberIn(call, 'since') ?? 0) - (requests - journal.length));
    const last = numberIn(call, 'last') ?? journal.length;
    return journal.slice(Math.max(since, journal.length - last)) as unknown as Json;
  },
  'GET unimplemented': ({ device }) => Object.fromEntries(device.unimplemented),
  'GET transactions': ({ device }) =>
    device.transactions.map(({ id, state, validateOnly, commands }) => ({
      id,
      state,
      validateOnly,
      commands: commands.map(({ method, path, body = null }) => ({ method, path, body: withoutSecrets(body) })),
    })),
  'GET objects': ({ device, rest, query }) => {
    if (rest !== '') return device.get(rest);
    const uris = device.list(query.get('prefix') ?? '');
    if (query.get('values') !== 'true') return uris;
    return Object.fromEntries(uris.map((uri) => [uri, device.get(uri) ?? {}]));
  },
  'PUT objects': (call) => put(call),
  'POST objects': (call) => put(call),
  'PATCH objects': (call) => (call.rest === '' ? undefined : put(call)),
  'DELETE objects': ({ device, rest }) => (rest === '' ? undefined : { deleted: device.delete(rest) }),
};

const put: Handler = (call) => {
  const { device, rest } = call;
  if (rest !== '') return device.set(rest, objectOf(call));
  device.seed(objectOf(call) as Readonly<Record<string, JsonObject>>);
  return device.list();
};

/** Snapshots: taken, listed, given back, forgotten. They are kept for as long as the device runs. */
export function snapshotHandlers(): Readonly<Record<string, Handler>> {
  const snapshots = new Map<number, Snapshot>();
  let last = -1;
  return {
    'GET snapshots': () => [...snapshots.keys()],
    'POST snapshots': ({ device, rest }) => {
      if (rest === '') {
        snapshots.set(++last, device.snapshot());
        return { id: last };
      }
      const found = snapshots.get(Number(rest));
      if (found === undefined) return undefined;
      device.restore(found);
      return summaryOf(device);
    },
    'DELETE snapshots': ({ rest }) => {
      if (rest === '') snapshots.clear();
      else if (!snapshots.delete(Number(rest))) return undefined;
      return [...snapshots.keys()];
    },
  };
}
