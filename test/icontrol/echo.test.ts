/** What a device says and nobody would be let write is no reason to lose it when the object is sent back. */
import { describe, expect, it } from 'vitest';
import { encodeCurrent, encodeProperties } from '../../src/icontrol/encode.ts';
import type { Item } from '../../src/icontrol/items.ts';
import { decodeItem } from '../../src/icontrol/model.ts';
import { resourceOf } from '../../src/resources/tree.ts';
import { BigIpValueError } from '../../src/values/value-error.ts';

const cases: readonly (readonly [what: string, type: string, wire: Item])[] = [
  ['a word of a newer version', 'ltm/pool', { loadBalancingMode: 'newest-first', serviceDownAction: 'wait' }],
  ['a word of a newer version inside', 'ltm/virtual', { sourceAddressTranslation: { type: 'newest', pool: '/a/b' } }],
  ['a word of a newer version in a list', 'ltm/virtual', { clonePools: [{ name: 'a', context: 'newest' }] }],
  ['a name that looks like an address', 'ltm/virtual', { destination: '/Common/10.0.0.1%2_vs:80' }],
  ['a name with blanks', 'ltm/virtual', { destination: '/Common/my front:80' }],
  ['a MAC address that no host has', 'net/arp', { ipAddress: '10.0.0.1', macAddress: '03:bf:0a:00:00:01' }],
];

describe('an object that was read is sent back', () => {
  it.each(cases)('with %s', (_what, type, wire) => {
    const resource = resourceOf(type);
    if (resource === undefined) throw new Error(type);
    const named = { name: 'a', partition: 'k8s', kind: 'x', ...wire };
    const model = decodeItem(resource, named);
    expect(encodeCurrent(resource, model)).toEqual({ name: 'a', partition: 'k8s', ...wire });
    // Said once more as it was read, it is nothing new; said of another object, it is refused.
    expect(Object.keys(encodeProperties(resource, { ...model }, model))).toEqual(
      expect.arrayContaining(['name', 'partition']),
    );
    expect(() => encodeProperties(resource, { ...model, kind: undefined })).toThrow(BigIpValueError);
  });

  it('without the verdict of monitors', () => {
    const resource = resourceOf('ltm/pool/members');
    if (resource === undefined) throw new Error('members');
    const wire = { name: '10.0.0.1:80', partition: 'k8s', session: 'monitor-enabled', state: 'newest-verdict' };
    const model = decodeItem(resource, wire);
    expect(encodeCurrent(resource, model)).toEqual({ name: '10.0.0.1:80', partition: 'k8s' });
    expect(encodeProperties(resource, { ...model }, model)).toEqual({ name: '10.0.0.1:80', partition: 'k8s' });
  });
});
