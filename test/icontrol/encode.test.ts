import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { encodeProperties } from '../../src/icontrol/encode.ts';
import { user } from '../../src/resources/auth/user.ts';
import type { AnyResource } from '../../src/resources/define.ts';
import { monitorTcp } from '../../src/resources/ltm/monitor.ts';
import { pool } from '../../src/resources/ltm/pool.ts';
import { poolMember } from '../../src/resources/ltm/pool-member.ts';
import { virtual } from '../../src/resources/ltm/virtual.ts';
import { arp } from '../../src/resources/net/arp.ts';
import { self } from '../../src/resources/net/self.ts';
import { vxlan } from '../../src/resources/net/tunnels.ts';
import { BigIpValueError } from '../../src/values/value-error.ts';

describe('an object that is written', () => {
  it("takes values and F5's own spelling", () => {
    expect(encodeProperties(pool, { monitor: { monitors: ['/Common/tcp', '/Common/http'] } })).toEqual({
      monitor: '/Common/tcp and /Common/http',
    });
    expect(encodeProperties(pool, { monitor: '/Common/tcp' })).toEqual({ monitor: '/Common/tcp' });
    expect(encodeProperties(pool, { monitor: ['/Common/tcp'] })).toEqual({ monitor: '/Common/tcp' });
    expect(encodeProperties(pool, { monitor: ['/Common/tcp', '/Common/http'] })).toEqual({
      monitor: '/Common/tcp and /Common/http',
    });
    expect(encodeProperties(virtual, { destination: '172.16.100.195:31400', profiles: ['/Common/tcp'] })).toEqual({
      destination: '172.16.100.195:31400',
      profiles: ['/Common/tcp'],
    });
    expect(
      encodeProperties(arp, { ipAddress: { ip: '10.0.0.1', family: 4, routeDomain: 5 }, macAddress: '0A-58-1-1-1-1' }),
    ).toEqual({ ipAddress: '10.0.0.1%5', macAddress: '0a:58:01:01:01:01' });
  });

  it('leaves out undefined and unsets null in the way of its type', () => {
    expect(encodeProperties(pool, { description: null, monitor: null, slowRampTime: undefined })).toEqual({
      description: '',
      monitor: 'none',
    });
    expect(encodeProperties(monitorTcp, { send: null })).toEqual({ send: '' });
  });

  it('sends 0, "" and false, which say something', () => {
    expect(encodeProperties(pool, { slowRampTime: 0, description: '', minActiveMembers: 0 })).toEqual({
      slowRampTime: 0,
      description: '',
      minActiveMembers: 0,
    });
    expect(encodeProperties(virtual, { ipForward: false })).toEqual({ ipForward: false });
  });

  it('sends of two flags that exclude each other the one that is true', () => {
    expect(encodeProperties(virtual, { enabled: false })).toEqual({ disabled: true });
    expect(encodeProperties(virtual, { disabled: false })).toEqual({ enabled: true });
    expect(encodeProperties(virtual, { vlansEnabled: true, vlans: ['/Common/int'] })).toEqual({
      vlansEnabled: true,
      vlans: ['/Common/int'],
    });
    expect(encodeProperties(virtual, { enabled: true, disabled: false })).toEqual({ enabled: true });
  });

  it('leaves out what the device says about its answers', () => {
    const echo = { kind: 'tm:ltm:pool:poolstate', fullPath: '/k8s/web', generation: 7, selfLink: 'x' };
    expect(encodeProperties(pool, { name: 'web', partition: 'k8s', ...echo })).toEqual({
      name: 'web',
      partition: 'k8s',
    });
  });

  it('takes objects of its subcollections along', () => {
    const members = [{ name: '10.0.0.1:80', address: { ip: '10.0.0.1', family: 4, routeDomain: 5 }, ratio: 2 }];
    expect(encodeProperties(pool, { members })).toEqual({
      members: [{ name: '10.0.0.1:80', address: '10.0.0.1%5', ratio: 2 }],
    });
  });

  it('takes the name of a service for a port', () => {
    expect(encodeProperties(vxlan, { port: '8472' })).toEqual({ port: 8472 });
    expect(encodeProperties(vxlan, { port: 'http' })).toEqual({ port: 80 });
  });

  it.each([
    [pool, { loadBalancing: 'x' }, /has no property "loadBalancing"/],
    [pool, { monitor: '/Common/a /Common/b' }, /monitor/],
    [pool, { monitor: 7 }, /monitor/],
    [pool, { allowNat: 'maybe' }, /allowNat/],
    [pool, { slowRampTime: 1.5 }, /slowRampTime/],
    [virtual, { destination: 'nowhere' }, /destination/],
    [virtual, { destination: {} }, /destination/],
    [virtual, { mirror: 'sometimes' }, /mirror/],
    [virtual, { profiles: [{ context: 'all' }] }, /profiles/],
    [arp, { ipAddress: '10.0.0' }, /ipAddress/],
    [arp, { ipAddress: ['10.0.0.1'] }, /ipAddress: .*expected string, received array/],
    [arp, { ipAddress: { ip: '10.0.0' } }, /ipAddress: .*"10.0.0" is not an IP address/],
    [arp, { macAddress: '01:00:5e:00:00' }, /macAddress/],
    [virtual, { destination: '10.0.0:80' }, /destination/],
    [virtual, { destination: '10.0.0.1' }, /destination/],
    [virtual, { vsIndex: 7 }, /vsIndex: is stated by the device/],
    [virtual, { enabled: true, disabled: true }, /enabled: excludes disabled/],
    [virtual, { sourceAddressTranslation: { type: 'masquerade' } }, /sourceAddressTranslation.type/],
    [pool, { members: '10.0.0.1:80' }, /members: must be a list/],
    [pool, { members: [{ name: '10.0.0.1:80', ration: 2 }] }, /has no property "ration"/],
    [poolMember, { session: 'monitor-enabled' }, /session: is stated by the device alone/],
    [poolMember, { state: 'up' }, /state: is stated by the device alone/],
    [poolMember, { fqdn: { autopopulate: 'perhaps' } }, /fqdn.autopopulate/],
    [vxlan, { port: 70_000 }, /port/],
    [vxlan, { floodingType: 'sometimes' }, /floodingType/],
    [self, { address: '10.0.0.1/33' }, /address/],
    [pool, JSON.parse('{"__proto__":1}'), /has no property "__proto__"/],
    [pool, { constructor: 1 }, /has no property "constructor"/],
  ] as const)('%# is refused before anything is sent', (resource, input, message) => {
    const encode = (): unknown => encodeProperties(resource as AnyResource, input as Record<string, unknown>);
    expect(encode).toThrow(BigIpValueError);
    expect(encode).toThrow(message);
  });

  it('that is a secret is not on the error, and the field is named once', () => {
    for (const password of [['canary-S3cret'], { text: 'canary-S3cret' }]) {
      const encode = (): unknown => encodeProperties(user, { name: 'x', password });
      expect(encode).toThrow(/^password: (?!password)/);
      try {
        encode();
      } catch (error) {
        expect(JSON.stringify(error) + inspect(error)).not.toContain('canary');
      }
    }
  });
});
