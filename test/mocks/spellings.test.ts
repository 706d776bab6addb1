import { describe, expect, it } from 'vitest';
import { MockBigIp } from '../../mocks/index.ts';
import { type Body, overlay } from './speak.ts';

const headers = { authorization: `Basic ${btoa('admin:admin')}` };

const seed = {
  ...overlay,
  'net/route-domain/~Common~5': { id: 5 },
  'auth/partition/five': { defaultRouteDomain: 5 },
};

interface Reply {
  status: number;
  body: Body;
}

async function start(more = {}): Promise<(method: string, path: string, body?: unknown) => Reply> {
  const device = await MockBigIp.start({ protocol: 'none', seed: { ...seed, ...more } });
  return (method, path, body) => {
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const reply = device.handle({ method, path: `/mgmt/tm/${path}`, headers, ...sent });
    return { status: reply.status, body: (reply.body === '' ? {} : JSON.parse(reply.body)) as Body };
  };
}

describe('what takes a setting away', () => {
  it.each([
    ['ltm/node', { name: 'o', address: '10.0.0.1' }, 'metadata', [{ name: 'a', value: 'b' }], 'none'],
    ['ltm/node', { name: 'o', address: '10.0.0.1' }, 'metadata', [{ name: 'a', value: 'b' }], ''],
    ['ltm/node', { name: 'o', address: '10.0.0.1' }, 'metadata', [{ name: 'a', value: 'b' }], []],
    ['ltm/node', { name: 'o', address: '10.0.0.1' }, 'metadata', [{ name: 'a', value: 'b' }], null],
    ['ltm/virtual', { name: 'o', destination: '10.0.0.1:80' }, 'vlans', ['/Common/int_vlan'], ''],
    ['ltm/virtual', { name: 'o', destination: '10.0.0.1:80' }, 'vlans', ['/Common/int_vlan'], 'none'],
    ['ltm/virtual', { name: 'o', destination: '10.0.0.1:80' }, 'vlans', ['/Common/int_vlan'], []],
    ['ltm/data-group/internal', { name: 'o', type: 'string' }, 'records', [{ name: 'a', data: '1' }], ''],
    ['net/self', { name: 'o', address: '10.9.0.1/24', vlan: 'int_vlan' }, 'allowService', ['tcp:22'], 'none'],
    ['net/self', { name: 'o', address: '10.9.0.1/24', vlan: 'int_vlan' }, 'allowService', ['tcp:22'], ['none']],
    ['net/self', { name: 'o', address: '10.9.0.1/24', vlan: 'int_vlan' }, 'allowService', ['tcp:22'], []],
  ])('is for %s %j the value of %s %j, sent as %j', async (type, body, key, value, nothing) => {
    const send = await start();
    expect(send('POST', type, { ...body, [key]: value })).toMatchObject({
      status: 200,
      body: { [key]: expect.anything() },
    });
    const patched = send('PATCH', `${type}/~Common~o`, { [key]: nothing });
    expect([patched.status, patched.body[key]]).toEqual([200, undefined]);
  });

  it('never turns one of two opposites into the other', async () => {
    const send = await start();
    send('POST', 'ltm/virtual', { name: 'v', destination: '10.0.0.1:80', disabled: true });
    expect(send('PATCH', 'ltm/virtual/~Common~v', { enabled: null }).body).toMatchObject({ disabled: true });
    expect(send('PATCH', 'ltm/virtual/~Common~v', { disabled: null }).body).toMatchObject({ enabled: true });
    expect(send('PATCH', 'ltm/virtual/~Common~v', { enabled: null }).body).toMatchObject({ enabled: true });
  });
});

describe('keys with dashes', () => {
  it('name the two of a pair that exclude each other', async () => {
    const send = await start();
    const body = { name: 'v', destination: '10.0.0.1:80', 'vlans-enabled': true, 'vlans-disabled': true };
    const refused = send('POST', 'ltm/virtual', body);
    expect([refused.status, refused.body['message']]).toEqual([
      400,
      '"vlans-enabled" may not be specified with "vlans-disabled"',
    ]);
  });

  it('name the folder of a new object', async () => {
    const send = await start({ 'sys/folder/~k8s~sub': {} });
    const made = send('POST', 'ltm/pool', { name: 'p', partition: 'k8s', 'sub-path': 'sub' });
    expect(made).toMatchObject({ status: 200, body: { fullPath: '/k8s/sub/p', subPath: 'sub' } });
  });
});

