import { describe, expect, it } from 'vitest';
import { configMap, map, membersOf, node, overlay, reasonsOf, service, uris } from './sample-cluster.ts';

const two = node(1, {
  addresses: [
    ['InternalIP', '192.168.1.11'],
    ['InternalIP', '172.20.0.11'],
    ['InternalIP', 'fd00:1::11'],
  ],
});
const ports = service({ type: 'NodePort' });
const mapped = (nodeCidr: readonly string[], more = {}) =>
  map([configMap(), ports, two, node(2)], { mode: 'nodeport', nodeCidr, ...more });

describe('the networks of node addresses', () => {
  it('without them the first address of the type is the member', () => {
    expect(membersOf(mapped([]))).toEqual(['192.168.1.11:30080', '192.168.1.12:30080']);
  });

  it('choose among the addresses of a Node; one that has none there is no member, and it is said', () => {
    const state = mapped(['172.20.0.0/16']);
    expect(membersOf(state)).toEqual(['172.20.0.11:30080']);
    const note = state.diagnostics.find(({ reason }) => reason === 'NodeWithoutAddress');
    expect(note?.message).toBe(
      'Node node2 has no IPv4 address of type InternalIP inside 172.20.0.0/16, so it is no member',
    );
  });

  it('may be several, of both families', () => {
    expect(membersOf(mapped(['172.20.0.0/16', '192.168.1.12/32']))).toEqual([
      '172.20.0.11:30080',
      '192.168.1.12:30080',
    ]);
    expect(membersOf(mapped(['fd00:1::/64']))).toEqual(['fd00:1::11.30080']);
  });

  it('that hold no Node at all hold the pool: it is not emptied for that', () => {
    const state = mapped(['10.99.0.0/16']);
    expect(state.objects).toEqual([]);
    expect(state.diagnostics.find(({ reason }) => reason === 'NoUsableNodes')?.message).toContain(
      'inside 10.99.0.0/16',
    );
  });

  it('never touch FDB records', () => {
    expect(uris(mapped(['10.99.0.0/16'], { overlay }), 'net/fdb/tunnel/records')).toHaveLength(2);
  });
});

describe('the name of a Node that stands for the BIG-IP', () => {
  const said = (bigipNodes: readonly string[], objects = [node(1)]) => reasonsOf(map(objects, { bigipNodes }));

  it('is warned of when no Node has it', () => {
    const state = map([node(1)], { bigipNodes: ['node1', 'bigip1'] });
    expect(state.diagnostics.filter(({ reason }) => reason === 'BigIpNodeNotFound')).toEqual([
      {
        severity: 'warning',
        object: 'Node/bigip1',
        reason: 'BigIpNodeNotFound',
        message: 'Node bigip1 is said to stand for the BIG-IP, and is not in the input',
      },
    ]);
  });

  it('is not when a Node has it, readable or not, or when the input says nothing of Nodes', () => {
    expect(said(['node1'])).not.toContain('BigIpNodeNotFound');
    const broken = { ...node(2), status: { addresses: 7 } };
    expect(said(['node2'], [node(1), broken])).not.toContain('BigIpNodeNotFound');
    expect(said(['bigip1'], [])).not.toContain('BigIpNodeNotFound');
  });
});
