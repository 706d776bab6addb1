import { describe, expect, it } from 'vitest';
import { MockBigIp } from '../../mocks/index.ts';
import { notImplemented } from '../../mocks/tmos.ts';
import { isObject } from './captures/objects.ts';
import { type Recording, recordings } from './captures/recordings.ts';

const headers = { authorization: `Basic ${btoa('admin:admin')}` };
const lists = recordings().filter(
  ({ method, status, path, body, file }) =>
    method === 'GET' && status === 200 && path.startsWith('/mgmt/tm/') && isObject(body) && file.includes('/genie-'),
);

async function shown(recording: Recording): Promise<{ status: number; body: Record<string, unknown> }> {
  const device = await MockBigIp.start({ protocol: 'none', version: recording.version });
  const reply = device.handle({ method: 'GET', path: recording.path, headers });
  return { status: reply.status, body: JSON.parse(reply.body) };
}

const links = (items: unknown) =>
  (items as { reference: { link: string } }[]).map(({ reference }) => reference.link.replace(/\?.*/, '').slice(29));

function compareAll(): void {
  it('of links: everything is there, or known to be missing, and nothing is invented', async () => {
    const unknown: string[] = [];
    const invented: string[] = [];
    let seen = 0;
    for (const recording of lists) {
      const { items, kind, selfLink } = recording.body as Record<string, unknown>;
      if (!Array.isArray(items) || !isObject(items[0]?.reference)) continue;
      const answer = await shown(recording);
      if (answer.status === 501) continue;
      seen++;
      expect(answer.body).toMatchObject({ kind, selfLink });
      const mine = new Set(links(answer.body['items']));
      const theirs = new Set(links(items));
      unknown.push(...[...theirs].filter((link) => !mine.has(link)));
      invented.push(...[...mine].filter((link) => !theirs.has(link)));
    }
    expect(seen).toBeGreaterThan(4);
    expect(unknown).toEqual([]);
    expect(invented).toEqual([]);
  });

  it('of objects and of nothing have their envelope', async () => {
    let seen = 0;
    for (const recording of lists) {
      const recorded = recording.body as Record<string, unknown>;
      const { items, kind, selfLink } = recorded;
      if (!Array.isArray(items) || isObject(items[0]?.reference) || String(kind).includes('shared')) continue;
      const answer = await shown(recording);
      if (answer.status === 501) continue;
      seen++;
      expect([recording.path, answer.status]).toEqual([recording.path, 200]);
      expect(answer.body).toMatchObject({ kind, selfLink });
      expect(Object.keys(answer.body)).toEqual(Object.keys(recorded));
    }
    expect(seen).toBeGreaterThan(100);
  });

  it('are answered, or answer 501: TMOS has them', async () => {
    const refused: string[] = [];
    for (const recording of lists) {
      const { status } = await shown(recording);
      if (status !== 200 && status !== 501) refused.push(`${status} ${recording.path}`);
    }
    expect(refused).toEqual([]);
    expect(notImplemented).not.toContain('ltm/pool');
  });

  it('about the device itself have the recorded keys', async () => {
    for (const path of ['sys/version', 'cm/failover-status', 'cm/sync-status']) {
      const recording = lists.find((known) => known.path === `/mgmt/tm/${path}`);
      if (recording === undefined) throw new Error(`no recording of ${path}`);
      const { body } = await shown(recording);
      expect(keys(body)).toEqual(keys(recording.body));
    }
  });
}

describe('recorded lists of a 14.1.2.1', () => {
  it('are lists in the mock: every link of every organising collection leads to an answer', async () => {
    const device = await MockBigIp.start({ protocol: 'none' });
    const waiting = ['/mgmt/tm'];
    let seen = 0;
    for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
      const reply = device.handle({ method: 'GET', path, headers });
      expect([path, [200, 501].includes(reply.status)]).toEqual([path, true]);
      seen++;
      const { items } = reply.status === 200 ? JSON.parse(reply.body) : {};
      for (const item of items ?? []) {
        if (isObject(item['reference']))
          waiting.push(String(item['reference']['link']).replace('https://localhost', ''));
      }
    }
    expect(seen).toBeGreaterThan(200);
  });
  if (lists.length > 0) compareAll();
});

/** Every path of keys in a body. */
function keys(body: unknown, prefix = ''): string[] {
  if (!isObject(body)) return [prefix];
  return Object.entries(body).flatMap(([key, value]) => keys(value, `${prefix}/${key}`));
}
