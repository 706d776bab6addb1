import { describe, expect, it } from 'vitest';
import { MockBigIp } from '../../mocks/index.ts';
import { type Body, overlay, rows, Speaker } from '../mocks/speak.ts';

const http = { protocol: 'http' } as const;

/** One object of each type that the SDK's users update, and what it stands on. */
const objects = {
  ...overlay,
  'net/vlan/~Common~int_vlan': { tag: 100 },
  'net/self/~Common~int-self': { address: '10.0.0.2/24', vlan: '/Common/int_vlan', allowService: ['tcp:22', 'udp:53'] },
  'net/route/~Common~pods': { network: '10.245.0.0/16', gw: '10.0.0.1' },
  'net/arp/~Common~k8s-10.244.1.21': { ipAddress: '10.244.1.21', macAddress: '0a:58:01:01:01:01' },
  'net/fdb/tunnel/~Common~flannel_vxlan/records/0a:58:01:01:01:01': { endpoint: '172.16.40.201' },
  'ltm/monitor/http/~k8s~health': { send: 'GET /\\r\\n', interval: 7 },
  'ltm/node/~k8s~10.244.1.21': { address: '10.244.1.21' },
  'ltm/pool/~k8s~web': { monitor: '/k8s/health', members: [{ name: '10.244.1.21:8080', ratio: 3 }] },
  'ltm/rule/~k8s~redirect': { apiAnonymous: 'when HTTP_REQUEST { HTTP::redirect https://[HTTP::host] }' },
  'ltm/data-group/internal/~k8s~hosts': { type: 'string', records: [{ name: 'a.example.com', data: 'web' }] },
  'ltm/snat-translation/~k8s~192.0.2.8': { address: '192.0.2.8' },
  'ltm/snatpool/~k8s~out': { members: ['/k8s/192.0.2.8'] },
  'ltm/virtual/~k8s~front': {
    destination: '/k8s/192.0.2.1:443',
    ipProtocol: 'tcp',
    pool: '/k8s/web',
    profiles: [{ name: '/Common/tcp' }, { name: '/Common/http' }],
    rules: ['/k8s/redirect'],
    vlansEnabled: true,
    vlans: ['/Common/int_vlan'],
  },
  'cm/device-group/~Common~pair': { type: 'sync-failover', autoSync: 'enabled' },
};

/** The attributes that f5-sdk takes out before it sends an object back; all others go back as they came. */
const takenOut: Readonly<Record<string, readonly string[]>> = {
  'ltm/node': ['address', 'session', 'state'],
  'ltm/pool/~k8s~web/members': ['address', 'ephemeral', 'session', 'state'],
  'net/arp': ['ipAddress'],
  'ltm/virtual-address': ['address'],
  'ltm/snat-translation': ['address'],
  'cm/device-group': ['type'],
};

const updated = [
  ...Object.keys(objects).filter((uri) => !uri.includes('/records/')),
  'ltm/pool/~k8s~web/members/~k8s~10.244.1.21:8080',
  'ltm/virtual-address/~k8s~192.0.2.1',
  'sys/folder/~k8s',
  'sys/global-settings',
];

/** The path as the SDK has it after a load: from the answer's selfLink, with a slash at the end. */
function ownPath(body: Body): string {
  return `${String(body['selfLink'])
    .replace(/^https:\/\/localhost/, '')
    .replace(/\?.*$/, '')}/`;
}

function without(body: Body, ...names: readonly string[]): Record<string, Body> {
  return Object.fromEntries(Object.entries(body).filter(([name]) => !names.includes(name)));
}

