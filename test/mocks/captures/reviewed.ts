/** A difference between recordings and the mock that somebody looked at. */
export interface Reviewed {
  key: string;
  /** How often it occurs, by recording. */
  files: Readonly<Record<string, number>>;
  /** It may occur in other recordings of the type too: what is said of it does not depend on this one. */
  anywhere?: true;
  reason: string;
}

const own = 'a value of that one device';
const redacted = 'the recording hides it, and the mock has no secret to show';
const fixture = 'the recording was changed by hand: no other one of the type has it so';
const trimmed = 'quoted without its last two keys (11.6.1)';

const fixtures: readonly Reviewed[] = [
  {
    key: 'ltm/persistence/universal kind: value',
    files: { 'ltm-persistence/ansible-load_ltm_profile_persistence_universal.json': 1 },
    reason: fixture,
  },
  {
    key: 'ltm/pool/members session: extra',
    files: { 'ltm-pool/man-member-get-11.6.1.json': 1 },
    reason: trimmed,
  },
  {
    key: 'ltm/pool/members state: extra',
    files: { 'ltm-pool/man-member-get-11.6.1.json': 1 },
    reason: trimmed,
  },
  {
    key: 'ltm/virtual selfLink: value',
    files: { 'ltm-virtual/ansible-load_ltm_virtual_2.json': 1 },
    reason: 'expanded items were put into a recording without the query',
  },
];

/** Every difference that is allowed when a recorded object is seeded as it is. */
export const reviewedSeeds: readonly Reviewed[] = fixtures;

/** Every difference that is allowed when a client makes the object from what differs from the mock's own defaults. */
export const reviewed: readonly Reviewed[] = [
  ...fixtures,
  { key: 'cm/cert checksum: value', files: { 'cm/genie-cm_cert.json': 3 }, anywhere: true, reason: own },
  { key: 'cm/cert issuer: value', files: { 'cm/genie-cm_cert.json': 3 }, anywhere: true, reason: own },
  { key: 'cm/cert serialNumber: form', files: { 'cm/genie-cm_cert.json': 3 }, anywhere: true, reason: redacted },
  { key: 'cm/cert size: value', files: { 'cm/genie-cm_cert.json': 1 }, anywhere: true, reason: own },
  { key: 'cm/cert subject: value', files: { 'cm/genie-cm_cert.json': 3 }, anywhere: true, reason: own },
  { key: 'cm/key checksum: value', files: { 'cm/genie-cm_key.json': 2 }, anywhere: true, reason: own },
  { key: 'cm/key size: value', files: { 'cm/genie-cm_key.json': 1 }, anywhere: true, reason: own },
  {
    key: 'cm/traffic-group unitId: value',
    files: { 'cm/ansible-load_tg_ha_order.json': 1 },
    reason: 'that device had no first traffic group any more',
  },
  {
    key: 'ltm/monitor/smtp defaultsFromReference: missing',
    files: { 'ltm-monitor/ansible-load_ltm_monitor_smtp.json': 1 },
    reason: fixture,
  },
  {
    key: 'ltm/pool gatewayFailsafeDeviceReference: missing',
    files: { 'ltm-pool/ts-ltm_pool-.-.json': 1 },
    reason: fixture,
  },
  {
    key: 'ltm/profile/ntlm insertCookiePassphrase: missing',
    files: { 'ltm-profile/genie-ltm_profilentlm.json': 1 },
    anywhere: true,
    reason: redacted,
  },
  {
    key: 'ltm/profile/sctp secret: missing',
    files: { 'ltm-profile/genie-ltm_profilesctp.json': 1 },
    anywhere: true,
    reason: redacted,
  },
  {
    key: 'ltm/rule apiRawValues: missing',
    files: { 'ltm-rule/genie-ltm_rule.json': 15 },
    anywhere: true,
    reason: 'signatures of the iRules that the factory brings',
  },
];
