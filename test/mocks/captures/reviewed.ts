/** A difference between recordings and the mock that somebody looked at. */
export interface Reviewed {
  key: string;
  count: number;
  reason: string;
}

const own = 'a value of that one device';
const redacted = 'the recording hides it, and the mock has no secret to show';
const version = 'the recording is of a version older than the mock claims to be';
const outside = 'it links to a type that the mock does not have';
const fixture = 'the recording was changed by hand: no other one of the type has it so';

/** Every difference that is allowed, with how often it occurs. */
export const reviewed: readonly Reviewed[] = [
  { key: 'cm/cert checksum: value', count: 3, reason: own },
  { key: 'cm/cert issuer: value', count: 3, reason: own },
  { key: 'cm/cert serialNumber: form', count: 3, reason: redacted },
  { key: 'cm/cert size: value', count: 1, reason: own },
  { key: 'cm/cert subject: value', count: 3, reason: own },
  { key: 'cm/key checksum: value', count: 2, reason: own },
  { key: 'cm/key size: value', count: 1, reason: own },
  { key: 'cm/traffic-group unitId: value', count: 1, reason: 'the second traffic group of that device' },
  { key: 'cm/trust-domain caDevices[]: value', count: 1, reason: own },
  { key: 'cm/trust-domain caDevicesReference[].link: value', count: 1, reason: own },
  { key: 'ltm/monitor/smtp defaultsFromReference: missing', count: 1, reason: fixture },
  { key: 'ltm/monitor/snmp-dca: missing', count: 1, reason: 'user-defined variables of SNMP DCA are not implemented' },
  { key: 'ltm/persistence/universal kind: value', count: 1, reason: fixture },
  { key: 'ltm/pool gatewayFailsafeDeviceReference: missing', count: 1, reason: fixture },
  { key: 'ltm/pool/members ephemeral: extra', count: 1, reason: version },
  { key: 'ltm/pool/members fqdn: extra', count: 1, reason: version },
  { key: 'ltm/pool/members session: extra', count: 1, reason: 'quoted without its last two keys (11.6.1)' },
  { key: 'ltm/pool/members state: extra', count: 1, reason: 'quoted without its last two keys (11.6.1)' },
  { key: 'ltm/profile/client-ssl certKeyChain[].usage: extra', count: 1, reason: version },
  { key: 'ltm/profile/ftp allowActiveMode: extra', count: 1, reason: version },
  { key: 'ltm/profile/ftp appService: extra', count: 1, reason: version },
  { key: 'ltm/profile/ftp description: extra', count: 1, reason: version },
  { key: 'ltm/profile/ftp enforceTlsSessionReuse: extra', count: 1, reason: version },
  { key: 'ltm/profile/ftp ftpsMode: extra', count: 1, reason: version },
  { key: 'ltm/profile/ftp inheritVlanList: extra', count: 1, reason: version },
  { key: 'ltm/profile/ftp logProfileReference: missing', count: 1, reason: outside },
  { key: 'ltm/profile/ftp logPublisherReference: missing', count: 1, reason: outside },
  { key: 'ltm/profile/ntlm insertCookiePassphrase: missing', count: 1, reason: redacted },
  {
    key: 'ltm/profile/rewrite uriRulesReference: missing',
    count: 3,
    reason: 'URI rules of rewrite profiles are not implemented',
  },
  { key: 'ltm/profile/sctp secret: missing', count: 1, reason: redacted },
  { key: 'ltm/rule apiRawValues: missing', count: 15, reason: 'signatures of the iRules that the factory brings' },
  {
    key: 'ltm/virtual selfLink: value',
    count: 1,
    reason: 'expanded items were put into a recording without the query',
  },
  { key: 'net/tunnels/ipsec trafficSelectorReference: missing', count: 2, reason: outside },
  { key: 'sys/provision level: value', count: 1, reason: own },
];
