import { describe, expect, it } from 'vitest';
import { MockBigIp } from '../../mocks/index.ts';
import { overlay, Speaker } from './speak.ts';

async function start(seed = {}): Promise<{ device: MockBigIp; client: Speaker }> {
  const device = await MockBigIp.start({ protocol: 'http', seed: { ...overlay, 'ltm/pool/~k8s~p': {}, ...seed } });
  return { device, client: new Speaker(device) };
}

/** Status, `apiError` and text, as one line. */
async function said(client: Speaker, method: string, path: string, body?: unknown): Promise<string> {
  const answer = await client.send(method, path, body);
  return answer.status === 200 ? '200' : `${answer.status} ${answer.body['apiError']} ${answer.body['message']}`;
}

const published = (path: string, draft: string) =>
  `400 3 01071abb:3: Cannot create/modify published policy '${path}' directly, try specifying a draft folder like '${draft}'.`;

const rule = { name: 'r1', actions: [{ name: 'a0', forward: true, select: true, pool: '/k8s/p' }] };

describe('a policy outside of a folder of drafts', () => {
  it('is not made, unless it is one of the old kind', async () => {
    const { device, client } = await start();
    await using _ = device;
    const body = { name: 'web', partition: 'k8s', strategy: '/Common/first-match', rules: [rule] };
    expect(await said(client, 'POST', 'ltm/policy', body)).toBe(published('/k8s/web', '/k8s/Drafts/web'));
    expect(device.list('ltm/policy')).toEqual([]);
    expect(await said(client, 'POST', 'ltm/policy', { ...body, legacy: true })).toBe('200');
    expect(device.get('ltm/policy/~k8s~web')).toMatchObject({ status: 'legacy' });
    expect(await said(client, 'PUT', 'ltm/policy/~k8s~web', { ...body, legacy: true, description: 'x' })).toBe('200');
    expect(await said(client, 'POST', 'ltm/policy/~k8s~web/rules', { name: 'r2' })).toBe('200');
  });

  it('is made by clients that speak as to 11.5, as an older go-bigip does', async () => {
    const { device, client } = await start();
    await using _ = device;
    expect(await said(client, 'POST', 'ltm/policy/?ver=11.5.1', { name: 'old', rules: [rule] })).toBe('200');
    expect(await said(client, 'PUT', 'ltm/policy/~Common~old?ver=11.5.1', { name: 'old', rules: [rule] })).toBe('200');
    expect(await said(client, 'DELETE', 'ltm/policy/~Common~old')).toBe('200');
  });

  it('that was published is changed through a draft only', async () => {
    const { device, client } = await start();
    await using _ = device;
    await client.post('ltm/policy', { name: 'web', partition: 'k8s', subPath: 'Drafts', rules: [rule] });
    await client.post('ltm/policy', { command: 'publish', name: '/k8s/Drafts/web' });
    const refused = published('/k8s/web', '/k8s/Drafts/web');
    expect(await said(client, 'PATCH', 'ltm/policy/~k8s~web', { description: 'x' })).toBe(refused);
    expect(await said(client, 'POST', 'ltm/policy/~k8s~web/rules', { name: 'r2' })).toBe(refused);
    expect(await said(client, 'PATCH', 'ltm/policy/~k8s~web/rules/r1', { ordinal: 4 })).toBe(refused);
    expect(await said(client, 'DELETE', 'ltm/policy/~k8s~web/rules/r1')).toBe(refused);
    expect(await said(client, 'POST', 'ltm/policy/~k8s~web/rules/r1/actions', { name: 'a1', log: true })).toBe(refused);
    expect(await said(client, 'POST', 'ltm/policy', { name: 'web', partition: 'k8s', subPath: 'Drafts' })).toBe(
      '400 3 01070734:3: Configuration error: Published policy "/k8s/web" exists, use create-draft to create a draft copy .',
    );
    expect(await said(client, 'PATCH', 'ltm/policy/~k8s~web?options=create-draft', {})).toBe('200');
    expect(device.get('ltm/policy/~k8s~Drafts~web')).toMatchObject({ status: 'draft' });
    expect(device.list('ltm/policy/~k8s~Drafts~web/rules')).not.toEqual([]);
    expect(await said(client, 'PATCH', 'ltm/policy/~k8s~web?options=create-draft', {})).toBe(
      '409 3 01020066:3: The requested policy (/k8s/Drafts/web) already exists in partition k8s.',
    );
    expect(await said(client, 'DELETE', 'ltm/policy/~k8s~Drafts~web')).toBe('200');
    expect(await said(client, 'PATCH', 'ltm/policy/~k8s~web', { createDraft: true })).toBe('200');
    expect(device.get('ltm/policy/~k8s~Drafts~web')).toMatchObject({ status: 'draft' });
    expect(await said(client, 'DELETE', 'ltm/policy/~k8s~web')).toBe('200');
  });
});

describe('the folder of drafts', () => {
  it('is there where a draft is made, and goes with its partition when it is empty', async () => {
    const { device, client } = await start();
    await using _ = device;
    expect(await said(client, 'POST', 'ltm/policy', { name: 'Drafts/web', partition: 'k8s' })).toBe('200');
    expect(device.get('sys/folder/~k8s~Drafts')).toBeDefined();
    expect(await said(client, 'POST', 'ltm/policy', { name: 'x', partition: 'nowhere', subPath: 'Drafts' })).toBe(
      '400 26214401 The requested folder (/nowhere/Drafts) was not found.',
    );
    await client.delete('ltm/pool/~k8s~p');
    expect(await said(client, 'DELETE', 'auth/partition/k8s')).toMatch(/^400 3 0107082a/);
    await client.delete('ltm/policy/~k8s~Drafts~web');
    expect(await said(client, 'DELETE', 'auth/partition/k8s')).toBe('200');
    expect(device.get('sys/folder/~k8s~Drafts')).toBeUndefined();
  });

  it('is named in short by Terraform, which publishes and changes what it drafted', async () => {
    const { device, client } = await start();
    await using _ = device;
    const body = {
      name: 'Drafts/foo',
      publishedCopy: 'Drafts/foo',
      partition: 'Common',
      description: '',
      controls: ['forwarding'],
      requires: ['http'],
      strategy: '/Common/first-match',
      rulesReference: { items: [{ name: 'r1', ordinal: 0, actionsReference: { items: rule.actions } }] },
    };
    const publish = { name: 'Drafts/foo', command: 'publish' };
    expect(await said(client, 'POST', 'ltm/policy', body)).toBe('200');
    expect(await said(client, 'POST', 'ltm/policy', publish)).toBe('200');
    expect(device.get('ltm/policy/~Common~foo')).toMatchObject({ status: 'published' });
    expect(await said(client, 'PATCH', 'ltm/policy/~Common~foo?options=create-draft', {})).toBe('200');
    expect(await said(client, 'PUT', 'ltm/policy/~Common~Drafts~foo', { ...body, description: 'more' })).toBe('200');
    expect(await said(client, 'POST', 'ltm/policy', publish)).toBe('200');
    expect(device.get('ltm/policy/~Common~foo')).toMatchObject({ description: 'more', status: 'published' });
    expect(device.get('ltm/policy/~Common~foo/rules/r1/actions/a0')).toMatchObject({ pool: '/k8s/p' });
    expect(await said(client, 'DELETE', 'ltm/policy/~Common~foo')).toBe('200');
  });
});
