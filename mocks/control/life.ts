import { isArray, isObject, type Json } from '../json.ts';
import type { LatencyName } from '../life/latency.ts';
import type { Window } from '../life/life.ts';
import { type Call, durationOf, type Handler, objectOf, onlyKnown, summaryOf } from './call.ts';

/** Clock, restarts, roles, speed, certificate. */
export const lifeHandlers: Readonly<Record<string, Handler>> = {
  'GET clock': ({ device }) => ({ now: device.clock.now() }),
  'POST clock': (call) => {
    const { clock } = call.device;
    const body = objectOf(call);
    onlyKnown(body, ['advance', 'frozen', 'reset']);
    const { advance, frozen, reset } = body;
    if (reset === true) clock.reset();
    if (frozen === true) clock.freeze();
    if (advance !== undefined) clock.advance(durationOf(advance, 'advance'));
    if (frozen === false) clock.unfreeze();
    return summaryOf(call.device);
  },
  'POST restart': (call) => {
    const body = objectOf(call);
    onlyKnown(body, ['what', 'windows']);
    call.device.restart(restartOf(body['what'], body['windows']));
    return summaryOf(call.device);
  },
  'POST recover': ({ device }) => {
    device.recover();
    return summaryOf(device);
  },
  'POST failover': (call) => {
    const body = objectOf(call);
    onlyKnown(body, ['to']);
    const { to = 'standby' } = body;
    if (to !== 'standby' && to !== 'offline' && to !== 'online') {
      throw new TypeError('a failover is to standby, offline or online');
    }
    call.device.failover(to);
    return summaryOf(call.device);
  },
  'POST latency': (call) => {
    const body = objectOf(call);
    onlyKnown(body, ['profile', 'time']);
    const { profile = 'instant', time = 'real' } = body;
    if (typeof profile !== 'string' && !isObject(profile)) throw new TypeError('a profile is a name or an object');
    call.device.setLatency(profile as LatencyName, time as 'real');
    return summaryOf(call.device);
  },
  'GET certificate': ({ device }) => {
    const { certificate, fingerprint256 } = device;
    return certificate === undefined || fingerprint256 === undefined ? undefined : { certificate, fingerprint256 };
  },
  'POST certificate': async ({ device }) => {
    const fingerprint256 = await device.changeCertificate();
    return { certificate: device.certificate ?? '', fingerprint256 };
  },
  'DELETE tokens': ({ device }) => {
    device.revokeTokens();
    return summaryOf(device);
  },
};

/** How long connections are to be refused. There is no other way back for who speaks by this path, so it is needed. */
export function pauseOf(call: Call): number | string {
  const body = objectOf(call);
  onlyKnown(body, ['for']);
  return durationOf(body['for'], 'for');
}

function restartOf(
  what: Json | undefined,
  windows: Json | undefined,
): 'restjavad' | 'mcpd' | 'reboot' | readonly Window[] {
  if (isArray(windows) && windows.every(isObject)) return windows as unknown as readonly Window[];
  if (what === 'restjavad' || what === 'mcpd' || what === 'reboot') return what;
  throw new TypeError('a restart needs what (restjavad, mcpd, reboot) or windows');
}