describe('the manners of f5-sdk (Python)', () => {
  it.each(updated)('loads %s, puts it back whole, and nothing has changed', async (uri) => {
    await using device = await MockBigIp.start({ ...http, seed: objects });
    await using client = new Speaker(device);
    const loaded = await client.get(`${uri}/`);
    expect(loaded.status).toBe(200);
    const type = uri.slice(0, uri.lastIndexOf('/'));
    const put = await client.put(ownPath(loaded.body), without(loaded.body, ...(takenOut[type] ?? [])));
    expect([put.status, put.body['message']]).toEqual([200, undefined]);
    const after = await client.get(`${uri}/`);
    const moving = ['generation', 'lastModifiedTime'];
    expect(without(after.body, ...moving)).toEqual(without(loaded.body, ...moving));
    expect(device.unimplemented.size).toBe(0);
  });

  it('creates, checks, updates, modifies and deletes a pool, with a slash behind every path', async () => {
    await using device = await MockBigIp.start({ ...http, seed: overlay });
    await using client = new Speaker(device);
    expect((await client.get('ltm/pool/~k8s~web/')).status).toBe(404);
    const made = await client.post('ltm/pool/', { name: 'web', partition: 'k8s' });
    expect(made.body['kind']).toBe('tm:ltm:pool:poolstate');
    const path = ownPath(made.body);
    expect(path).toBe('/mgmt/tm/ltm/pool/~k8s~web/');
    const member = { name: '10.244.1.21:8080', partition: 'k8s' };
    expect((await client.post(`${path}members/`, member)).body['kind']).toBe('tm:ltm:pool:members:membersstate');
    const put = await client.put(path, { ...made.body, description: 'by update' });
    expect(put.body).toMatchObject({ description: 'by update', fullPath: '/k8s/web' });
    expect(rows((await client.get(`${path}members/`)).body['items'])).toHaveLength(1);
    expect((await client.patch(path, { loadBalancingMode: 'ratio-member' })).body).toMatchObject({
      description: 'by update',
      loadBalancingMode: 'ratio-member',
    });
    expect((await client.delete(`${path}members/~k8s~10.244.1.21:8080/`)).status).toBe(200);
    const gone = await client.delete(path);
    expect([gone.status, gone.text]).toEqual([200, '']);
    expect((await client.get(path)).body['message']).toBe('01020036:3: The requested Pool (/k8s/web) was not found.');
  });

  it('asks for a collection with its subcollections, of one partition', async () => {
    await using device = await MockBigIp.start({ ...http, seed: { ...objects, 'ltm/pool/~Common~other': {} } });
    await using client = new Speaker(device);
    const { body } = await client.get('ltm/pool/?expandSubcollections=true&$filter=partition+eq+k8s');
    expect(body['kind']).toBe('tm:ltm:pool:poolcollectionstate');
    expect(rows(body['items']).map((pool) => pool['fullPath'])).toEqual(['/k8s/web']);
    const members = rows(rows(body['items'])[0]!['membersReference']!['items']);
    expect(members).toMatchObject([
      { kind: 'tm:ltm:pool:members:membersstate', name: '10.244.1.21:8080', partition: 'k8s', ratio: 3 },
    ]);
    const empty = await client.get('ltm/pool/?$filter=partition%20eq%20none');
    expect([400, 404]).toContain(empty.status);
  });

  it('walks the organizing collections by their references', async () => {
    await using device = await MockBigIp.start(http);
    await using client = new Speaker(device);
    for (const path of ['ltm/', 'net/', 'net/fdb/', 'net/tunnels/', 'ltm/monitor/', 'ltm/data-group/', 'sys/', 'cm/']) {
      const { status, body } = await client.get(path);
      expect([path, status]).toEqual([path, 200]);
      for (const { reference } of rows(body['items'])) {
        expect(String(reference!['link'])).toMatch(new RegExp(`^https://localhost/mgmt/tm/${path}[a-z0-9/-]+\\?ver=`));
      }
    }
    expect(device.unimplemented.size).toBe(0);
  });

  it('switches the halves of a pair: enabled, vlansEnabled', async () => {
    await using device = await MockBigIp.start({ ...http, seed: objects });
    await using client = new Speaker(device);
    const path = 'ltm/virtual/~k8s~front/';
    const { body } = await client.get(path);
    const { enabled: _, vlansEnabled: __, ...rest } = body;
    const { body: after } = await client.put(path, { ...rest, disabled: true, vlansDisabled: true, vlans: [] });
    expect(after).toMatchObject({ disabled: true, vlansDisabled: true });
    for (const name of ['enabled', 'vlansEnabled', 'vlans']) expect(after).not.toHaveProperty(name);
  });

  it('takes the queued command for an answer, and reads while a transaction is open', async () => {
    await using device = await MockBigIp.start({ ...http, seed: objects });
    await using client = new Speaker(device);
    const { body: transaction } = await client.post('transaction/', {});
    const id = String(transaction['transId']);
    const inside = { 'X-F5-REST-Coordination-Id': id };
    const { body: command } = await client.post('ltm/pool/', { name: 'queued', partition: 'k8s' }, inside);
    expect(command).toMatchObject({ kind: 'tm:transaction:commandsstate', method: 'POST', commandId: 1 });
    const loaded = await client.get('ltm/pool/~k8s~web/', inside);
    expect(loaded.body['kind']).toBe('tm:ltm:pool:poolstate');
    await client.put('ltm/pool/~k8s~web/', { ...loaded.body, description: 'queued' }, inside);
    expect((await client.get('ltm/pool/~k8s~queued/', inside)).status).toBe(404);
    const commit = await client.patch(`transaction/${id}/`, { state: 'VALIDATING', validateOnly: false });
    expect(commit.body).toMatchObject({ state: 'COMPLETED' });
    expect(device.get('ltm/pool/~k8s~web')).toMatchObject({ description: 'queued' });
    expect(device.get('ltm/pool/~k8s~queued')).toBeDefined();
  });

  it('logs in for a token and deletes it', async () => {
    await using device = await MockBigIp.start(http);
    await using client = new Speaker(device);
    const login = { username: 'admin', password: 'admin', loginProviderName: 'tmos' };
    const { body } = await client.post('/mgmt/shared/authn/login/', login);
    const token = String(body['token']!['token']);
    client.headers = { 'X-F5-Auth-Token': token };
    expect((await client.get('/mgmt/tm/')).status).toBe(200);
    expect((await client.get('ltm/pool/')).status).toBe(200);
    expect((await client.delete(`/mgmt/shared/authz/tokens/${token}/`)).status).toBe(200);
    expect((await client.get('ltm/pool/')).status).toBe(401);
  });

  it('sets a setting of a profile to nothing that its parent has', async () => {
    await using device = await MockBigIp.start(http);
    await using client = new Speaker(device);
    await client.post('ltm/profile/http/', { name: 'a', fallbackHost: 'a.example.com', encryptCookies: ['x'] });
    await client.post('ltm/profile/http/', { name: 'b', defaultsFrom: '/Common/a' });
    const path = 'ltm/profile/http/~Common~b/';
    expect((await client.get(path)).body).toMatchObject({ fallbackHost: 'a.example.com', encryptCookies: ['x'] });
    for (const nothing of ['none', '']) {
      const { body } = await client.patch(path, { fallbackHost: nothing, encryptCookies: [] });
      expect(body).toMatchObject({ fallbackHost: 'none', encryptCookies: [] });
    }
    await client.patch('ltm/profile/http/~Common~a/', { fallbackHost: 'other.example.com' });
    expect((await client.get(path)).body).toMatchObject({ fallbackHost: 'none' });
    await client.post('ltm/profile/client-ssl/', { name: 'tls' });
    for (const nothing of ['none', []]) {
      const { body } = await client.patch('ltm/profile/client-ssl/~Common~tls/', { tmOptions: nothing });
      expect(body).toMatchObject({ tmOptions: 'none' });
    }
    await client.post('ltm/monitor/http/', { name: 'user', username: 'u' });
    await client.post('ltm/monitor/http/', { name: 'heir', defaultsFrom: '/Common/user' });
    const heir = 'ltm/monitor/http/~Common~heir/';
    expect((await client.get(heir)).body).toMatchObject({ username: 'u' });
    expect((await client.patch(heir, { username: '' })).body).not.toHaveProperty('username');
  });

  it('makes a folder at the root, and takes it away with its partition', async () => {
    await using device = await MockBigIp.start(http);
    await using client = new Speaker(device);
    const made = await client.post('sys/folder/', { name: 'testfolder', subPath: '/' });
    expect(made.body).toMatchObject({ fullPath: '/testfolder' });
    expect(device.get('auth/partition/testfolder')).toBeDefined();
    const pool = { name: 'p', partition: 'testfolder' };
    await client.post('ltm/pool/', pool);
    expect((await client.delete('sys/folder/~testfolder/')).status).toBe(400);
    await client.delete('ltm/pool/~testfolder~p/');
    expect((await client.delete('sys/folder/~testfolder/')).status).toBe(200);
    expect(device.get('auth/partition/testfolder')).toBeUndefined();
    for (const whole of ['~', '~Common']) expect((await client.delete(`sys/folder/${whole}/`)).status).toBe(400);
  });

  it('keeps the origins of a SNAT in order, with a prefix length, and cannot take them all', async () => {
    await using device = await MockBigIp.start(http);
    await using client = new Speaker(device);
    const { body } = await client.post('ltm/snat/', {
      name: 's',
      partition: 'Common',
      origins: '1.1.1.1',
      automap: true,
    });
    expect(body).toMatchObject({ kind: 'tm:ltm:snat:snatstate', origins: [{ name: '1.1.1.1/32' }] });
    const origins = [{ name: '3.3.3.3/32' }, { name: '2.2.2.2/32' }];
    const put = await client.put('ltm/snat/~Common~s/', { ...body, origins });
    expect(put.body['origins']).toEqual([...origins].reverse());
    const none = await client.put('ltm/snat/~Common~s/', { ...body, origins: [] });
    expect([none.status, none.body['message']]).toEqual([
      400,
      'one of the following must be specified:\nadd, delete, modify, replace-all-with',
    ]);
  });

  it('cannot pull from a device group before a push', async () => {
    await using device = await MockBigIp.start(http);
    await using client = new Speaker(device);
    await client.post('cm/device-group/', { name: 'test-group' });
    const run = (direction: string) =>
      client.post('cm/', { command: 'run', utilCmdArgs: `config-sync ${direction} test-group` });
    const refused = await run('from-group');
    expect(`${refused.status} ${refused.body['message']}`).toBe(
      '400 01070734:3: Configuration error: In device group (/Common/test-group), pulling from the device group is not allowed until a push has been done first',
    );
    for (const direction of ['to-group', 'from-group']) expect((await run(direction)).status).toBe(200);
  });
});
