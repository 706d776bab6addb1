import { describe, expect, it } from 'vitest';
import { standing } from '../../src/plan/member-node.ts';
import type { Entry } from '../../src/state.ts';

const members = 'ltm/pool/~k8s~web/members';
const nodeAt = (path: string, address: string, more = {}): Entry => ({
  uri: `ltm/node/${path}`,
  type: 'ltm/node',
  properties: { address, ...more },
});

function placed(name: string, address: string, nodes: readonly Entry[], routeDomains: Record<string, number> = {}) {
  const actual = { objects: [], membersElsewhere: [], routeDomains, nodes };
  const uri = `${members}/~k8s~${name}`;
  return standing(actual)({ action: 'create', uri, type: 'ltm/pool/members', after: { address, session: 'x' } });
}

describe('the name of a new member', () => {
  it.each([
    ['no node', '10.0.0.1', '~k8s~10.0.0.1:80', []],
    ['a node of IPv6 in Common', 'fd00::5', '~Common~fd00::5.80', [nodeAt('~Common~fd00::5', 'fd00::5')]],
    ['a node of IPv6 with a name of its own', 'fd00::5', '~Common~web:80', [nodeAt('~Common~web', 'fd00::5')]],
    ['a node of IPv6 in another spelling', 'fd00::5', '~Common~web:80', [nodeAt('~Common~web', 'FD00:0:0::5')]],
    ['a node in a folder', '10.0.0.1', '~Common~a.app~web:80', [nodeAt('~Common~a.app~web', '10.0.0.1')]],
    ['a node of another address', '10.0.0.1', '~k8s~10.0.0.1:80', [nodeAt('~k8s~web', '10.0.0.2')]],
    ['a node that DNS made', '10.0.0.1', '~k8s~10.0.0.1:80', [nodeAt('~k8s~_auto', '10.0.0.1', { ephemeral: 'true' })]],
    ['a node of a name in DNS', '10.0.0.1', '~k8s~10.0.0.1:80', [nodeAt('~k8s~web', 'any6')]],
    ['a node in another route domain', '10.0.0.1', '~k8s~10.0.0.1:80', [nodeAt('~Common~web', '10.0.0.1%7')]],
    [
      'a node whose name says the route domain',
      '10.0.0.1',
      '~k8s~10.0.0.1%250:80',
      [nodeAt('~k8s~10.0.0.1%250', '10.0.0.1')],
    ],
  ])('%s', (_what, address, name, nodes) => {
    const own = address.includes(':') ? `${address}.80` : `${address}:80`;
    expect(placed(own, address, nodes)).toMatchObject({ action: 'create', uri: `${members}/${name}` });
  });

  it('has the address as its node says it, and all else as it was', () => {
    const node = nodeAt('~Common~web', '10.0.0.1%5');
    expect(placed('10.0.0.1:80', '10.0.0.1', [node], { k8s: 5, Common: 0 })).toEqual({
      action: 'create',
      uri: `${members}/~Common~web:80`,
      type: 'ltm/pool/members',
      after: { address: '10.0.0.1%5', session: 'x' },
    });
  });

  it.each([
    ['the same route domain', '10.0.0.1', {}, '~k8s~10.0.0.1:80', '10.0.0.1'],
    ['the route domain of the partition', '10.0.0.1%5', { k8s: 5, Common: 0 }, '~k8s~10.0.0.1:80', '10.0.0.1'],
    ['another route domain', '10.0.0.1%7', { k8s: 5, Common: 0 }, '~k8s~10.0.0.1%257:80', '10.0.0.1%7'],
  ])('is one of the partition where its node in Common is gone: %s', (_what, there, routeDomains, name, address) => {
    const actual = { objects: [], membersElsewhere: [], routeDomains, nodes: [] };
    const uri = `${members}/~Common~web:80`;
    const creation = { action: 'create', uri, type: 'ltm/pool/members', after: { address: there } } as const;
    expect(standing(actual)(creation)).toEqual({ ...creation, uri: `${members}/${name}`, after: { address } });
    // Where the nodes were not read nothing is known of them.
    expect(standing({ ...actual, nodes: undefined } as never)(creation)).toEqual(creation);
  });

  it('is a conflict where the node lies in another partition', () => {
    expect(placed('10.0.0.1:80', '10.0.0.1', [nodeAt('~blue~web', '10.0.0.1')])).toMatchObject({
      reason: 'NodeTaken',
      uri: `${members}/~k8s~10.0.0.1:80`,
      holder: 'ltm/node/~blue~web',
    });
  });
});
