import type { Evidence } from './evidence.ts';

/** What differs between TMOS versions, each with how it is known. */
export interface VersionTraits {
  /** Whether an empty collection answers `items: []` or leaves the key out. */
  readonly emptyItems: boolean;
  /** Whether a monitor rule ends with a space. */
  readonly monitorSpace: boolean;
  /** Whether one object's stats are keyed `…/~Common~x/~Common~x/stats`. */
  readonly statsNameTwice: boolean;
  /** Whether the list of static ARP entries stays empty although entries exist. */
  readonly arpListEmpty: boolean;
  /** How an unknown or expired token is refused. */
  readonly tokenRefusal: 'no-authentication' | 'does-not-exist' | 'does-not-exist-stack' | 'html';
  /** Whether an FDB tunnel shows its records in itself. */
  readonly inlineRecords: boolean;
  /** Whether a manager may put metadata on a virtual server. */
  readonly managerMetadata: boolean;
  /** The oldest version that `?ver=` may ask for. */
  readonly oldestAnswer: string;
}

interface Trait {
  readonly since: string;
  readonly traits: Partial<VersionTraits>;
  readonly evidence: Evidence;
  readonly source: string;
}

const oldest: VersionTraits = {
  emptyItems: false,
  monitorSpace: true,
  statsNameTwice: false,
  arpListEmpty: false,
  tokenRefusal: 'no-authentication',
  inlineRecords: true,
  managerMetadata: false,
  oldestAnswer: '11.5',
};

/** The differences, oldest first; what a later row says holds from its version on. */
export const versionTraits: readonly Trait[] = [
  {
    since: '12.1',
    traits: { inlineRecords: false },
    evidence: 'tested',
    source: 'f5-common-python test_fdb.py; k8s-bigip-ctlr 1508 pins ver=11.5.0 for inline records',
  },
  {
    since: '12.0',
    traits: { statsNameTwice: true },
    evidence: 'tested',
    source: 'f5-k8s-demo refresh_nodes.sh tells versions 12 and 13 from others',
  },
  {
    since: '13.1',
    traits: { arpListEmpty: true },
    evidence: 'recorded',
    source: 'f5-common-python 1519: 13.1.1.2 lists no static ARP',
  },
  {
    since: '13.1.0.2',
    traits: { tokenRefusal: 'does-not-exist-stack' },
    evidence: 'recorded',
    source: 'POSH-LTM-Rest 188 (13.1.0.2)',
  },
  {
    since: '14.1',
    traits: {
      emptyItems: true,
      monitorSpace: false,
      statsNameTwice: false,
      arpListEmpty: false,
      tokenRefusal: 'no-authentication',
    },
    evidence: 'recorded',
    source:
      'genieparser test_get_*.py (14.1.2.1: lists, monitors); 401 of 14.1.4 in terraform-provider-bigip 468; the boundaries in between are guesses',
  },
  {
    since: '15.1',
    traits: { managerMetadata: true },
    evidence: 'guess',
    source:
      'refused on 12.1.5.3 (k8s-bigip-ctlr 2029) and 14.1 (terraform-provider-bigip 160); no report of a later version was found',
  },
  {
    since: '16.0',
    traits: { oldestAnswer: '11.6' },
    evidence: 'recorded',
    source: 'k8s-bigip-ctlr 1488: 16.0.0 refuses 11.5.0; the answer to 11.6 and 12 is a guess',
  },
  {
    since: '15.1.5.1',
    traits: { tokenRefusal: 'html' },
    evidence: 'recorded',
    source: 'terraform-provider-bigip 637',
  },
  {
    since: '16.1',
    traits: { tokenRefusal: 'does-not-exist' },
    evidence: 'guess',
    source:
      'nuclei-templates 8500 has a 401 of exactly this length, of a device with the headers of 16.1 or later; its version is not told',
  },
];

/** Whether a text is a version: `15.1.2.1`. */
export function isVersion(text: string): boolean {
  return /^\d+(\.\d+){1,4}$/.test(text);
}

/** Compares versions by their numbers: negative when `left` is older. */
export function compareVersions(left: string, right: string): number {
  const a = left.split('.').map(Number);
  const b = right.split('.').map(Number);
  for (let at = 0; at < Math.max(a.length, b.length); at++) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The traits of a version, for example `15.1.2.1`. */
export function traitsOf(version: string): VersionTraits {
  const traits: { -readonly [name in keyof VersionTraits]: VersionTraits[name] } = { ...oldest };
  const rows = [...versionTraits].sort((left, right) => compareVersions(left.since, right.since));
  for (const row of rows) if (compareVersions(row.since, version) <= 0) Object.assign(traits, row.traits);
  return traits;
}
