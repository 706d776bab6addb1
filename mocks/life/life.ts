import { refusals } from '../errors/catalogue.ts';
import { mcpdReply } from '../errors/refusal.ts';
import { javaReply, printedPath } from '../errors/restjavad.ts';
import { htmlReply, type MockReply, type MockRequest } from '../wire/message.ts';
import { type MockClock, milliseconds } from './clock.ts';
import { type LifeState, type Role, type SyncStatus, standalone } from './state.ts';

/**
 * How a device looks while parts of it restart.
 * `unreachable`: nothing listens. `apache`: 503 and a page. `unregistered`: restjavad is up, its workers are not.
 * `mcpd-lost`: icrd has lost mcpd. `loading`: mcpd answers and has not loaded its objects: 404 and empty lists.
 * `busy`: an asynchronous task holds the device.
 */
export type Phase = 'unreachable' | 'apache' | 'unregistered' | 'mcpd-lost' | 'loading' | 'busy';

/** One part of a restart: how the device looks, and for how long. */
export interface Window {
  readonly phase: Phase;
  /** On the device's clock: milliseconds or `'30s'`. */
  readonly for?: number | string;
  /** Or until it has answered so many requests. */
  readonly requests?: number;
}

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
}

/** The device's life: restart windows, its role, its peers' state. */
export class DeviceLife implements LifeState {
  readonly #clock: MockClock;
  #windows: Running[] = [];
  #began = 0;
  #meeting: Phase | undefined;
  role: Role = 'active';
  syncStatus: () => SyncStatus = () => standalone;

  constructor(clock: MockClock) {
    this.#clock = clock;
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

  /** Begins restart windows, one after the other; replaces those under way. */
  begin(windows: readonly Window[]): void {
    this.#began = this.#clock.now();
    this.#windows = windows.map(({ phase, for: time, requests }) => ({
      phase,
      time: time === undefined ? Number.POSITIVE_INFINITY : milliseconds(time),
      left: requests ?? Number.POSITIVE_INFINITY,
    }));
  }

  /** All is well again. */
  end(): void {
    this.#windows = [];
  }

  /** Answers a request in the phase that it meets, which counts it. */
  during<T>(answer: (phase: Phase | undefined) => T): T {
    this.#meeting = this.phase;
    const window = this.#windows[0];
    try {
      return answer(this.#meeting);
    } finally {
      this.#meeting = undefined;
      if (window !== undefined && --window.left <= 0) {
        this.#began = this.#clock.now();
        this.#windows = this.#windows.filter((other) => other !== window);
      }
    }
  }
}

/** What a phase answers, or `undefined` when the request goes on to the device. */
export function phaseReply(phase: Phase, request: MockRequest): MockReply | undefined {
  switch (phase) {
    case 'apache':
      return restartPage();
    case 'unregistered':
      return javaReply(
        404,
        `URI path ${printedPath(request)} not registered.  Please verify URI is supported and wait for /available suffix to be responsive.`,
        request,
      );
    case 'mcpd-lost':
      return mcpdReply(refusals.mcpdLost.status, refusals.mcpdLost.text, refusals.mcpdLost.apiError);
    case 'busy':
      return mcpdReply(refusals.asyncTask.status, refusals.asyncTask.text, refusals.asyncTask.apiError);
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
