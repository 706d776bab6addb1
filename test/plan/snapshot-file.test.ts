/** A snapshot that a person has edited, or cut, must not make objects of other places. */
import { describe, expect, it } from 'vitest';
import { type DeviceSnapshot, parseSnapshot, snapshotFrom } from '../../src/plan/index.ts';
import { BigIpValueError } from '../../src/values/value-error.ts';
import { ModelDevice } from './model-device.ts';
import { entry, mac1, owner, record, registry, tunnel, webFront, webPod } from './wanted.ts';

const description = `managed-by bigip-icontrol/${owner}`;
const device = new ModelDevice([
  ...webFront,
  ...webPod('10.244.1.7'),
  record(mac1, '172.16.40.1'),
  entry('net/route', 'net/route/~k8s~k8s-node1', { network: '10.244.1.0/24', gw: '172.16.40.1', description }),
]);
device.put(registry(mac1));
const snapshot = snapshotFrom(device.state, { owner, partition: 'k8s', tunnel });
const [first] = snapshot.objects;
const read = (changed: object): DeviceSnapshot => parseSnapshot(JSON.stringify({ ...snapshot, ...changed }));
const only = (uri: string, type: string) => ({ objects: [{ uri, type, properties: {} }] });

describe('a snapshot in a file', () => {
  it('is the same when it is read back', () => {
    expect(snapshot.objects).toHaveLength(7);
    expect(read({})).toEqual(snapshot);
  });

  it.each<[string, () => unknown, RegExp]>([
    ['is not JSON', () => parseSnapshot('{'), /snapshot.*is not JSON/],
    ['has another version', () => read({ version: 2 }), /snapshot\.version/],
    ['does not say that secrets are left out', () => read({ secrets: 'in' }), /snapshot\.secrets/],
    ['is of another partition', () => read({ partition: 'Common' }), /objects\.0.*not in the place/],
    ['is of another owner', () => read({ owner: 'blue' }), /has no mark of its owner/],
    ['is of another tunnel', () => read({ tunnel: '/Common/other' }), /is not of a tunnel of the snapshot/],
    ['is of no tunnel', () => read({ tunnel: undefined }), /is not in the place|is not of a tunnel/],
    ['has routes of another partition', () => read({ routes: 'Common' }), /not in the place/],
    ['names a filter as its partition', () => read({ partition: 'k8s or true' }), /snapshot\.partition/],
    ['has an object twice', () => read({ objects: [first, first] }), /objects\.1.*is there twice/],
    [
      'has an object of another type than its uri',
      () => read(only('ltm/pool/~k8s~web', 'ltm/virtual')),
      /its type is not/,
    ],
    ['has a user', () => read(only('auth/user/admin', 'auth/user')), /its type is not|not in the place/],
    ['has a rule', () => read(only('ltm/rule/~k8s~x', 'ltm/rule')), /not in the place/],
    ['has a pool without its mark', () => read(only('ltm/pool/~k8s~x', 'ltm/pool')), /has no mark/],
    ['has a neighbour elsewhere', () => read(only('net/arp/~k8s~k8s-10.1.1.1', 'net/arp')), /not in the place/],
    [
      'has a member of a pool elsewhere',
      () => read(only('ltm/pool/~blue~web/members/~k8s~10.1.1.1:80', 'ltm/pool/members')),
      /not in the place/,
    ],
  ])('is refused when it %s', (_what, act, why) => {
    expect(act).toThrow(BigIpValueError);
    expect(act).toThrow(why);
  });
});
