import { timeoutPage } from '../life/latency.ts';
import type { Window } from '../life/life.ts';
import type { DeviceAct } from './action.ts';
import type { Fault } from './fault.ts';

/** A fault by name: what it plays on requests, or how the device behaves for a while. */
export interface NamedFault {
  readonly title: string;
  readonly faults?: readonly Fault[];
  readonly windows?: readonly Window[];
  /** Done to the device at once. */
  readonly act?: 'pause' | 'change-certificate' | DeviceAct;
}

/** JSON so deep that a recursive reader runs out of stack. */
function deep(levels: number): string {
  return `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
}

const json = { 'content-type': 'application/json; charset=UTF-8' };

/** The faults of the matrix that clients are tested against; each has a number and a name of its own. */
export const namedFaults = {
  refused: { title: 'connections are refused until `resume`', act: 'pause' },
  'new-certificate': { title: 'another certificate from now on', act: 'change-certificate' },
  'slow-body': { title: 'the body comes byte by byte', faults: [{ match: '*', do: 'drip' }] },
  silent: { title: 'no reply ever', faults: [{ match: '*', do: 'hang' }] },
  'reset-before': { title: 'the connection breaks, nothing was done', faults: [{ match: '*', do: 'reset' }] },
  'reset-after': { title: 'all was done, the reply is lost', faults: [{ match: '*', when: 'after', do: 'reset' }] },
  'cut-body': { title: 'the connection breaks within the body', faults: [{ match: '*', do: 'drop' }] },
  'short-json': { title: 'half of the JSON, and a clean end', faults: [{ match: '*', do: 'truncate' }] },
  'html-503': { title: 'Apache: Configuration Utility restarting', faults: [{ match: '*', do: 'html' }] },
  'html-500': {
    title: 'Jetty: AsyncContext timeout, though the work was done',
    faults: [{ match: '*', when: 'after', do: { status: 500, body: timeoutPage().body } }],
  },
  'login-page': { title: '302 to the login page', faults: [{ match: '*', do: 'redirect' }] },
  'not-json': { title: 'a page with status 200', faults: [{ match: '*', do: 'not-json' }] },
  'tokens-gone': { title: 'all tokens end at once', act: 'revoke-tokens' },
  'tokens-full': { title: 'every user has as many tokens as it may have', act: 'fill-tokens' },
  'not-registered': { title: 'restjavad starts', windows: [{ phase: 'unregistered', requests: 5 }] },
  'mcpd-lost': { title: 'icrd has lost mcpd', windows: [{ phase: 'mcpd-lost', requests: 5 }] },
  loading: { title: 'mcpd loads: 404 and empty lists', windows: [{ phase: 'loading', requests: 5 }] },
  'async-task': { title: 'an asynchronous task holds the device', windows: [{ phase: 'busy', requests: 5 }] },
  'transactions-expired': { title: 'open transactions are forgotten', act: 'expire-transactions' },
  'commit-lost': {
    title: 'a commit was done, its reply is lost',
    faults: [{ match: 'PATCH transaction/*', when: 'after', do: 'reset' }],
  },
  'commit-not-sent': {
    title: 'a commit never reaches the device',
    faults: [{ match: 'PATCH transaction/*', when: 'before', do: 'reset' }],
  },
  standby: { title: 'the unit becomes standby', act: 'failover' },
  'restjavad-restarts': { title: 'restjavad restarts, and all tokens end', act: 'restart-restjavad' },
  'mcpd-restarts': { title: 'mcpd restarts', act: 'restart-mcpd' },
  reboots: { title: 'the device reboots; what was not saved is lost', act: 'reboot' },
  'large-body': {
    title: 'JSON of 64 MiB',
    get faults(): readonly Fault[] {
      const body = JSON.stringify({ items: [], filler: 'x'.repeat(64 * 1024 * 1024) });
      return [{ match: 'GET *', do: { status: 200, body, headers: json } }];
    },
  },
  'many-items': {
    title: 'a list of a million items',
    get faults(): readonly Fault[] {
      const body = `{"items":[${'{},'.repeat(999_999)}{}]}`;
      return [{ match: 'GET *', do: { status: 200, body, headers: json } }];
    },
  },
  'duplicate-keys': {
    title: 'JSON with one key twice',
    faults: [
      {
        match: 'GET *',
        do: { status: 200, body: '{"items":[{"name":"a","name":"b"}],"kind":"x","kind":"y"}', headers: json },
      },
    ],
  },
  'deep-json': {
    title: 'JSON 200,000 levels deep',
    get faults(): readonly Fault[] {
      return [{ match: 'GET *', do: { status: 200, body: deep(200_000), headers: json } }];
    },
  },
  'prototype-json': {
    title: 'JSON with __proto__ and constructor as keys',
    faults: [
      {
        match: 'GET *',
        do: {
          status: 200,
          body: '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"items":[{"__proto__":{"polluted":true}}]}',
          headers: json,
        },
      },
    ],
  },
  'foreign-links': {
    title: 'links to another host',
    faults: [
      {
        match: 'GET *',
        do: { status: 200, body: { items: [], nextLink: 'https://192.0.2.66/mgmt/tm/ltm/pool?%24skip=1' } },
      },
    ],
  },
  'save-fails': {
    title: 'the disk is full: saving fails',
    faults: [
      {
        match: 'POST sys/config',
        do: {
          status: 500,
          body: {
            code: 500,
            message: 'Error writing configuration file: No space left on device',
            errorStack: [],
            apiError: 3,
          },
        },
      },
    ],
  },
} as const satisfies Record<string, NamedFault>;

/** The name of a fault of the matrix. */
export type FaultName = keyof typeof namedFaults;

/** What a name stands for, narrowed or repeated. Throws a `TypeError` for what there is not. */
export function namedFault(
  name: string,
  over: Partial<Omit<Fault, 'do'>>,
): { faults: readonly Fault[]; windows: readonly Window[]; act: NamedFault['act'] } {
  if (!Object.hasOwn(namedFaults, name)) throw new TypeError(`no fault is called ${name}`);
  const { faults = [], windows = [], act }: NamedFault = namedFaults[name as FaultName];
  const narrowed = Object.keys(over);
  const { match } = over;
  if (act !== undefined && act !== 'pause' && act !== 'change-certificate' && match !== undefined) {
    return { faults: [{ ...over, match, do: { act } }], windows, act: undefined };
  }
  if (act !== undefined && narrowed.length > 0)
    throw new TypeError(`${name} is done at once, and takes no ${narrowed[0]}`);
  if (windows.length > 0 && narrowed.some((part) => part !== 'times')) {
    throw new TypeError(`${name} is met by every request: it takes only times`);
  }
  const { times } = over;
  const requests = times === 'always' ? Number.POSITIVE_INFINITY : times;
  return {
    faults: faults.map((fault) => ({ ...fault, ...over })),
    windows: windows.map((window) => (requests === undefined ? window : { ...window, requests })),
    act,
  };
}
