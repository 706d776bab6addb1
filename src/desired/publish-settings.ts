/** The settings of a published port, in the words of a request. */
import type { Service } from '../kubernetes/objects.ts';
import { unknownMode } from './load-balancing-modes.ts';
import { readMonitor } from './monitor-request.ts';
import { isRefusal, type Notes, type Refusal, refuse } from './notes.ts';
import type { Settings } from './options.ts';
import { sessionAffinity } from './persistence.ts';
import type { PublishItem, PublishSettings } from './publish-item.ts';
import type { Finish, HealthMonitor, Mode, PublishRequest } from './request.ts';

/** The settings of one port over those of its item. */
export type Wished = PublishSettings & Pick<PublishItem, 'services'>;

export interface SettingsContext {
  readonly object: string;
  readonly place: string;
  readonly protocol: 'TCP' | 'UDP';
  /** Undefined when it is not in the input. */
  readonly service: Service | undefined;
  readonly settings: Settings;
  readonly notes: Notes;
}

export type Finished = Pick<
  PublishRequest,
  'mode' | 'loadBalancingMode' | 'monitors' | 'foreignMonitors' | 'clientSslProfiles'
> & { readonly finish: Finish };

/** The ones that look at the ratio of the members. */
const weighingModes = ['ratio-member', 'ratio-least-connections-member', 'ratio-session'];

function modeOf(wished: Wished, { protocol, place }: SettingsContext): Mode | Refusal {
  const mode = wished.mode ?? (protocol === 'UDP' ? 'udp' : 'tcp');
  if ((mode === 'udp') === (protocol === 'UDP')) return mode;
  return refuse('InvalidPublish', `${place}: mode ${mode} does not go with a port of protocol ${protocol}`, 'mode');
}

function balanceOf(wished: Wished, place: string): string | Refusal {
  const weighed = (wished.services?.length ?? 1) > 1;
  const mode = wished.loadBalancingMode ?? (weighed ? 'ratio-member' : 'round-robin');
  const unknown = unknownMode(`${place}: loadBalancingMode`, mode, 'loadBalancingMode');
  if (unknown !== undefined) return unknown;
  if (!weighed || weighingModes.includes(mode)) return mode;
  return refuse(
    'InvalidPublish',
    `${place}: loadBalancingMode ${mode} does not look at weights; ${weighingModes.join(', ')} do`,
    'loadBalancingMode',
  );
}

function monitorsOf(wished: Wished): { made: HealthMonitor[]; foreign: string[] } | Refusal {
  const made: HealthMonitor[] = [];
  const foreign: string[] = [];
  for (const [index, asked] of (wished.monitors ?? []).entries()) {
    if (typeof asked === 'string') {
      foreign.push(asked);
      continue;
    }
    const { type, ...rest } = asked;
    const monitor = readMonitor({ protocol: type, ...rest }, index, `monitors.${index}`);
    if (isRefusal(monitor)) return monitor;
    made.push(monitor);
  }
  return { made, foreign };
}

function persistenceOf({ persistence }: Wished, { service }: SettingsContext): Finish['persistence'] {
  if (persistence === undefined) return sessionAffinity(service);
  if (persistence === 'none') return [];
  return [persistence.startsWith('/') ? persistence : `/Common/${persistence}`];
}

/** What is asked for one port, or why it cannot be. */
export function finishOf(wished: Wished, context: SettingsContext): Finished | Refusal {
  const mode = modeOf(wished, context);
  if (isRefusal(mode)) return mode;
  const loadBalancingMode = balanceOf(wished, context.place);
  if (isRefusal(loadBalancingMode)) return loadBalancingMode;
  const monitors = monitorsOf(wished);
  if (isRefusal(monitors)) return monitors;
  const { snat } = wished;
  return {
    mode,
    loadBalancingMode,
    monitors: monitors.made,
    foreignMonitors: monitors.foreign,
    clientSslProfiles: [...new Set(wished.clientSsl)],
    finish: {
      profiles: wished.profiles?.map((profile) =>
        typeof profile === 'string' ? { name: profile, context: 'all' } : profile,
      ),
      serverSslProfiles: [...new Set(wished.serverSsl)],
      persistence: persistenceOf(wished, context),
      snat: snat === undefined || snat === 'automap' || snat === 'none' ? snat : { pool: snat },
      rules: wished.rules ?? [],
      vlans: wished.vlans ?? [],
    },
  };
}
