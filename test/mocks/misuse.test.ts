import { describe, expect, it } from 'vitest';
import { type Fault, MockBigIp, type MockOptions } from '../../mocks/index.ts';
import { headers } from './reach.ts';

describe('what can come to nothing is told at once', () => {
  it.each<[unknown, string]>([
    ['FOO ltm/pool', 'no method is called FOO'],
    ['GETT ltm/pool', 'no method is called GETT'],
    ['GET', 'GET has no path: "GET *" is any'],
    ['get', 'get has no path: "GET *" is any'],
    ['GET ', 'GET has no path: "GET *" is any'],
    ['', 'a match needs a path: "*" is any'],
    ['* ltm/pool', '"ltm/pool" alone is any method'],
    [{ method: 'GETT' }, 'no method is called GETT'],
    [{ method: '*' }, 'no method is called *'],
    [{ path: '' }, 'a match needs a path: "*" is any'],
    [{ path: 'GET ltm/pool' }, 'a method stands beside the path'],
    ['https://127.0.0.1/mgmt/tm/ltm/pool', 'a path, not a URL'],
  ])('a fault that no request can match: %j', async (match, why) => {
    const device = await MockBigIp.start({ protocol: 'none' });
    const set = () => device.fault({ match: match as Fault['match'], do: 'reset' });
    expect(set).toThrow(TypeError);
    expect(set).toThrow(why);
    await expect(device.play('html-503', { match: match as Fault['match'] })).rejects.toThrow(why);
    expect(device.faults).toEqual([]);
  });

  it.each<[unknown, string]>([
    [{ bytes: 0 }, 'not a number of bytes: 0'],
    [{ bytes: '200' }, 'not a number of bytes: 200'],
    [{ every: 'soon' }, 'not a duration: soon'],
    [{ every: -1 }, 'not a duration: -1'],
    [{ each: 5 }, 'a drip has bytes and every, not each'],
  ])('a drip of %j', async (drip, why) => {
    const device = await MockBigIp.start({ protocol: 'none' });
    const set = () => device.fault({ match: '*', do: { drip } as Fault['do'] });
    expect(set).toThrow(TypeError);
    expect(set).toThrow(why);
  });

  it('an option that there is not', async () => {
    const options = { prot: 1 } as MockOptions;
    await expect(MockBigIp.start(options)).rejects.toThrow(new TypeError('no option is called prot'));
    await expect(MockBigIp.pair(options)).rejects.toThrow(TypeError);
    await expect(MockBigIp.pair({ protocol: 'none' }, options)).rejects.toThrow(TypeError);
  });

  it('a step of the clock that is no time; back is a step, too', async () => {
    const device = await MockBigIp.start({ protocol: 'none', clock: { now: () => 100_000 } });
    for (const step of [Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => device.clock.advance(step)).toThrow(new TypeError(`not a duration: ${step}`));
    }
    device.clock.advance(-5);
    expect(device.clock.now()).toBe(99_995);
  });

  it.each<[unknown, string]>([
    [undefined, 'a request needs method and path'],
    [{ path: '/mgmt/tm/ltm/pool' }, 'a request needs a method'],
    [{ method: 'GET' }, 'a request needs a path'],
    [{ method: 'GET', url: '/mgmt/tm/ltm/pool' }, 'a request needs a path'],
    [{ method: 'POST', path: '/mgmt/tm/ltm/pool', body: { name: 'a' } }, 'a body is text or bytes'],
  ])('a request that is none: %j', async (request, why) => {
    const device = await MockBigIp.start({ protocol: 'none', control: true });
    for (const give of [() => device.handle(request as never), () => device.accept(request as never)]) {
      expect(give).toThrow(TypeError);
      expect(give).toThrow(why);
    }
    expect(device.unimplemented.size).toBe(0);
    expect(device.requests).toBe(0);
  });
});

describe('parameters with a dollar sign', () => {
  it.each(['$orderby=name', '%24orderby=name%20asc', '$count=true', '$expand=*'])(
    'that the mock has not answer 501 and are counted: %s',
    async (query) => {
      const device = await MockBigIp.start({ protocol: 'none' });
      const name = decodeURIComponent(query).split('=')[0] ?? '';
      for (const path of ['ltm/pool', 'ltm/pool/stats', 'ltm', 'sys/global-settings']) {
        expect(device.handle({ method: 'GET', path: `/mgmt/tm/${path}?${query}`, headers }).status).toBe(501);
      }
      expect([...device.unimplemented]).toEqual([[`the parameter ${name}`, 4]]);
    },
  );

  it('that it has are answered, and words of others are passed over', async () => {
    const device = await MockBigIp.start({ protocol: 'none' });
    const query = '$top=1&$skip=0&$select=name&$filter=partition eq Common&expandSubcollections=true&x=y';
    const path = `/mgmt/tm/ltm/pool?${query.replaceAll(' ', '%20')}`;
    expect(device.handle({ method: 'GET', path, headers }).status).toBe(200);
    expect(device.unimplemented.size).toBe(0);
  });
});
