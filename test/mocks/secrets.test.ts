import { describe, expect, it } from 'vitest';
import { MockBigIp } from '../../mocks/index.ts';
import { Speaker } from './speak.ts';

const word = 'canary-of-this-test';

describe('passwords', () => {
  it.each([
    ['of a user', 'auth/user', { name: 'u', password: word }],
    ['that was', 'auth/user/u', { oldPassword: word, password: word }],
    ['of a key', 'ltm/profile/client-ssl', { name: 'c', certKeyChain: [{ name: 'k', passphrase: word }] }],
    ['of a monitor', 'ltm/monitor/radius', { name: 'm', secret: word }],
    ['in a shell line', 'util/bash', { command: 'run', utilCmdArgs: `-c "tmsh modify auth user u password ${word}"` }],
    ['in a shell line, quoted', 'util/bash', { command: 'run', utilCmdArgs: `-c 'x --passwd="${word} ${word}" y'` }],
    ['in broken JSON', '/mgmt/shared/authn/login', `{"username":"admin","password":"${word}"`],
    ['in JSON that is cut', '/mgmt/shared/authn/login', `{"username":"admin","password":"${word}`],
    ['in a form', '/mgmt/shared/authn/login', `username=admin&password=${word}&x=y`],
  ])('are not in the journal: one %s', async (_, path, body) => {
    await using device = await MockBigIp.start({ protocol: 'http' });
    await using client = new Speaker(device);
    await client.send('POST', path, body);
    expect(JSON.stringify(device.journal)).toContain('[redacted]');
    expect(JSON.stringify(device.journal)).not.toContain(word);
  });

  it('are not in the transactions that the control path shows', async () => {
    await using device = await MockBigIp.start({ protocol: 'http', control: true });
    await using client = new Speaker(device);
    const { transId } = (await client.post('transaction', {})).body;
    const header = { 'x-f5-rest-coordination-id': String(transId) };
    await client.post('auth/user', { name: 'u', password: word }, header);
    const { text } = await client.get('/__mock/transactions');
    expect(text).toContain('"name":"u","password":"[redacted]"');
    expect(text).not.toContain(word);
  });

  it('leave all else in the journal as it was sent', async () => {
    await using device = await MockBigIp.start({ protocol: 'http' });
    await using client = new Speaker(device);
    const rule = { name: 'r', apiAnonymous: 'when HTTP_REQUEST { log local0. "password is [HTTP::password]" }' };
    await client.post('ltm/rule', rule);
    expect(device.journal.at(-1)?.body).toEqual(rule);
  });
});
