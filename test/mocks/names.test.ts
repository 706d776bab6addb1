import { describe, expect, it } from 'vitest';
import { MockBigIp } from '../../mocks/index.ts';

const headers = { authorization: `Basic ${btoa('admin:admin')}` };

describe('a name', () => {
  it.each([
    ['ltm/pool', { name: '/' }],
    ['ltm/pool', { name: '//' }],
    ['ltm/pool', { name: '/Common/' }],
    ['ltm/pool', { name: '/Common//p' }],
    ['ltm/pool', { name: '/p' }],
    ['ltm/pool', { name: '/', partition: 'k8s' }],
    ['sys/folder', { name: '/k8s/' }],
    ['sys/folder', { name: '//' }],
    ['auth/partition', { name: '/k8s/a' }],
    ['auth/partition', { name: 'k8s/' }],
  ])('is needed, and lies in a partition: POST %s %j', async (type, body) => {
    const device = await MockBigIp.start({ protocol: 'none', seed: { 'auth/partition/k8s': {} } });
    const before = device.list();
    const reply = device.handle({ method: 'POST', path: `/mgmt/tm/${type}`, headers, body: JSON.stringify(body) });
    expect([reply.status, device.list()]).toEqual([400, before]);
  });

  it.each([
    ['ltm/pool', { name: 'a b' }, 'ltm/pool/~Common~a%20b'],
    ['ltm/pool', { name: 'x', subPath: 'app', partition: 'k8s' }, 'ltm/pool/~k8s~app~x'],
    ['sys/folder', { name: '/new' }, 'sys/folder/~new'],
    ['auth/partition', { name: '/new' }, 'auth/partition/new'],
    ['auth/user', { name: 'a.b@c', password: 'x' }, 'auth/user/a.b@c'],
  ])('may be an odd one: POST %s %j', async (type, body, uri) => {
    const seed = { 'auth/partition/k8s': {}, 'sys/folder/~k8s~app': {} };
    const device = await MockBigIp.start({ protocol: 'none', seed });
    const reply = device.handle({ method: 'POST', path: `/mgmt/tm/${type}`, headers, body: JSON.stringify(body) });
    expect([reply.status, JSON.parse(reply.body).selfLink]).toEqual([
      200,
      `https://localhost/mgmt/tm/${uri}?ver=15.1.2.1`,
    ]);
  });
});
