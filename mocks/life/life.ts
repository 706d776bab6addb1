import { javaReply, printedPath } from '../errors/restjavad.ts';
import type { Evidence } from '../evidence.ts';
import { htmlReply, type MockReply, type MockRequest } from '../wire/message.ts';
import { type MockClock, milliseconds } from './clock.ts';
import type { LifeState, Role, SyncStatus } from './state.ts';
import { standalone } from './sync-status.ts';

/**
 * How a device looks while parts of it restart.
 * `unreachable`: nothing listens. `apache`: 503 and a page. `unregistered`: restjavad is up, its workers are not.
 * `mcpd-lost`: icrd has lost mcpd. `loading`: mcpd answers and has not loaded its objects: 404 and empty lists.
 * `busy`: an asynchronous task holds the device. The last three are met below `/mgmt/tm` only: what restjavad does
 * itself, such as logging in, goes on.
 */
export type Phase = 'unreachable' | 'apache' | 'unregistered' | 'mcpd-lost' | 'loading' | 'busy';

const phases: readonly Phase[] = ['unreachable', 'apache', 'unregistered', 'mcpd-lost', 'loading', 'busy'];
const phasesBehindRestjavad: ReadonlySet<Phase> = new Set(['mcpd-lost', 'loading', 'busy']);

/** One part of a restart: how the device looks, and for how long. */
export interface Window {
  readonly phase: Phase;
  /** On the device's clock: milliseconds or `'30s'`. */
  readonly for?: number | string;
  /** Or until it has answered so many requests. */
  readonly requests?: number;
}

/** How the phases are known. */
export const phaseSources: readonly { phase: Phase; evidence: Evidence; source: string }[] = [
  { phase: 'unreachable', evidence: 'documented', source: 'f5-cloud-libs bigIp.js waits for a device that reboots' },
  {
    phase: 'apache',
    evidence: 'recorded',
    source: 'f5-ansible 669, 1105; f5-bigip-rest-go bigip/utils.go (the beginning of the page)',
  },
  { phase: 'unregistered', evidence: 'recorded', source: 'f5-bigip-rest-go bigip/utils.go' },
  { phase: 'mcpd-lost', evidence: 'recorded', source: 'f5-bigip-rest-go bigip/utils.go' },
  {
    phase: 'loading',
    evidence: 'recorded',
    source: 'f5-bigip-rest-go bigip/utils.go (404 for what exists; empty lists are a guess)',
  },
  { phase: 'busy', evidence: 'recorded', source: 'k8s-bigip-ctlr 1137, 1391, 2192' },
];

/** The windows of a restart, with times in the range that operators report. */
export const restarts: Readonly<Record<'restjavad' | 'mcpd' | 'reboot', readonly Window[]>> = {
  restjavad: [
    { phase: 'apache', for: '5s' },
    { phase: 'unregistered', for: '25s' },
  ],
  mcpd: [
    { phase: 'apache', for: '10s' },
    { phase: 'mcpd-lost', for: '20s' },
    { phase: 'loading', for: '30s' },
  ],
  reboot: [
    { phase: 'unreachable', for: '60s' },
    { phase: 'apache', for: '60s' },
    { phase: 'unregistered', for: '30s' },
    { phase: 'mcpd-lost', for: '30s' },
    { phase: 'loading', for: '60s' },
  ],
};

interface Running {
  readonly phase: Phase;
  readonly time: number;
  left: number;
  /** How many requests have met it. */
  met: number;
}

/** The device's life: restart windows, its role, its peers' state. */
export class DeviceLife implements LifeState {
  readonly #clock: MockClock;
  #windows: Running[] = [];
  #began = 0;
  #meeting: Phase | undefined;
  #role: Role = 'active';
  #roleSince: number;
  syncStatus: () => SyncStatus = () => standalone;

  constructor(clock: MockClock) {
    this.#clock = clock;
    this.#roleSince = clock.now();
  }

  get role(): Role {
    return this.#role;
  }