describe('rows', () => {
  it.each([
    ['ltm/node', { address: '10.0.0.1', metadata: [{ value: 'b' }] }],
    ['ltm/data-group/internal', { type: 'string', records: [{ data: '1' }] }],
    ['ltm/virtual', { destination: '10.0.0.1:80', profiles: ['tcp', 'http'], persist: [{ tmDefault: 'yes' }] }],
  ])('of %s %j need a name', async (type, body) => {
    const send = await start();
    expect(send('POST', type, { name: 'o', ...body })).toMatchObject({
      status: 400,
      body: { message: 'one or more configuration identifiers must be provided' },
    });
  });
});

describe('rows that may go without a name', () => {
  it('are those of a user: its role is for all partitions', async () => {
    const send = await start();
    const made = send('POST', 'auth/user', { name: 'u', password: 'x', 'partition-access': [{ role: 'guest' }] });
    expect(made).toMatchObject({ status: 200, body: { partitionAccess: [{ name: 'all-partitions', role: 'guest' }] } });
  });
});

describe('the network of a route', () => {
  it.each([
    ['Common', 'default', 'default', '10.244.0.9'],
    ['Common', '0.0.0.0/0', 'default', '10.244.0.9'],
    ['Common', 'default%0', 'default', '10.244.0.9'],
    ['Common', '::/0', 'default-inet6', '2001:db8::9'],
    ['Common', 'default-inet6', 'default-inet6', '2001:db8::9'],
    ['Common', '0.0.0.0%5/0', 'default%5', '10.244.0.9%5'],
    ['Common', '10.9.0.7', '10.9.0.7/32', '10.244.0.9'],
    ['five', 'default', 'default%5', '10.244.0.9'],
    ['five', '0.0.0.0/0', 'default%5', '10.244.0.9'],
    ['five', '::/0', 'default-inet6%5', '2001:db8::9'],
    ['five', 'default%0', 'default%0', '10.244.0.9%0'],
    ['five', '10.9.0.0/16', '10.9.0.0%5/16', '10.244.0.9'],
  ])('in %s sent as %s is %s', async (partition, network, shown, gw) => {
    const send = await start();
    const made = send('POST', 'net/route', { name: 'r', partition, network, gw });
    expect([made.status, made.body['network']]).toEqual([200, shown]);
    expect(send('PUT', `net/route/~${partition}~r`, made.body)).toMatchObject({
      status: 200,
      body: { network: shown },
    });
  });
});

describe('the destination of a virtual server', () => {
  it.each([
    ['any:80', '/Common/0.0.0.0:80'],
    ['/Common/any6.443', '/Common/::.443'],
    ['::.443', '/Common/::.443'],
    ['any6%5.443', '/Common/::%5.443'],
    ['10.0.0.1:https', '/Common/10.0.0.1:443'],
    ['2001:DB8:0::1.80', '/Common/2001:db8::1.80'],
    ['2001:db8::1%5.80', '/Common/2001:db8::1%5.80'],
  ])('sent as %s is %s', async (destination, shown) => {
    const send = await start();
    const made = send('POST', 'ltm/virtual', { name: 'v', destination });
    expect([made.status, made.body['message'], made.body['destination']]).toEqual([200, undefined, shown]);
    expect(send('PUT', 'ltm/virtual/~Common~v', made.body).status).toBe(200);
  });
});

describe('what the device chose itself', () => {
  it('stays when everything else is taken back: the tag of a VLAN', async () => {
    const send = await start();
    const made = send('POST', 'net/vlan', { name: 'v' });
    expect(made.body['tag']).toBeGreaterThan(1);
    for (const body of [{}, { tag: null }, { description: 'x' }]) {
      expect(send('PUT', 'net/vlan/~Common~v', body)).toMatchObject({ status: 200, body: { tag: made.body['tag'] } });
    }
    expect(send('PATCH', 'net/vlan/~Common~v', { tag: null })).toMatchObject({ body: { tag: made.body['tag'] } });
  });
});

describe('self IPs', () => {
  it.each([
    ['all', 'all'],
    [['all'], 'all'],
    ['default', ['default']],
    [['default'], ['default']],
    [
      ['tcp:22', 'udp:53'],
      ['tcp:22', 'udp:53'],
    ],
  ])('let services in: sent as %j it is %j', async (sent, shown) => {
    const send = await start();
    const made = send('POST', 'net/self', { name: 's', address: '10.9.0.1/24', vlan: 'int_vlan', allowService: sent });
    expect([made.status, made.body['allowService']]).toEqual([200, shown]);
  });
});
