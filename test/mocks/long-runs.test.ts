import { describe, expect, it } from 'vitest';
import { MockBigIp } from '../../mocks/index.ts';

const login = {
  method: 'POST',
  path: '/mgmt/shared/authn/login',
  body: '{"username":"admin","password":"admin","loginProviderName":"tmos"}',
};

describe('a device that runs for long', () => {
  it('forgets the expired tokens of admin, who may have any number', async () => {
    await using device = await MockBigIp.start({ protocol: 'none' });
    for (let at = 0; at < 200; at++) expect(device.handle(login).status).toBe(200);
    device.clock.advance('20m');
    device.handle(login);
    // Were they kept, they would be alive again.
    device.clock.advance(-20 * 60_000);
    expect(device.tokens).toBe(1);
  });
});

describe('a device that is closed while it is about to pause', () => {
  it('does not come back when the pause is over', async () => {
    const slept: number[] = [];
    const clock = { now: Date.now, sleep: async (time: number) => void slept.push(time) };
    const device = await MockBigIp.start({ protocol: 'http', clock });
    const paused = device.pause('5s');
    await device.close();
    await paused;
    expect(slept).toEqual([]);
    await expect(fetch(device.url)).rejects.toThrow();
  });
});

describe('a reset of a paused device', () => {
  it('ends a pause with a time, and leaves one until `resume`', async () => {
    await using device = await MockBigIp.start({ protocol: 'http' });
    await device.pause();
    device.reset();
    await expect(fetch(device.url)).rejects.toThrow();
    await device.resume();
    await device.pause('1h');
    device.reset();
    await expect
      .poll(() =>
        fetch(device.url).then(
          ({ status }) => status,
          () => 0,
        ),
      )
      .toBe(404);
  });
});