  set role(role: Role) {
    if (role !== this.#role) this.#roleSince = this.#clock.now();
    this.#role = role;
  }

  get roleAge(): number {
    return Math.max(0, this.#clock.now() - this.#roleSince);
  }

  /** Whether the other unit of a pair reaches its mcpd. */
  get connected(): boolean {
    const { phase } = this;
    return phase !== 'unreachable' && phase !== 'mcpd-lost' && phase !== 'loading';
  }

  /** The phase of the request that is being answered. */
  get meeting(): Phase | undefined {
    return this.#meeting;
  }

  get loaded(): boolean {
    const phase = this.#meeting ?? this.phase;
    return phase === undefined || phase === 'busy';
  }

  sync(): SyncStatus {
    return this.syncStatus();
  }

  /** How the device looks at the moment; `undefined` when all is well. */
  get phase(): Phase | undefined {
    const now = this.#clock.now();
    for (let window = this.#windows[0]; window !== undefined; window = this.#windows[0]) {
      if (now < this.#began + window.time) return window.phase;
      this.#began += window.time;
      this.#windows.shift();
    }
    return undefined;
  }

  /** Begins restart windows, one after the other; replaces those under way. Throws a `TypeError` for what is none. */
  begin(windows: readonly Window[]): void {
    this.#windows = windows.map(running);
    this.#began = this.#clock.now();
  }

  /** All is well again. */
  end(): void {
    this.#windows = [];
  }

  /** Answers a request for a path in the phase that it meets, which counts it. */
  during<T>(path: string, answer: (phase: Phase | undefined, nth: number) => T): T {
    const { phase } = this;
    const met = phase !== undefined && (!phasesBehindRestjavad.has(phase) || /^\/mgmt\/tm(\/|\?|$)/.test(path));
    const window = this.#windows[0];
    this.#meeting = met ? phase : undefined;
    try {
      return answer(this.#meeting, met && window !== undefined ? ++window.met : 0);
    } finally {
      this.#meeting = undefined;
      if (met && window !== undefined && --window.left <= 0) {
        this.#began = this.#clock.now();
        this.#windows = this.#windows.filter((other) => other !== window);
      }
    }
  }
}

function running({ phase, for: time, requests = Number.POSITIVE_INFINITY }: Window): Running {
  if (!phases.includes(phase)) throw new TypeError(`not a phase: ${String(phase)}; there are ${phases.join(', ')}`);
  if (typeof requests !== 'number' || !(requests >= 1)) throw new TypeError(`not a number of requests: ${requests}`);
  const length = time === undefined ? Number.POSITIVE_INFINITY : milliseconds(time);
  if (!(length >= 0)) throw new TypeError(`not a duration: ${time}`);
  return { phase, time: length, left: requests, met: 0 };
}

/** What Apache or restjavad answers in a phase, or `undefined` when the request goes on to the device. */
export function phaseReply(phase: Phase, nth: number, request: MockRequest): MockReply | undefined {
  switch (phase) {
    case 'apache':
      return restartPage();
    case 'unregistered':
      // Both were recorded; which comes when is not known.
      if (nth % 2 === 0) {
        const path = printedPath(request).replace(/^\/mgmt/, '');
        return javaReply(404, `Public URI path not registered: ${path}`, request);
      }
      return javaReply(
        404,
        `URI path ${printedPath(request)} not registered.  Please verify URI is supported and wait for /available suffix to be responsive.`,
        request,
        { withoutReferer: true },
      );
    default:
      return undefined;
  }
}

/** Apache's page while what is behind it restarts. The body beyond its title is not recorded. */
export function restartPage(): MockReply {
  const page = `<?xml version="1.0" encoding="ISO-8859-1"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN"
  "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" lang="en" xml:lang="en">
    <head>
        <title>BIG-IP&reg; - Configuration Utility restarting...</title>
    </head>
    <body>
        <p>Configuration Utility restarting...</p>
    </body>
</html>
`;
  return htmlReply(503, page, 'Service Temporarily Unavailable');
}
