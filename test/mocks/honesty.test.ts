import { describe, expect, it } from 'vitest';
import { MockBigIp } from '../../mocks/index.ts';
import { notImplemented } from '../../mocks/tmos.ts';

const headers = { authorization: `Basic ${btoa('admin:admin')}` };
const seed = { 'ltm/pool/~Common~p': {}, 'ltm/virtual/~Common~v': { destination: '/Common/192.0.2.1:80' } };

/** Some of what TMOS has and the mock has not, from all its corners. */
const gaps =
  `ltm/alg-log-profile ltm/auth/profile ltm/cipher/group ltm/classification/application ltm/message-routing/mqtt/profile
  ltm/default-node-monitor ltm/dns/cache/resolver ltm/dns/zone ltm/eviction-policy ltm/global-settings/connection
  ltm/html-rule/tag-remove ltm/ifile ltm/lsn-pool ltm/message-routing/sip/peer ltm/nat
  ltm/persistence/global-settings ltm/persistence/persist-records ltm/profile/analytics ltm/profile/http3
  ltm/profile/ocsp-stapling-params ltm/profile/web-security ltm/rule-profiler ltm/traffic-class
  ltm/traffic-matching-criteria net/address-list net/bwc/policy net/cos/global-settings net/dag-globals net/dns-resolver
  net/interface net/interface/1.1 net/ipsec/ike-peer net/lldp-globals net/packet-filter net/port-list
  net/rate-shaping/class net/routing/bgp net/self-allow net/stp net/timer-policy net/trunk net/vlan-group
  cm/sniff-updates auth/ldap auth/radius-server auth/tacacs auth/source auth/password-policy sys/application/template
  sys/clock sys/cluster sys/connection sys/cpu sys/crypto/key sys/disk/logical-disk sys/file/ssl-crl sys/ha-group
  sys/hardware sys/host-info sys/httpd sys/icall/script sys/log-config/publisher sys/management-ip
  sys/management-route sys/memory sys/performance/all-stats sys/snmp sys/software/image sys/sshd sys/syslog
  sys/tmm-info sys/traffic sys/ucs sys/url-db/url-category gtm/pool/a gtm/wideip/a asm/policies apm/policy/access-policy
  security/firewall/policy pem/policy analytics/settings cli/script ilx/plugin vcmp/guest util/ping wam/application
  live-update/asm-attack-signatures shared/sys/backup`.split(/\s+/);

/** What no TMOS has. */
const nonsense =
  `nonsense ltm/pools ltm/vs ltm/pool/~Common~p/nonsense ltm/pool/~Common~p/member net/fdbs net/fdb/nonsense
  net/tunnels/wireguard sys/nonsense sys/file/nonsense auth/nonsense cm/nonsense ltm/monitor/nonsense ltm/profile/nonsense
  ltm/persistence/nonsense ltm/data-group/nonsense ltm/virtual/~Common~v/nonsense net/selfs sys/global-setting
  sys/application/nonsense net/tunnels/tunnel/~Common~http-tunnel/records ltm/policy-strategy/~Common~first-match/x
  __proto__ constructor ltm/__proto__ ltm/pool/~Common~p/__proto__ ltm/pool/~Common~p/constructor
  ltm/pool/~Common~p/description`.split(/\s+/);

async function start() {
  const device = await MockBigIp.start({ protocol: 'none', seed });
  const send = (method: string, path: string) => {
    const body = method === 'GET' || method === 'DELETE' ? {} : { body: '{"name":"x"}' };
    const reply = device.handle({ method, path: `/mgmt/tm/${path}`, headers, ...body });
    return { status: reply.status, body: JSON.parse(reply.body) };
  };
  return { device, send };
}

describe('what TMOS has and the mock has not', () => {
  it('is answered with 501 and remembered, whatever is asked of it', async () => {
    const { device, send } = await start();
    for (const path of gaps) {
      for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])
        expect([method, path, send(method, path).status]).toEqual([method, path, 501]);
      expect(device.unimplemented.get(`/mgmt/tm/${path}`)).toBe(5);
    }
    expect(gaps.length).toBeGreaterThan(80);
  });

  it('is a list in which nothing stands that the mock has', async () => {
    const { device } = await start();
    expect(notImplemented.filter((path) => device.types.includes(path))).toEqual([]);
  });
});

describe('what nobody has', () => {
  it('is answered as the device answers, and is no gap of the mock', async () => {
    const { device, send } = await start();
    for (const path of nonsense) {
      for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']) {
        const { status, body } = send(method, path);
        expect([method, path, status]).toEqual([method, path, 400]);
        expect(body).toMatchObject({ message: `Found unexpected URI tmapi_mapper/${path}.`, apiError: 1 });
      }
    }
    expect([...device.unimplemented.keys()]).toEqual([]);
  });
});
