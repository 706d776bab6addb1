import { describe, expect, it } from 'vitest';
import type { MappingOptions } from '../../src/desired/index.ts';
import { readOptions } from '../../src/desired/options.ts';
import { BigIpValueError } from '../../src/values/value-error.ts';

const read = (options: Partial<MappingOptions> = {}) => readOptions({ mode: 'cluster', partition: 'k8s', ...options });

describe('the options of a mapping', () => {
  it('have defaults', () => {
    expect(read()).toEqual({
      mode: 'cluster',
      partition: 'k8s',
      folderUri: '~k8s',
      owner: 'default',
      overlay: undefined,
      bigipNodes: new Set(),
      nodeAddress: 'InternalIP',
      nodeSelector: [],
      nodeNetworks: [],
      snatPool: undefined,
      loadBalancerClass: undefined,
    });
  });

  it('understand a tunnel, its folder, and what is known of it', () => {
    const overlay = { tunnel: '/net1/sub/vxlan', localAddress: '10.0.0.1%5', macAddress: '5E-0-0-0-0-1' };
    const settings = read({ overlay }).overlay;
    expect(settings?.tunnels).toEqual([{ path: '/net1/sub/vxlan', folder: '/net1', family: 4, routeDomain: 5 }]);
    expect([settings?.ownIps, settings?.ownMacs]).toEqual([new Set(['10.0.0.1']), new Set(['5e:00:00:00:00:01'])]);
    expect(settings?.cni.name).toBe('flannel');
  });

  it('take one tunnel a family, and what is known of the other units', () => {
    const overlay = {
      tunnel: '/Common/t4',
      tunnelV6: '/Common/t6',
      macAddressV6: '5E-0-0-0-0-2',
      peers: [{ localAddress: '10.0.0.2' }],
    };
    const settings = read({ overlay }).overlay;
    expect(settings?.tunnels.map(({ path, family }) => [path, family])).toEqual([
      ['/Common/t4', 4],
      ['/Common/t6', 6],
    ]);
    expect([settings?.ownIps, settings?.ownMacs]).toEqual([new Set(['10.0.0.2']), new Set(['5e:00:00:00:00:02'])]);
  });

  it('take static routes instead of a tunnel, in the managed partition unless another one is named', () => {
    expect(read({ staticRoutes: { source: 'calico' } }).staticRoutes?.partition).toBe('k8s');
    expect(read({ owner: 'a', staticRoutes: { source: 'calico', partition: 'Common' } }).staticRoutes).toEqual({
      source: 'calico',
      partition: 'Common',
      nodeCidr: undefined,
    });
  });

  it.each<[string, Partial<MappingOptions>]>([
    ['an empty partition', { partition: '' }],
    ['a partition with a slash', { partition: '/k8s' }],
    ['a partition that is a path', { partition: 'k8s/app' }],
    ['a partition that would be another one in a URI', { partition: 'k8s~other' }],
    ['a partition that goes up', { partition: '..' }],
    ['static routes and a tunnel', { staticRoutes: { source: 'pod-cidr' }, overlay: { tunnel: '/Common/t' } }],
    ['static routes of nobody in a shared partition', { staticRoutes: { source: 'pod-cidr', partition: 'Common' } }],
    ['a tunnel without partition', { overlay: { tunnel: 'flannel_vxlan' } }],
    ['a MAC that is none', { overlay: { tunnel: '/Common/t', macAddress: '5e:00' } }],
    ['an address that is none', { overlay: { tunnel: '/Common/t', localAddress: 'bigip' } }],
    ['a selector that is none', { nodeSelector: 'a in b' }],
    ['a network without prefix', { nodeCidr: ['10.0.0.0'] }],
    ['an empty SNAT pool', { snatPool: '' }],
    ['a SNAT pool that is a folder', { snatPool: '/k8s' }],
  ])('%s is refused', (_what, options) => {
    expect(() => read(options)).toThrow(BigIpValueError);
  });
});
