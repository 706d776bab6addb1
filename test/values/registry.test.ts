import { describe, expect, it } from 'vitest';
import { isRegistryName, registeredName, registeredNames, registryOwner } from '../../src/values/registry.ts';

describe('a registry of FDB records', () => {
  it('is told by its name', () => {
    expect(registryOwner('bigip-icontrol.default')).toBe('default');
    for (const name of ['bigip-icontrol.default', 'bigip-icontrol.']) expect(isRegistryName(name)).toBe(true);
    for (const name of ['k8s.bigip-icontrol.default', '', 7, null]) expect(isRegistryName(name)).toBe(false);
  });

  it('holds the names that the device lists, and nothing else of them', () => {
    const name = '/Common/flannel_vxlan/5e:1b:0a:44:9c:01';
    expect(
      registeredNames([
        { name, data: 'b' },
        { data: 'c' },
        { name: '10.0.0.0/8' },
        { name: 'junk' },
        null,
        { name: 7 },
        'd',
      ]),
    ).toEqual([name]);
    for (const records of [undefined, null, {}, 'a']) expect(registeredNames(records)).toEqual([]);
  });

  it('names a record by its tunnel and its MAC address, and none by another name', () => {
    const records = 'net/fdb/tunnel/~Common~flannel_vxlan/records';
    expect(registeredName(`${records}/0A:58:01:01:01:01`)).toBe('/Common/flannel_vxlan/0a:58:01:01:01:01');
    expect(registeredName(`${records}/web`)).toBeUndefined();
  });
});
