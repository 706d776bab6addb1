import type { Config } from '../config/config.ts';
import { link } from '../config/render.ts';
import type { Evidence } from '../evidence.ts';
import type { Json, JsonObject } from '../json.ts';
import type { LifeState } from './state.ts';

/** A read-only answer of the device about itself, in the shape of stats. */
export interface Document {
  readonly path: string;
  readonly evidence: Evidence;
  readonly source: string;
  readonly entries: (state: LifeState, config: Config) => JsonObject;
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
    path: 'sys/ready',
    evidence: 'tested',
    source: 'f5-cloud-libs bigIp.js; the envelope is a guess',
    entries: (state) => {
      const ready = state.loaded ? 'yes' : 'no';
      return described({ configReady: ready, licenseReady: 'yes', provisionReady: ready });
    },
  },
  {
    path: 'sys/mcp-state',
    evidence: 'tested',
    source: 'f5-cloud-libs bigIp.js; the envelope is a guess',
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
        ...described({ status: state.role.toUpperCase(), summary: active ? '1/1 active' : '1/1 standby' }),
      };
    },
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
  const name = document.path.slice(document.path.lastIndexOf('/') + 1);
  return {
    kind: `tm:${document.path.replaceAll('/', ':')}:${name}stats`,
    selfLink: link(document.path, { version: config.version, query }),
    entries: {
      [`https://localhost/mgmt/tm/${document.path}/0`]: { nestedStats: { entries: document.entries(state, config) } },
    },
  };
}
