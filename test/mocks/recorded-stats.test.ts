import { describe, expect, it } from 'vitest';
import { MockBigIp } from '../../mocks/index.ts';
import { isObject } from './captures/objects.ts';
import { type Recording, recordings } from './captures/recordings.ts';

const headers = { authorization: `Basic ${btoa('admin:admin')}` };
const stats = recordings().filter(
  ({ method, status, path, body }) =>
    method === 'GET' &&
    status === 200 &&
    path.startsWith('/mgmt/tm/') &&
    isObject(body) &&
    String(body['kind']).endsWith('stats'),
);

const uriOf = ({ path }: Recording) => path.replace('/mgmt/tm/', '').replace(/\?.*/, '');

/** The objects whose counters a recording shows, in the order of their URIs. */
function objectsOf(recording: Recording): string[] {
  const { entries = {} } = recording.body as { entries?: Record<string, unknown> };
  return Object.keys(entries)
    .map((link) => link.replace('https://localhost/mgmt/tm/', '').replace(/\/stats$/, ''))
    .filter((uri) => /~[^/]+$/.test(uri))
    .sort();
}

/** Every path of keys in a body, without the names of objects. */
function keys(body: unknown, prefix = ''): string[] {
  if (!isObject(body)) return [prefix];
  return Object.entries(body).flatMap(([key, value]) => keys(value, `${prefix} ${key.replaceAll(/~[^/]+/g, '*')}`));
}

function compareAll(): void {
  it.each(['ltm/virtual', 'ltm/pool'])('of %s have the recorded counters', async (type) => {
    const known = stats.filter((recording) => uriOf(recording).startsWith(`${type}/`));
    expect(known.length).toBeGreaterThan(1);
    for (const recording of known) {
      const device = await MockBigIp.start({ protocol: 'none', version: recording.version });
      const selfLink = 'https://localhost/mgmt/tm/x';
      for (const uri of objectsOf(recording)) device.seed({ [uri]: { kind: 'tm:x:xstate', selfLink } });
      const reply = device.handle({ method: 'GET', path: recording.path, headers });
      expect([recording.file, reply.status]).toEqual([recording.file, 200]);
      expect(new Set(keys(JSON.parse(reply.body)))).toEqual(new Set(keys(recording.body)));
    }
  });

  it('are given back when they are seeded', async () => {
    for (const { path, body, file, version } of stats) {
      const device = await MockBigIp.start({ protocol: 'none', version });
      device.seed({ [path]: body as Record<string, never> });
      const reply = device.handle({ method: 'GET', path, headers });
      expect([file, reply.status, keys(JSON.parse(reply.body))]).toEqual([file, 200, keys(body)]);
    }
  });
}

describe('recorded stats', () => {
  it('know the objects that they count', () => {
    const body = { entries: { 'https://localhost/mgmt/tm/ltm/pool/~Common~p/stats': {} } };
    expect(objectsOf({ body } as unknown as Recording)).toEqual(['ltm/pool/~Common~p']);
  });
  if (stats.length > 0) compareAll();
});
