import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type AnyResource, isResource, shapeOf } from '../../src/resources/define.ts';
import { poolMember } from '../../src/resources/ltm/pool-member.ts';
import { arp } from '../../src/resources/net/arp.ts';
import { fdbRecord } from '../../src/resources/net/fdb-tunnel.ts';
import { catalogue, resourceOf } from '../../src/resources/tree.ts';

function all(node: object): AnyResource[] {
  return Object.values(node).flatMap((child: object) =>
    isResource(child) ? [child, ...Object.values(child.children)] : all(child),
  );
}
const resources = all(catalogue);

describe('the catalogue', () => {
  it.each(resources.map((resource) => [resource.path, resource] as const))(
    '%s is found by its path',
    (path, resource) => {
      expect(resourceOf(path)).toBe(resource);
      expect(path).toMatch(/^[a-z]+(\/[a-z0-9-]+)+$/);
    },
  );

  it.each(resources.map((resource) => [resource.path, resource] as const))(
    'what is said of the properties of %s speaks of properties that it has',
    (_path, resource) => {
      const shape = shapeOf(resource);
      const named = [
        ...(resource.fixed ?? []),
        ...(resource.readOnly ?? []),
        ...(resource.writeOnly ?? []),
        ...(resource.unordered ?? []),
        ...Object.keys(resource.returnedIn ?? {}),
        ...Object.keys(resource.compareAs ?? {}),
        ...Object.keys(resource.unset ?? {}),
        ...(resource.mark === undefined ? [] : [resource.mark]),
      ];
      expect(named.filter((key) => !Object.hasOwn(shape, key))).toEqual([]);
    },
  );

  it.each(resources.map((resource) => [resource.path, resource] as const))(
    'every property of %s can be written as it was read',
    (_path, resource) => {
      // A schema with a transform throws here instead of encoding.
      for (const schema of Object.values(shapeOf(resource))) {
        expect(() => z.safeEncode(schema, undefined)).not.toThrow();
        expect(JSON.stringify(z.safeEncode(schema, null).success)).toBe('false');
      }
    },
  );

  it('depends on nothing in circles', () => {
    const seen = new Set<string>();
    const walk = (path: string, above: readonly string[]): void => {
      expect(above).not.toContain(path);
      if (seen.has(path)) return;
      for (const below of resourceOf(path)?.dependsOn ?? []) walk(below, [...above, path]);
      seen.add(path);
    };
    for (const { path } of resources) walk(path, []);
  });
});

describe('two spellings of one object', () => {
  const space = { defaultRouteDomain: 0 };
  const member = (name: string, properties = {}, defaultRouteDomain = 0) =>
    poolMember.identity?.({ name, properties }, { defaultRouteDomain });

  it('members: as CIS, as BIG-IP, by a named node', () => {
    expect(member('/k8s/10.0.0.1%0:80')).toBe(member('/k8s/10.0.0.1:80'));
    expect(member('/k8s/10.0.0.1:http')).toBe(member('/k8s/10.0.0.1:80'));
    expect(member('/k8s/web:80', { address: '10.0.0.1' })).toBe(member('/k8s/10.0.0.1:80'));
    expect(member('/k8s/FD00::0:1.80')).toBe(member('/k8s/fd00::1.80'));
  });

  it('members: the route domain of the partition is meant where none is said', () => {
    expect(member('/k8s/10.0.0.1:80', {}, 5)).toBe(member('/k8s/10.0.0.1%5:80', {}, 5));
    expect(member('/k8s/10.0.0.1%0:80', {}, 5)).not.toBe(member('/k8s/10.0.0.1:80', {}, 5));
    expect(member('/k8s/10.0.0.1%5:80')).not.toBe(member('/k8s/10.0.0.1:80'));
  });

  it('members: other ports, and nodes without an address, are others', () => {
    expect(member('/k8s/10.0.0.1:81')).not.toBe(member('/k8s/10.0.0.1:80'));
    expect(member('/k8s/a.example:80', { address: 'any6' })).not.toBe(member('/k8s/b.example:80', { address: 'any6' }));
  });

  it('ARP entries: one address is one entry; records: one MAC address', () => {
    const entry = (name: string, ipAddress: string) => arp.identity?.({ name, properties: { ipAddress } }, space);
    expect(entry('/Common/k8s-10.0.0.1', '10.0.0.1')).toBe(entry('/Common/other', '10.0.0.1%0'));
    expect(entry('/Common/k8s-10.0.0.1', '10.0.0.1')).not.toBe(entry('/Common/k8s-10.0.0.1', '10.0.0.1%1'));
    const record = (name: string) => (fdbRecord as AnyResource).identity?.({ name, properties: {} }, space);
    expect(record('0A:58:01:01:01:01')).toBe(record('0a:58:1:1:1:1'));
  });
});
