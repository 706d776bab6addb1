import { describe, expect, it } from 'vitest';
import type { FaultAction } from '../../mocks/index.ts';
import { Gate, names, reach, until } from './reach.ts';

const whens = ['before', 'after'] as const;

const broken = expect.stringMatching(/^(ECONNRESET|UND_ERR_SOCKET|UND_ERR_RES_CONTENT_LENGTH_MISMATCH)$/);

/** What is seen of a POST, and whether it was done, by what the fault does before and after the change. */
const matrix: [FaultAction, unknown, boolean][] = [
  ['reset', broken, false],
  ['drop', broken, true],
  [{ drop: 10 }, broken, true],
  [{ drop: 1_000_000 }, broken, true],
  ['truncate', 200, true],
  [{ truncate: 3 }, 200, true],
  [{ drip: { bytes: 400, every: 1 } }, 200, true],
  ['html', 503, false],
  ['not-json', 200, false],
  ['redirect', 302, false],
  [{ status: 418, body: { why: 'tea' } }, 418, false],
  [{ delay: 5 }, 200, true],
  [{ drop: 10, chunked: true }, broken, true],
  [{ truncate: 3, chunked: true }, 200, true],
  [{ act: 'expire-transactions' }, 200, true],
];

describe.each(names)('over %s', (over) => {
  it.each(whens)('every fault is played %s the change, once, and the device goes on', async (when) => {
    const { device, ask, close } = await reach(over);
    for (const [at, [action, seen, doneBefore]] of matrix.entries()) {
      const name = `p${at}`;
      const handle = device.fault({ match: 'POST ltm/pool', when, do: action });
      const outcome = await ask('POST', 'ltm/pool', { name });
      expect([action, outcome.seen]).toEqual([action, seen]);
      const done = when === 'after' || doneBefore;
      expect([action, device.get(`ltm/pool/~Common~${name}`) !== undefined]).toEqual([action, done]);
      const word = typeof action === 'string' ? action : Object.keys(action)[0];
      const cuts = ['drop', 'truncate', 'drip'].includes(String(word));
      const told = word === 'act' ? 'expire-transactions' : word;
      expect(device.journal.at(-1)?.fault).toBe(`${cuts ? 'after' : when} ${told}`);
      expect([handle.played, (await ask('GET', 'ltm/pool')).seen]).toEqual([1, 200]);
    }
    await close();
  });

  it('what is cut is short, what is not JSON is a page, what is redirected leads to the login page', async () => {
    const { device, ask, close } = await reach(over);
    const whole = (await ask('GET', 'sys/version')).text;
    device.fault({ match: 'GET sys/version', do: 'truncate' });
    expect((await ask('GET', 'sys/version')).text).toBe(whole.slice(0, Math.floor(whole.length / 2)));
    device.fault({ match: 'GET sys/version', do: { truncate: 7 } });
    expect((await ask('GET', 'sys/version')).text).toBe(whole.slice(0, 7));
    device.fault({ match: 'GET sys/version', do: { drip: { bytes: 100, every: 0 } } });
    expect((await ask('GET', 'sys/version')).text).toBe(whole);
    device.fault({ match: '*', do: 'not-json' });
    expect((await ask('GET', 'sys/version')).text).toContain('<html');
    device.fault({ match: '*', do: 'redirect' });
    expect((await ask('GET', 'sys/version')).location).toBe('/tmui/login.jsp');
    await close();
  });

  it('a drip takes its pause as a text, too', async () => {
    const gate = new Gate();
    const { device, ask, close } = await reach(over, gate);
    const whole = (await ask('GET', 'sys/version')).text;
    device.fault({ match: 'GET sys/version', do: { drip: { bytes: whole.length - 1, every: '10ms' } } });
    const dripped = ask('GET', 'sys/version');
    await until(() => gate.waits.length === 1);
    gate.open();
    await until(() => gate.waits.length === 2);
    gate.open();
    expect([(await dripped).text, gate.waits]).toEqual([whole, [10, 10]]);
    device.fault({ match: 'GET sys/version', do: { drip: {} } });
    const slow = ask('GET', 'sys/version');
    for (let at = 0; at < whole.length; at++) {
      await until(() => gate.waits.length === 3 + at);
      gate.open();
    }
    expect([(await slow).text, new Set(gate.waits.slice(2))]).toEqual([whole, new Set([100])]);
    await close();
  });

  it('an empty answer that is dropped is a broken connection too', async () => {
    const { device, ask, close } = await reach(over);
    for (const action of ['drop', { drop: 0 }, { drop: 5 }] as const) {
      device.set('ltm/pool/~Common~p', {});
      device.fault({ match: 'DELETE *', do: action });
      expect((await ask('DELETE', 'ltm/pool/p')).seen).toEqual(broken);
      expect(device.list('ltm')).toEqual([]);
    }
    await close();
  });

  it.each(whens)('no answer comes at all (%s), until the client gives up or the device is reset', async (when) => {
    const { device, ask, close } = await reach(over);
    device.fault({ match: 'POST *', when, do: 'hang', times: 2 });
    const controller = new AbortController();
    const given = ask('POST', 'ltm/pool', { name: 'a' }, controller.signal);
    await until(() => device.requests === 1);
    controller.abort();
    expect((await given).seen).toBe('aborted');
    expect(device.list('ltm')).toEqual(when === 'after' ? ['ltm/pool/~Common~a'] : []);
    const left = ask('POST', 'ltm/pool', { name: 'b' });
    await until(() => device.requests === 2);
    device.reset();
    expect((await left).seen).toEqual(broken);
    expect(device.list('ltm')).toEqual([]);
    await close();
  });

  it('a delayed request is done when its time has come, also for a client that has gone, and not after a reset', async () => {
    const gate = new Gate();
    const { device, ask, close } = await reach(over, gate);
    const controller = new AbortController();
    device.fault({ match: 'POST *', do: { delay: '30s' }, times: 2 });
    const gone = ask('POST', 'ltm/pool', { name: 'gone' }, controller.signal);
    await until(() => gate.waits.length === 1);
    controller.abort();
    expect((await gone).seen).toBe('aborted');
    expect([device.list('ltm'), device.requests]).toEqual([[], 0]);
    gate.open();
    await until(() => device.requests === 1);
    expect(device.list('ltm')).toEqual(['ltm/pool/~Common~gone']);
    const late = ask('POST', 'ltm/pool', { name: 'late' });
    await until(() => gate.waits.length === 2);
    device.reset();
    expect((await late).seen).toEqual(broken);
    gate.open();
    await new Promise(setImmediate);
    expect([gate.waits, device.list('ltm'), device.requests]).toEqual([[30_000, 30_000], [], 0]);
    await close();
  });

  it('a paused device refuses, until it is resumed or its time has come', async () => {
    const gate = new Gate();
    const { device, ask, close } = await reach(over, gate);
    expect((await ask('GET', 'ltm/pool')).seen).toBe(200);
    await device.pause();
    await device.pause();
    expect((await ask('GET', 'ltm/pool')).seen).toBe('ECONNREFUSED');
    await Promise.all([device.resume(), device.resume()]);
    expect((await ask('GET', 'ltm/pool')).seen).toBe(200);
    await device.play('refused');
    expect((await ask('GET', 'ltm/pool')).seen).toBe('ECONNREFUSED');
    await device.resume();
    await device.pause('5m');
    expect([gate.waits, (await ask('GET', 'ltm/pool')).seen]).toEqual([[300_000], 'ECONNREFUSED']);
    gate.open();
    await until(async () => (await ask('GET', 'ltm/pool')).seen === 200);
    await device.pause('5m');
    await device.resume();
    expect((await ask('GET', 'ltm/pool')).seen).toBe(200);
    await close();
    expect(device.connections).toBe(0);
  });
});
