import { describe, expect, it } from 'vitest';
import { MockBigIp, type MockReply } from '../../mocks/index.ts';
import { isObject } from './captures/objects.ts';
import { recordings } from './captures/recordings.ts';
import { outOfScope, type Scenario, type Send, scenarios } from './captures/refusals.ts';

const credentials = { authorization: `Basic ${btoa('admin:admin')}` };
const refused = recordings().filter(({ status }) => status >= 400);

async function play({ run, version }: Scenario): Promise<MockReply> {
  const device = await MockBigIp.start({ protocol: 'none', ...(version === undefined ? {} : { version }) });
  const send: Send = (method, path, body, headers = {}) =>
    device.handle({
      method,
      path: path.startsWith('/') ? path : `/mgmt/tm/${path}`,
      headers: { ...credentials, ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  return run(device, send);
}

/** What differs from device to device, taken out. */
function normal(body: unknown): unknown {
  if (!isObject(body)) return String(body).includes('<') ? 'HTML' : body;
  const text = JSON.stringify(body)
    .replaceAll(/\d+\.\d+\.\d+\.\d+(?= Sender|"$|"(?=,"restOperationId)|"})/g, 'CLIENT')
    .replaceAll(/Referrer:\S+ Sender:[\d.]+/g, 'Referrer:CLIENT Sender:CLIENT')
    .replaceAll(/"referer":"[^"]*"/g, '"referer":"CLIENT"')
    .replaceAll(/"restOperationId":\d+/g, '"restOperationId":0')
    // tmsh prints names of Common without their path, and so did the quoted transaction.
    .replaceAll('Snatpool /Common/mysnatpool', 'Snatpool mysnatpool');
  return JSON.parse(text);
}

function compareAll(): void {
  it.each(scenarios.map((scenario) => [scenario.file, scenario] as const))('%s', async (file, scenario) => {
    const recorded = refused.find((recording) => recording.file === file);
    expect(recorded).toBeDefined();
    const reply = await play(scenario);
    expect(reply.status).toBe(recorded?.status);
    const html = reply.headers['content-type']?.includes('html') === true;
    const shown = normal(html ? '<' : JSON.parse(reply.body));
    const quoted = normal(recorded?.body);
    if (quoted === '(HTML)' || quoted === 'HTML') expect(shown).toBe('HTML');
    // Some are quoted without the whole envelope.
    else expect(shown).toMatchObject(quoted as object);
  });

  it('are all played or excused', () => {
    const known = new Set([...scenarios.map(({ file }) => file), ...Object.keys(outOfScope)]);
    expect(refused.map(({ file }) => file).filter((file) => !known.has(file))).toEqual([]);
  });
}

describe('recorded refusals of real devices', () => {
  it('have one of the envelopes of a device', async () => {
    const shapes = new Set<string>();
    for (const scenario of scenarios) {
      const reply = await play(scenario);
      expect([scenario.file, reply.status >= 400]).toEqual([scenario.file, true]);
      const html = reply.headers['content-type']?.includes('html') === true;
      shapes.add(html ? 'HTML' : Object.keys(JSON.parse(reply.body)).join(' '));
    }
    expect([...shapes].sort()).toEqual([
      'HTML',
      'code message errorStack apiError',
      'code message originalRequestBody referer restOperationId kind',
      'code message referer restOperationId kind',
    ]);
  });
  if (refused.length > 0) compareAll();
});
