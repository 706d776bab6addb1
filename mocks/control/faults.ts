import type { Fault, WaitingFault } from '../fault/fault.ts';
import { type FaultName, namedFaults } from '../fault/named.ts';
import type { JsonObject } from '../json.ts';
import { type Handler, objectOf, summaryOf } from './call.ts';

/** Faults: set, listed, taken back. */
export const faultHandlers: Readonly<Record<string, Handler>> = {
  'GET fault-names': () => Object.entries(namedFaults).map(([name, { title }]) => ({ name, title })),
  'GET faults': ({ device, rest }) => {
    const all = device.faults.map(print);
    return rest === '' ? all : all.find(({ id }) => id === Number(rest));
  },
  'POST faults': async (call) => {
    const { device } = call;
    const { name, ...fault } = objectOf(call);
    if (name === undefined) return { id: device.fault(fault as unknown as Fault).id };
    if (name === 'refused') throw new TypeError('nobody could end refused: use POST /__mock/pause {"for": "5s"}');
    const before = new Set(device.faults.map(({ id }) => id));
    await device.play(String(name) as FaultName, fault as Partial<Omit<Fault, 'do'>>);
    const ids = device.faults.map(({ id }) => id).filter((id) => !before.has(id));
    return { ...(ids.length === 0 ? {} : { id: ids[0] ?? 0 }), ...summaryOf(device) };
  },
  'DELETE faults': ({ device, rest }) => {
    if (rest === '') device.clearFaults();
    else if (!device.faults.some(({ id }) => id === Number(rest))) return undefined;
    else device.removeFault(Number(rest));
    return device.faults.map(print);
  },
};

function print({ left, match, do: action, ...fault }: WaitingFault): JsonObject & { readonly id: number } {
  return {
    ...fault,
    match: typeof match === 'function' ? 'a function' : (match as JsonObject | string),
    do: action as JsonObject | string,
    left: Number.isFinite(left) ? left : 'always',
  };
}
