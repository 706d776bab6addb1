/** How virtual servers come back. The data are ours. */
import type { Item } from '../../../src/icontrol/items.ts';
import { destination, type Row, virtual } from './row.ts';

const items = (...list: Item[]): Item => ({ link: 'https://localhost/mgmt/tm/x', isSubcollection: true, items: list });
const tcp = { kind: 'x', name: 'tcp', partition: 'Common', fullPath: '/Common/tcp', generation: 1, context: 'all' };
const { context: _context, ...bare } = tcp;
const ssl = { ...tcp, name: 'clientssl', fullPath: '/Common/clientssl', context: 'clientside' };
const both = [
  { name: '/Common/clientssl', context: 'clientside' },
  { name: '/Common/tcp', context: 'all' },
];
const sourceAddr = { name: 'source_addr', partition: 'Common', tmDefault: 'yes' };
const item = { name: 'managed-by', persist: 'true', value: 'bigip-icontrol/default' };
const note = { name: 'a-note', persist: 'true', value: 'by hand' };
const domainFive = { routeDomain: 5 };
const front = { virtualAddresses: { '/k8s/front': '10.0.0.1', '/k8s/front6': 'fd00::1', '/k8s/all': 'any' } };

const snatLink = { poolReference: { link: 'https://localhost/mgmt/tm/ltm/snatpool/~Common~out' } };

