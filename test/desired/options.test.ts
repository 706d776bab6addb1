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
    expect(read({ overlay }).overlay).toEqual({
      tunnel: '/net1/sub/vxlan',
      folder: '/net1',
      localIp: '10.0.0.1',
      mac: '5e:00:00:00:00:01',
    });
  });

  it.each<[string, Partial<MappingOptions>]>([
    ['an empty partition', { partition: '' }],
    ['a partition with a slash', { partition: '/k8s' }],
    ['a partition that is a path', { partition: 'k8s/app' }],
    ['a partition that would be another one in a URI', { partition: 'k8s~other' }],
    ['a partition that goes up', { partition: '..' }],
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
