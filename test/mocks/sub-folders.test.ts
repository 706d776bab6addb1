import { describe, expect, it } from 'vitest';
import { MockBigIp } from '../../mocks/index.ts';
import { overlay, Speaker } from './speak.ts';

async function start(seed = {}): Promise<{ device: MockBigIp; client: Speaker }> {
  const device = await MockBigIp.start({ protocol: 'http', seed: { ...overlay, ...seed } });
  return { device, client: new Speaker(device) };
}

describe('objects of a folder below a partition', () => {
  it('find what they name beside themselves, and have addresses in the partition', async () => {
    const sub = '~k8s~sub~';
    const { device, client } = await start({
      'sys/folder/~k8s~sub': {},
      [`ltm/profile/tcp/${sub}t`]: {},
      [`ltm/rule/${sub}r`]: { apiAnonymous: 'when X {}' },
      'ltm/pool/~k8s~q': {},
    });
    await using _ = device;
    const own = { partition: 'k8s', subPath: 'sub' };
    await client.post('ltm/pool', { name: 'p', ...own, members: [{ name: '10.0.0.1:80' }] });
    expect(device.list(`ltm/pool/${sub}p/members`)).toEqual([`ltm/pool/${sub}p/members/~k8s~10.0.0.1:80`]);
    await client.post('ltm/snatpool', { name: 's', ...own, members: ['10.9.0.1'] });
    expect(device.get(`ltm/snatpool/${sub}s`)).toMatchObject({ members: ['/k8s/10.9.0.1'] });
    const rule = {
      name: 'r0',
      actions: [
        { name: 'a', forward: true, pool: 'p' },
        { name: 'b', pool: 'q' },
      ],
    };
    await client.post('ltm/policy', { name: 'o', ...own, legacy: true, rules: [rule] });
    expect(device.get(`ltm/policy/${sub}o/rules/r0/actions/a`)).toMatchObject({ pool: '/k8s/sub/p' });
    expect(device.get(`ltm/policy/${sub}o/rules/r0/actions/b`)).toMatchObject({ pool: '/k8s/q' });
    const body = { name: 'v', ...own, destination: '10.1.1.1:80', pool: 'p', rules: ['r'], profiles: ['t'] };
    const { body: made } = await client.post('ltm/virtual', body);
    expect(made).toMatchObject({
      fullPath: '/k8s/sub/v',
      destination: '/k8s/10.1.1.1:80',
      ipProtocol: 'tcp',
      pool: '/k8s/sub/p',
      rules: ['/k8s/sub/r'],
    });
    expect(device.list(`ltm/virtual/${sub}v/profiles`)).toEqual([`ltm/virtual/${sub}v/profiles/${sub}t`]);
    expect(device.list('ltm/virtual-address')).toEqual(['ltm/virtual-address/~k8s~10.1.1.1']);
  });
});
