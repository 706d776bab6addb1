import { describe, expect, it } from 'vitest';
import { blamed } from '../../src/apply/blame.ts';
import type { Change } from '../../src/plan/index.ts';
import type { Entry } from '../../src/state.ts';
import { arp, member, monitor, pool, record, virtual } from '../plan/wanted.ts';

const mac = '0a:0a:c0:a8:0a:65';
const create = ({ uri, type, properties }: Entry): Change => ({ action: 'create', uri, type, after: properties });
const changes = [
  pool('web'),
  virtual('web', '172.16.100.1:80', 'web'),
  pool('web.vs'),
  monitor('m'),
  member('web', '10.0.0.1', 80),
  member('web', '10.0.0.1', 8080),
  member('web', 'fd00::1', 80),
  arp('10.0.0.1', mac),
  record(mac, '192.168.10.101'),
  pool('requested'),
].map(create);
const whose = (text: string): string | undefined => blamed(text, changes)?.uri;

describe('the text of a refusal names', () => {
  it.each([
    [
      'Virtual Server /k8s/web illegally shares destination address with Virtual Server /Common/other.',
      'ltm/virtual/~k8s~web',
    ],
    ['The Pool (/k8s/web) cannot be deleted because it is in use by a Virtual Server (/k8s/web).', 'ltm/pool/~k8s~web'],
    ['The requested Pool (/k8s/web.vs) already exists in partition k8s.', 'ltm/pool/~k8s~web.vs'],
    ['Monitor /k8s/m is in use.', 'ltm/monitor/tcp/~k8s~m'],
    [
      'The requested Pool Member (/k8s/web /k8s/10.0.0.1 http) was not found.',
      'ltm/pool/~k8s~web/members/~k8s~10.0.0.1:80',
    ],
    [
      'The requested Pool Member (/k8s/web /k8s/10.0.0.1 8080) already exists.',
      'ltm/pool/~k8s~web/members/~k8s~10.0.0.1:8080',
    ],
    [
      'The requested Pool Member (/k8s/web /k8s/fd00::1 80) already exists.',
      'ltm/pool/~k8s~web/members/~k8s~fd00::1.80',
    ],
    [
      'Pool member node (/k8s/10.0.0.1) and existing node (/Common/10.0.0.1) cannot use the same IP Address (10.0.0.1).',
      'ltm/pool/~k8s~web/members/~k8s~10.0.0.1:80',
    ],
    [
      `Configuration error: The IP address (192.168.10.101) of the tunnel FDB record (/Common/flannel_vxlan ${mac}) and the tunnel local address cannot be in different route domain.`,
      `net/fdb/tunnel/~Common~flannel_vxlan/records/${mac}`,
    ],
    [
      'The IP address (10.0.0.1) of ARP (/Common/k8s-10.0.0.1) is in use by ARP (/Common/x).',
      'net/arp/~Common~k8s-10.0.0.1',
    ],
  ])('%s', (text, uri) => {
    expect(whose(text)).toBe(uri);
  });

  it.each([
    ['an object of another partition with the same name', 'The requested Pool (/Common/web) was not found.'],
    ['an object whose name only begins alike', 'The requested Pool (/k8s/web-2) was not found.'],
    ['an object in a sub-folder', 'The requested Pool (/k8s/web/x) was not found.'],
    ['a name that is a common word', 'one or more properties must be specified'],
    ['nothing', 'Configuration error: something'],
    ['nothing at all', ''],
  ])('none of the changes: %s', (_what, text) => {
    expect(whose(text)).toBeUndefined();
  });

  it('a longer name that is not in the plan, and not the shorter one that is', () => {
    expect(blamed('Virtual Server /k8s/web.32400.vs is bad', [create(pool('web'))])).toBeUndefined();
    expect(blamed('something is wrong with /k8s/web.', [create(pool('web'))])?.uri).toBe('ltm/pool/~k8s~web');
  });
});
