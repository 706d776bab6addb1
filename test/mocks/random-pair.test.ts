import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Store } from '../../mocks/config/store.ts';
import { isSynced } from '../../mocks/config/synced.ts';
import { MockBigIp } from '../../mocks/index.ts';

const headers = { authorization: `Basic ${btoa('admin:admin')}` };
/** How many requests in all; the nightly run asks for more. */
const requests = Number(process.env['MOCK_RANDOM_REQUESTS'] ?? 400);
const name = fc.constantFrom('a', 'b', 'c');
const host = fc.constantFrom('bigip1.example.com', 'bigip2.example.com');

interface Step {
  readonly unit: number;
  readonly method: string;
  readonly path: string;
  readonly body?: object | undefined;
}

const post = (path: string, body: fc.Arbitrary<object>) => body.map((sent) => ({ method: 'POST', path, body: sent }));

/** What one unit is asked, by a client or an operator. */
const asked: fc.Arbitrary<Omit<Step, 'unit'>> = fc.oneof(
  post('net/vlan', fc.record({ name })),
  post('net/tunnels/vxlan', fc.record({ name })),
  post('net/tunnels/tunnel', fc.record({ name, profile: name, key: fc.integer({ min: 1, max: 9 }) })),
  post('net/route', fc.record({ name, network: fc.constantFrom('10.7.0.0/16', '10.8.0.0/16'), tmInterface: name })),
  post(
    'net/self',
    fc.record({
      name,
      address: fc.constantFrom('10.1.0.1/24', '10.2.0.1/24'),
      vlan: name,
      trafficGroup: fc.constant('traffic-group-1'),
    }),
  ),
  post('ltm/pool', fc.record({ name, members: fc.constantFrom([], ['10.0.0.1:80']) })),
  post(
    'ltm/virtual',
    fc.record({
      name,
      destination: fc.constantFrom('10.1.1.1:80', '10.1.1.2:80'),
      vlansEnabled: fc.constant(true),
      vlans: fc.array(name, { maxLength: 1 }),
      pool: name,
    }),
  ),
  fc
    .tuple(
      fc.constantFrom(
        'net/vlan',
        'net/route',
        'net/self',
        'ltm/pool',
        'ltm/virtual',
        'net/tunnels/vxlan',
        'net/tunnels/tunnel',
      ),
      name,
    )
    .map(([type, path]) => ({ method: 'DELETE', path: `${type}/${path}` })),
  post(
    'cm',
    fc.record({
      command: fc.constant('run'),
      utilCmdArgs: fc.constantFrom('config-sync to-group sync-failover', 'config-sync from-group sync-failover'),
    }),
  ),
  post(
    'sys/failover',
    fc.record({ command: fc.constant('run'), utilCmdArgs: fc.constantFrom('standby', 'offline', 'online') }),
  ),
  post('sys/config', fc.record({ command: fc.constantFrom('save', 'load') })),
  post(
    'cm/add-to-trust',
    fc.record({
      command: fc.constant('run'),
      device: fc.constant('x'),
      deviceName: host,
      username: fc.constant('admin'),
      password: fc.constant('admin'),
    }),
  ),
  post('cm/device-group/~Common~sync-failover/devices', fc.record({ name: host })),
  host.map((device) => ({ method: 'DELETE', path: `cm/device-group/~Common~sync-failover/devices/~Common~${device}` })),
  fc.constantFrom(
    { method: 'DELETE', path: 'cm/trust-domain' },
    { method: 'PATCH', path: 'cm/device-group/sync-failover', body: { autoSync: 'enabled' } },
    { method: 'PATCH', path: 'cm/device-group/sync-failover', body: { autoSync: 'disabled' } },
    { method: 'GET', path: 'cm/sync-status' },
    { method: 'GET', path: 'sys/failover' },
  ),
  fc.constantFrom('REBOOT', 'RECOVER', 'RESET', 'SNAPSHOT').map((method) => ({ method, path: '' })),
);
const step: fc.Arbitrary<Step> = fc.tuple(fc.nat({ max: 1 }), asked).map(([unit, what]) => ({ unit, ...what }));

function dangling(device: MockBigIp): string[] {
  const { entries } = device.snapshot();
  const uris = new Set(entries.map(({ uri }) => uri));
  return entries.flatMap(({ uri, links, parent }) => [
    ...links
      .filter((link) => link.uri === undefined || !uris.has(link.uri))
      .map((link) => `${uri} -> ${link.fullPath}`),
    ...(parent === undefined || uris.has(parent) ? [] : [`${uri} has lost its parent`]),
  ]);
}

/** All that is on a unit, in an order that does not depend on what happened before. */
function configurationOf(device: MockBigIp): string[] {
  return device
    .snapshot()
    .entries.map(({ uri, own }) => `${uri} ${JSON.stringify(own)}`)
    .sort();
}

/** What both units have when they are in sync. */
function synchronised(device: MockBigIp): string[] {
  const { entries } = device.snapshot();
  const store = new Store();
  store.restore(entries);
  return entries
    .filter((entry) => isSynced(entry, store))
    .map(({ uri, own }) => `${uri} ${JSON.stringify(own)}`)
    .sort();
}

/** Each unit tells its own role as it is. */
function told(device: MockBigIp): unknown {
  const own = device.snapshot().entries.find(({ uri }) => device.get(uri)?.['selfDevice'] === 'true');
  return String(own?.properties['failoverState']).replace('forced-', '');
}

describe('two units, asked at random', () => {
  it('keep whole configurations, and have one active unit at most while they are one group', async () => {
    const [one, two] = await MockBigIp.pair({ protocol: 'none' });
    const units = [one, two];
    const start = units.map(configurationOf);
    const seen = new Set<string>();
    const property = fc.property(fc.array(step, { minLength: 30, maxLength: 30 }), (steps) => {
      let kept = units.map((unit) => unit.snapshot());
      for (const { unit: at, method, path, body } of steps) {
        const unit = units[at];
        if (unit === undefined) continue;
        if (method === 'REBOOT') unit.restart('reboot');
        else if (method === 'RECOVER') unit.recover();
        else if (method === 'RESET') unit.reset();
        else if (method === 'SNAPSHOT') {
          const snapshot = kept[at];
          if (snapshot !== undefined) unit.restore(snapshot);
          kept = units.map((other) => other.snapshot());
        } else {
          const reply = unit.handle({
            method,
            path: `/mgmt/tm/${path}`,
            headers,
            ...(body === undefined ? {} : { body: JSON.stringify(body) }),
          });
          expect([method, path, reply.status]).not.toContain(500);
          seen.add(`${method} ${path.split('/')[0]} ${reply.status}`);
        }
        expect(units.map(dangling)).toEqual([[], []]);
        expect(units.map(told)).toEqual(units.map(({ role }) => role));
        const said = units.map((one) => one.handle({ method: 'GET', path: '/mgmt/tm/cm/sync-status', headers }).body);
        if (said.every((text) => text.includes('sync-failover (In Sync)'))) {
          seen.add('in sync');
          const [first, second] = units.map(synchronised);
          expect(first).toEqual(second);
          expect(units.filter(({ role }) => role === 'active').length).toBeLessThan(2);
        }
      }
      for (const unit of units) unit.reset();
      expect(units.map(configurationOf)).toEqual(start);
      expect(units.map(({ role }) => role)).toEqual(['active', 'standby']);
    });
    fc.assert(property, { numRuns: Math.ceil(requests / 30) });
    expect([...seen]).toEqual(expect.arrayContaining(['POST cm 200', 'POST ltm 200', 'DELETE cm 200', 'in sync']));
  });
});
