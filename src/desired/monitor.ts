/** Health monitors of a pool. */
import type { Entry } from '../state.ts';
import { markDescription } from '../values/mark.ts';
import { escaped } from '../values/monitor-text.ts';
import { monitorName, monitorUri } from './names.ts';
import type { Settings } from './options.ts';
import type { HealthMonitor, Mode } from './request.ts';

/** What BIG-IP's own monitors of these types send when nothing is asked for; escapes stand as text. */
const defaultSend: Readonly<Record<Mode, string | null>> = {
  http: 'GET /\\r\\n',
  tcp: null,
  udp: 'default send string',
};

export interface PoolMonitor {
  readonly fullPath: string;
  readonly entry: Entry;
}

/** `<pool>_<index>_<protocol>`, in the order in which they are asked for. */
export function monitorEntries(pool: string, monitors: readonly HealthMonitor[], settings: Settings): PoolMonitor[] {
  return monitors.map(({ protocol, interval, timeout, send, recv, ...more }, index) => {
    const name = monitorName(pool, index, protocol);
    const type = `ltm/monitor/${protocol}`;
    const properties = {
      interval,
      timeout,
      send: send === undefined ? defaultSend[protocol] : escaped(send),
      recv: recv === undefined ? null : escaped(recv),
      ...('targetPort' in more ? { destination: `*:${more.targetPort ?? '*'}` } : {}),
    };
    // The description says whose it is for as long as nobody writes another one; then the pool's mark does.
    const initial = { description: markDescription(settings.owner) };
    const uri = monitorUri(type, settings.folderUri, name);
    return { fullPath: `/${settings.partition}/${name}`, entry: { uri, type, properties, initial } };
  });
}
