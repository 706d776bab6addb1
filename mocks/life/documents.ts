import type { Config } from '../config/config.ts';
import { link } from '../config/render.ts';
import type { Evidence } from '../evidence.ts';
import type { Json, JsonObject } from '../json.ts';
import { failoverState, type LifeState } from './state.ts';

/** A read-only answer of the device about itself, in the shape of stats. */
export interface Document {
  readonly path: string;
  readonly evidence: Evidence;
  readonly source: string;
  readonly entries?: (state: LifeState, config: Config) => JsonObject;
  /** A text as tmsh prints it, where REST has no more than that. */
  readonly raw?: (state: LifeState) => string;
}

function described(values: Readonly<Record<string, string>>): Record<string, Json> {
  return Object.fromEntries(Object.entries(values).map(([name, description]) => [name, { description }]));
}

function details(path: string, lines: readonly string[]): JsonObject {
  const base = `https://localhost/mgmt/tm/cm/${path}/0/details`;
  const entries = Object.fromEntries(
    lines.map((line, at) => [`${base}/${at}`, { nestedStats: { entries: described({ details: line }) } }]),
  );
  return { [base]: { nestedStats: { entries } } };
}

/** `0d 01:20:32`. */
function spell(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  const clock = [seconds / 3600, seconds / 60, seconds].map((part, at) => Math.floor(part) % (at === 0 ? 24 : 60));
  return `${Math.floor(seconds / 86_400)}d ${clock.map((part) => String(part).padStart(2, '0')).join(':')}`;
}

const licence = 'https://localhost/mgmt/tm/sys/license/0/active-modules';
/** The modules that a licence for a lab has, and the one without which there are no tunnels. */
const modules = ['Rate Shaping', 'Routing Bundle, VE', 'SSL, VE', 'SDN Services, VE', 'DNSSEC'];

function nested(entries: JsonObject): JsonObject {
  return { nestedStats: { entries } };
}

/** All such answers. */
export const documents: readonly Document[] = [
  {
    path: 'sys/version',
    evidence: 'recorded',
    source: 'genieparser test_get_sys_version.py (14.1.2.1)',
    entries: (_, config) =>
      described({
        Build: '0.0.4',
        Date: 'Tue Sep 17 15:44:32 PDT 2019',
        Edition: 'Final',
        Product: 'BIG-IP',
        Title: 'Main Package',
        Version: config.version,
      }),
  },
  {
    path: 'cli/version',
    evidence: 'recorded',
    source: 'genieparser test_get_cli_version.py (14.1.2.1); of the versions supported only the first and the last',
    entries: (_, { version, traits }) =>
      described({ active: version, latest: version, supported: `{ ${traits.oldestAnswer}.0 ${version} }` }),
  },
  {
    path: 'sys/license',
    evidence: 'recorded',
    source:
      'genieparser test_get_sys_license.py (14.1.2.1); that VXLAN needs SDN Services: k8s-bigip-ctlr docs, Install/k8s/README.md',
    entries: (_, { version }) => ({
      ...described({
        licensedOnDate: '2019/10/10',
        licensedVersion: version.split('.').slice(0, 3).join('.'),
        platformId: 'Z100',
        registrationKey: 'AAAAA-BBBBB-CCCCC-DDDDD-EEEEEEE',
        serviceCheckDate: '2019/09/25',
      }),
      [licence]: nested({
        [`${licence}/%22BIG-IP,%20VE,%20LAB%22`]: nested(
          described({
            featureModules: `{ ${modules.map((name) => JSON.stringify(name)).join(' ')} }`,
            key: 'AAAAAAA-BBBBBBB',
          }),
        ),
      }),
    }),
  },
  {
    path: 'sys/ready',
    evidence: 'recorded',
    source: 'genieparser test_get_sys_ready.py (14.1.2.1)',
    entries: (state) => {
      const ready = state.loaded ? 'yes' : 'no';
      return described({ configReady: ready, licenseReady: 'yes', provisionReady: ready });
    },
  },
  {
    path: 'sys/mcp-state',
    evidence: 'recorded',
    source: 'genieparser test_get_sys_mcp_state.py (14.1.2.1)',
    entries: (state) =>
      described({
        endPlatformIdReceived: 'true',
        lastLoad: state.loaded ? 'full-config-load-succeed' : 'none',
        phase: state.loaded ? 'running' : 'loading',
      }),
  },
  {
    path: 'cm/failover-status',
    evidence: 'recorded',
    source: 'genieparser test_get_cm_failover_status.py (14.1.2.1)',
    entries: (state) => {
      const active = state.role === 'active';
      return {
        ...described({ color: active ? 'green' : 'gray' }),
        ...details('failoverStatus', active ? ['active for /Common/traffic-group-1'] : []),
        ...described({
          status: state.role === 'offline' ? 'FORCED OFFLINE' : state.role.toUpperCase(),
          summary: active ? '1/1 active' : state.role === 'offline' ? ' ' : '1/1 standby',
        }),
      };
    },
  },
  {
    path: 'sys/failover',
    evidence: 'recorded',
    source:
      'genieparser test_get_sys_failover.py (14.1.2.1); forced_offline: f5-common-python f5/bigip/tm/sys/test/functional/test_failover.py',
    raw: ({ role, roleAge }) => `Failover ${failoverState(role).replace('-', '_')} for ${spell(roleAge)}\n`,
  },
  {
    path: 'cm/sync-status',
    evidence: 'recorded',
    source:
      'genieparser test_get_cm_sync_status.py (14.1.2.1) for a standalone device; lines of peers as f5-cloud-libs bigIpCluster.js reads them, the rest is a guess',
    entries: (state) => {
      const { color, mode, status, summary, details: lines } = state.sync();
      return {
        ...described({ color }),
        ...details('syncStatus', lines),
        ...described({ mode, status, summary }),
      };
    },
  },
];

/** The answer of a document, whole. */
export function printDocument(document: Document, state: LifeState, config: Config, query: string): JsonObject {
  const { path, entries, raw } = document;
  const envelope = {
    kind: `tm:${path.replaceAll('/', ':')}:${path.slice(path.lastIndexOf('/') + 1)}stats`,
    selfLink: link(path, { version: config.version, query }),
  };
  if (raw !== undefined) return { ...envelope, apiRawValues: { apiAnonymous: raw(state) } };
  const nestedStats = { entries: entries?.(state, config) ?? {} };
  return { ...envelope, entries: { [`https://localhost/mgmt/tm/${path}/0`]: { nestedStats } } };
}
