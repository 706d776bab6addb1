import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { MockBigIp } from '../../mocks/index.ts';
import { processCertificate } from '../../mocks/wire/certificate.ts';
import { overlay, rows, Speaker } from '../mocks/speak.ts';
import { useToken } from './token.ts';

const http = { protocol: 'http' } as const;

describe('the manners of f5-ansible', () => {
  it('learns the version from the selfLink of sys, and the modules from sys/provision', async () => {
    await using device = await MockBigIp.start(http);
    await using client = new Speaker(device);
    await useToken(client);
    const { body } = await client.get('sys');
    expect(new URL(String(body['selfLink'])).searchParams.get('ver')).toBe(device.version);
    const modules = rows((await client.get('sys/provision')).body['items']).filter(
      ({ level }) => String(level) !== 'none',
    );
    expect(modules.map(({ name }) => name)).toEqual(['ltm']);
  });

  it('looks before it writes, and changes only what differs', async () => {
    await using device = await MockBigIp.start({ ...http, seed: overlay });
    await using client = new Speaker(device);
    await useToken(client);
    const uri = 'ltm/pool/~k8s~web';
    const absent = await client.get(uri);
    expect([absent.status, absent.body['code']]).toEqual([404, 404]);
    const metadata = [{ name: 'owner', persist: 'true', value: 'ansible' }];
    const made = await client.post('ltm/pool/', {
      name: 'web',
      partition: 'k8s',
      monitor: 'min 1 of { /Common/http /Common/tcp }',
      metadata,
    });
    expect(made.body).toMatchObject({ metadata });
    expect(String(made.body['monitor']).replace(/\s+/g, ' ').trim()).toBe('min 1 of { /Common/http /Common/tcp }');
    const member = {
      name: '10.0.0.1:80',
      partition: 'k8s',
      address: '10.0.0.1',
      session: 'user-enabled',
      state: 'user-up',
      ratio: 2,
    };
    const added = await client.post(`${uri}/members`, member);
    expect([added.status, added.body['message']]).toEqual([200, undefined]);
    const off = await client.patch(`${uri}/members/~k8s~10.0.0.1:80`, { session: 'user-disabled', state: 'user-down' });
    expect(off.body).toMatchObject({ session: 'user-disabled', state: 'user-down', ratio: 2 });
    expect((await client.delete('ltm/node/~k8s~10.0.0.1')).body['message']).toMatch(/^01070110:3: /);
    await client.delete(`${uri}/members/~k8s~10.0.0.1:80`);
    expect((await client.delete('ltm/node/~k8s~10.0.0.1')).status).toBe(200);
  });

  it('does it in a transaction that is committed with validateOnly: false, or only validated', async () => {
    await using device = await MockBigIp.start({ ...http, seed: overlay });
    await using client = new Speaker(device);
    await useToken(client);
    for (const validateOnly of [true, false]) {
      const id = String((await client.post('transaction', {})).body['transId']);
      const inside = { 'X-F5-REST-Coordination-ID': id };
      await client.post('ltm/pool/', { name: 'web', partition: 'k8s' }, inside);
      const virtual = {
        name: 'front',
        partition: 'k8s',
        destination: '/k8s/192.0.2.1:80',
        ipProtocol: 'tcp',
        pool: '/k8s/web',
      };
      await client.post('ltm/virtual/', virtual, inside);
      await client.patch('ltm/pool/~k8s~web', { description: 'in one' }, inside);
      const commit = await client.patch(`transaction/${id}`, { state: 'VALIDATING', validateOnly });
      expect(commit.status).toBe(200);
      expect(device.get('ltm/virtual/~k8s~front') === undefined).toBe(validateOnly);
    }
    expect(device.get('ltm/pool/~k8s~web')).toMatchObject({ description: 'in one' });
  });

  it('makes a self IP with dashed keys and each form of allow-service', async () => {
    await using device = await MockBigIp.start({ ...http, seed: overlay });
    await using client = new Speaker(device);
    const shown: Record<string, unknown> = {};
    for (const [last, allowed] of [['default'], ['tcp:22', 'udp:53', 'gre:0'], 'all', 'none'].entries()) {
      const body = {
        name: `self-${last}`,
        partition: 'Common',
        address: `10.9.0.${last + 1}/24`,
        vlan: '/Common/int_vlan',
        'traffic-group': '/Common/traffic-group-local-only',
        'allow-service': allowed,
      };
      const made = await client.post('net/self/', body);
      expect([last, made.status, made.body['message']]).toEqual([last, 200, undefined]);
      shown[JSON.stringify(allowed)] = made.body['allowService'];
      expect(made.body).toMatchObject({ trafficGroup: '/Common/traffic-group-local-only', floating: 'disabled' });
    }
    expect(shown).toEqual({
      '["default"]': ['default'],
      '["tcp:22","udp:53","gre:0"]': ['tcp:22', 'udp:53', 'gre:0'],
      '"all"': 'all',
      '"none"': undefined,
    });
  });

  it('reads facts page by page', async () => {
    const pools = Array.from({ length: 5 }, (_, at) => [`ltm/pool/~k8s~p${at}`, {}] as const);
    await using device = await MockBigIp.start({ ...http, seed: { ...overlay, ...Object.fromEntries(pools) } });
    await using client = new Speaker(device);
    const names: unknown[] = [];
    let path: string | undefined = 'ltm/pool?$top=2&$skip=0&$filter=partition+eq+k8s&expandSubcollections=true';
    while (path !== undefined) {
      const { body } = await client.get(path);
      names.push(...rows(body['items']).map(({ name }) => name));
      const next = body['nextLink'];
      path = next === undefined ? undefined : String(next).replace('https://localhost', '');
    }
    expect(names).toEqual(['p0', 'p1', 'p2', 'p3', 'p4']);
  });

  it('writes the virtual server of bigip_virtual_server', async () => {
    await using device = await MockBigIp.start({ ...http, seed: { ...overlay, 'ltm/pool/~k8s~web': {} } });
    await using client = new Speaker(device);
    const made = await client.post('ltm/virtual/', {
      name: 'front',
      partition: 'k8s',
      destination: '/k8s/2001:db8::1.443',
      ipProtocol: 'tcp',
      mask: 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
      source: '::/0',
      pool: '/k8s/web',
      profiles: [{ name: 'tcp', partition: 'Common', context: 'all', fullPath: '/Common/tcp' }],
      policies: [],
      rules: [],
      vlans: [],
      vlansDisabled: true,
      persist: [{ name: 'source_addr', partition: 'Common', tmDefault: 'yes' }],
      sourceAddressTranslation: { type: 'automap', pool: '' },
    });
    expect([made.status, made.body['message']]).toEqual([200, undefined]);
    expect(made.body).toMatchObject({ destination: '/k8s/2001:db8::1.443', vlansDisabled: true });
    expect((await client.get('ltm/virtual-address/~k8s~2001:db8::1')).body).toMatchObject({ address: '2001:db8::1' });
  });

  it('deletes its token at the end', async () => {
    await using device = await MockBigIp.start(http);
    await using client = new Speaker(device);
    const token = await useToken(client);
    expect((await client.delete(`/mgmt/shared/authz/tokens/${token}`)).status).toBe(200);
    expect(device.tokens).toBe(0);
  });

  it('finds users by the partition Common, and data groups outside of it in none', async () => {
    await using device = await MockBigIp.start(http);
    await using client = new Speaker(device);
    await client.post('auth/user', {
      name: 'bob',
      password: 'x',
      'partition-access': [{ name: 'all-partitions', role: 'guest' }],
    });
    const { body } = await client.get("auth/user/?$filter=partition+eq+'Common'");
    expect(rows(body['items']).map(({ name }) => name)).toContain('bob');
    expect((await client.get('ltm/data-group/external/~Common~dg')).status).toBe(404);
    expect(rows((await client.get('ltm/data-group/external')).body['items'])).toEqual([]);
  });

  it('asks the shell whether anything restarts, and saves through it', async () => {
    await using device = await MockBigIp.start({ ...http, seed: overlay });
    await using client = new Speaker(device);
    const run = async (line: string) =>
      (await client.post('util/bash', { command: 'run', utilCmdArgs: `-c "${line}"` })).body;
    expect(await run('runlevel')).toMatchObject({ kind: 'tm:util:bash:runstate', commandResult: 'N 3\n' });
    for (const name of ['mprov', 'vcmpd']) {
      expect(await run(`ps aux | grep '[${name[0]}]${name.slice(1)}'`)).not.toHaveProperty('commandResult');
    }
    await client.post('ltm/pool', { name: 'kept', partition: 'k8s' });
    expect(String((await run('tmsh save sys config'))['commandResult'])).toContain('/config/bigip.conf');
    await client.post('ltm/pool', { name: 'lost', partition: 'k8s' });
    await client.post('sys/config', { command: 'load' });
    expect([device.get('ltm/pool/~k8s~kept') !== undefined, device.get('ltm/pool/~k8s~lost')]).toEqual([
      true,
      undefined,
    ]);
    expect((await client.post('util/bash', { command: 'run', utilCmdArgs: '-c "ls"' })).status).toBe(501);
    for (const name of ['dns.cache', 'setup.run', 'statemirror.clustermirroring'])
      expect((await client.get(`sys/db/${name}`)).body).toMatchObject({ value: expect.any(String) });
  });

  it('sends JSON booleans for the texts true and false, and 0 for the mask that is any', async () => {
    await using device = await MockBigIp.start(http);
    await using client = new Speaker(device);
    const tls = await client.post('ltm/profile/client-ssl', { name: 'tls', sniDefault: true, sniRequire: false });
    expect(tls.body).toMatchObject({ sniDefault: 'true', sniRequire: 'false' });
    const one = await client.post('ltm/profile/one-connect', { name: 'one', sourceMask: 0 });
    expect(one.body).toMatchObject({ sourceMask: 'any' });
  });

  it('lists the session profiles of SIP to tell what kind of virtual server one is', async () => {
    await using device = await MockBigIp.start(http);
    await using client = new Speaker(device);
    const type = 'ltm/message-routing/sip/profile/session';
    const names = rows((await client.get(`${type}/`)).body['items']).map(({ name }) => name);
    expect(names).toEqual(['sipsession', 'sipsession-alg']);
    const virtual = {
      name: 'v',
      destination: '10.0.0.1:5060',
      ipProtocol: 'tcp',
      profiles: ['tcp', 'sip', 'sipsession'],
    };
    expect((await client.post('ltm/virtual', virtual)).status).toBe(200);
    expect((await client.post(type, { name: 'x' })).status).toBe(501);
  });

  it('uploads a certificate, makes it known by its checksum, and removes the file', async () => {
    await using device = await MockBigIp.start(http);
    await using client = new Speaker(device);
    const { certificate, fingerprint256 } = await processCertificate();
    const uri = '/mgmt/shared/file-transfer/uploads/c.crt';
    const part = (from: number, to: number) =>
      client.post(uri, certificate.slice(from, to), {
        'content-type': 'application/octet-stream',
        'content-range': `${from}-${to - 1}/${certificate.length}`,
      });
    expect((await part(0, 100)).body).toMatchObject({
      remainingByteCount: certificate.length - 100,
      usedChunks: { 0: 100 },
    });
    const localFilePath = '/var/config/rest/downloads/c.crt';
    expect((await part(100, certificate.length)).body).toMatchObject({ remainingByteCount: 0, localFilePath });
    const made = await client.post('sys/file/ssl-cert', { name: 'c.crt', sourcePath: `file:${localFilePath}` });
    expect(made.body).toMatchObject({
      checksum: `SHA1:${certificate.length}:${createHash('sha1').update(certificate).digest('hex')}`,
      fingerprint: `SHA256/${fingerprint256}`,
      keyType: 'ec-public',
      subject: 'CN=localhost.localdomain',
    });
    expect((await client.post('util/unix-rm', { command: 'run', utilCmdArgs: localFilePath })).status).toBe(200);
    expect((await client.post(uri, 'x', { 'content-type': 'application/octet-stream' })).status).toBe(400);
  });
});