export const virtualRows: readonly Row[] = [
  destination('a destination comes back with its folder', '10.0.0.1:80', '/k8s/10.0.0.1:80', '/k8s/10.0.0.1:81'),
  destination('with %0', '/k8s/10.0.0.1:80', '/k8s/10.0.0.1%0:80', '/k8s/10.0.0.1%1:80'),
  destination(
    "with the partition's default route domain",
    '/k8s/10.0.0.1:80',
    '/k8s/10.0.0.1%5:80',
    '/k8s/10.0.0.1%0:80',
    domainFive,
  ),
  destination(
    'without a route domain that was sent',
    '/k8s/10.0.0.1%5:80',
    '/k8s/10.0.0.1:80',
    '/k8s/10.0.0.1%0:80',
    domainFive,
  ),
  destination(
    'with the name of the service instead of the port',
    '/k8s/10.0.0.1:80',
    '/k8s/10.0.0.1:http',
    '/k8s/10.0.0.1:https',
  ),
  destination('with any as port', '/k8s/10.0.0.1:0', '/k8s/10.0.0.1:any', '/k8s/10.0.0.1:80'),
  destination('0.0.0.0 as any', '/k8s/0.0.0.0:0', '/k8s/any:any', '/k8s/10.0.0.1:0'),
  destination(':: as any6', '/k8s/::.443', '/k8s/any6.443', '/k8s/any:443'),
  destination('IPv6 in its long form', '/k8s/fd00::1.80', '/k8s/FD00:0:0:0:0:0:0:1.http', '/k8s/fd00::2.80'),
  destination('IPv6 with %0', '/k8s/fd00::1.80', '/k8s/fd00::1%0.80', '/k8s/fd00::1%5.80'),
  destination('by the name of its virtual address', '/k8s/10.0.0.1:80', '/k8s/front:80', '/k8s/front:81', front),
  destination('by the name of another virtual address', '/k8s/10.0.0.1:80', '/k8s/front:80', '/k8s/other:80', front),
  destination('by a name, for any address', '/k8s/0.0.0.0:80', '/k8s/all:80', '/k8s/front:80', front),
  destination('by a name, IPv6', '/k8s/fd00::1.80', '/k8s/front6.80', '/k8s/front:80', front),
  destination('of an address that lies in Common', '/k8s/10.0.0.1:80', '/Common/10.0.0.1:80', '/Common/10.0.0.2:80'),
  destination(
    'in Common, where no route domain is route domain 0',
    '/k8s/10.0.0.1:80',
    '/Common/10.0.0.1%5:80',
    '/Common/10.0.0.1:80',
    domainFive,
  ),
  virtual(
    'its own mask, source and flags are nobody’s wish',
    { ipProtocol: 'tcp' },
    { ipProtocol: 'tcp', mask: '255.255.255.255', source: '0.0.0.0/0', enabled: true, vlansDisabled: true },
    { ipProtocol: 'udp' },
  ),
  virtual(
    'no source address translation, not said',
    { sourceAddressTranslation: { type: 'none' } },
    {},
    { sourceAddressTranslation: { type: 'automap' } },
  ),
  virtual(
    'no source address translation, empty',
    { sourceAddressTranslation: { type: 'none' } },
    { sourceAddressTranslation: {} },
    { sourceAddressTranslation: { type: 'snat', pool: '/Common/out' } },
  ),
  virtual(
    'no source address translation, said',
    { sourceAddressTranslation: { type: 'none' } },
    { sourceAddressTranslation: { type: 'none' } },
    { sourceAddressTranslation: { type: 'automap' } },
  ),
  virtual(
    'automap that says no pool',
    { sourceAddressTranslation: { type: 'automap' } },
    { sourceAddressTranslation: { type: 'automap', pool: 'none' } },
    { sourceAddressTranslation: { type: 'automap', pool: '/Common/out', ...snatLink } },
  ),
  virtual(
    'automap, and there is none',
    { sourceAddressTranslation: { type: 'automap' } },
    { sourceAddressTranslation: { type: 'automap' } },
    {},
  ),
  virtual(
    'a SNAT pool with its link',
    { sourceAddressTranslation: { type: 'snat', pool: '/Common/out' } },
    { sourceAddressTranslation: { pool: '/Common/out', ...snatLink, type: 'snat' } },
    { sourceAddressTranslation: { pool: '/Common/in', ...snatLink, type: 'snat' } },
  ),
  virtual(
    'profiles inside their reference, in another order',
    { profiles: both },
    { profilesReference: items(tcp, ssl) },
    { profilesReference: items(tcp) },
  ),
  virtual(
    'profiles whose context is not said',
    { profiles: both },
    { profilesReference: items(bare, ssl) },
    { profilesReference: items({ ...tcp, context: 'clientside' }, ssl) },
  ),
  virtual(
    'profiles by name and partition',
    { profiles: both },
    {
      profilesReference: items(
        { name: 'tcp', partition: 'Common', context: 'all' },
        { name: 'clientssl', partition: 'Common', context: 'clientside' },
      ),
    },
    {
      profilesReference: items(
        { name: 'tcp', partition: 'k8s', context: 'all' },
        { name: 'clientssl', partition: 'Common', context: 'clientside' },
      ),
    },
  ),
  virtual('no iRules, not said', { rules: null }, {}, { rules: ['/Common/log'] }),
  virtual(
    'iRules with their links',
    { rules: ['/Common/b', '/Common/a'] },
    { rules: ['/Common/b', '/Common/a'], rulesReference: [{ link: 'x' }, { link: 'y' }] },
    { rules: ['/Common/a', '/Common/b'] },
  ),
  virtual(
    'no VLANs, not said',
    { vlans: null, vlansDisabled: true },
    { vlansDisabled: true },
    { vlansEnabled: true, vlans: ['/Common/v'] },
  ),
  virtual(
    'no VLANs, empty',
    { vlans: null, vlansDisabled: true },
    { vlansDisabled: true, vlans: [] },
    { vlansDisabled: true, vlans: ['/Common/v'] },
  ),
  virtual(
    'VLANs in another order, each once',
    { vlans: ['/Common/v', '/Common/w', '/Common/v'], vlansEnabled: true },
    { vlansEnabled: true, vlans: ['/Common/w', '/Common/v'] },
    { vlansEnabled: true, vlans: ['/Common/w'] },
  ),
  virtual(
    'a flag that is null, as 11.5.0 says it',
    { vlansDisabled: true },
    { vlansDisabled: null },
    { vlansEnabled: null },
  ),
  virtual('a flag as text', { vlansDisabled: true }, { vlansDisabled: 'true' }, { vlansEnabled: 'true' }),
  virtual('mirroring as a flag', { mirror: 'disabled' }, { mirror: false }, { mirror: true }),
  virtual('no persistence, not said', { persist: null }, {}, { persist: [sourceAddr] }),
  virtual(
    'no persistence, empty',
    { persist: null },
    { persist: [] },
    { persist: [{ ...sourceAddr, name: 'cookie' }] },
  ),
  virtual(
    'persistence with its link',
    { persist: [sourceAddr] },
    { persist: [{ ...sourceAddr, nameReference: { link: 'x' } }] },
    { persist: [{ ...sourceAddr, partition: 'k8s', nameReference: { link: 'x' } }] },
  ),
  virtual(
    'persistence by full path alone',
    { persist: [sourceAddr] },
    { persist: [{ name: '/Common/source_addr' }] },
    { persist: [{ name: '/Common/cookie' }] },
  ),
  virtual(
    'persistence in a folder',
    { persist: [{ name: 'p', partition: 'k8s/app', tmDefault: 'yes' }] },
    { persist: [{ name: 'p', partition: 'k8s', subPath: 'app', tmDefault: 'yes' }] },
    { persist: [{ name: 'p', partition: 'k8s', tmDefault: 'yes' }] },
  ),
  virtual(
    'a pool with its link',
    { pool: '/k8s/q' },
    { pool: '/k8s/q', poolReference: { link: 'x' } },
    { pool: '/k8s/r', poolReference: { link: 'x' } },
  ),
  virtual(
    'metadata sorted, beside what others wrote',
    { metadata: [item] },
    { metadata: [note, item] },
    { metadata: [note] },
  ),
  virtual(
    'metadata that do not say that they persist',
    { metadata: [item] },
    { metadata: [{ name: item.name, value: item.value }] },
    { metadata: [{ ...item, persist: 'false' }] },
  ),
  virtual(
    'metadata that say it as a flag',
    { metadata: [item] },
    { metadata: [{ ...item, persist: true }] },
    { metadata: [{ ...item, persist: false }] },
  ),
];
