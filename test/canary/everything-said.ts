import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { format, inspect } from 'node:util';
import createDebug from 'debug';

export const CHANNELS = ['bigip:request', 'bigip:retry', 'bigip:login', 'bigip:transaction'] as const;

/** A value in every way in which it may end up in a log. */
export function everyWayOf(value: unknown): readonly string[] {
  const deep = { depth: 20, showHidden: true, getters: true, maxStringLength: null, maxArrayLength: null } as const;
  const said = [String(value), format('%s %o %O %j', value, value, value, value), inspect(value, deep)];
  if (!(value instanceof Error)) return said;
  said.push(value.stack ?? '', JSON.stringify(value, Object.getOwnPropertyNames(value)), JSON.stringify(value));
  const inside = [value.cause, ...(value instanceof AggregateError ? value.errors : [])];
  return [...said, ...inside.filter((cause) => cause !== undefined).flatMap(everyWayOf)];
}

/** Everything that the library says while `work` runs, with DEBUG=bigip:*, and what `work` throws or returns. */
export async function everythingSaid(work: () => Promise<unknown>): Promise<string> {
  const said: string[] = [];
  const onEvent = (message: unknown) => said.push(...everyWayOf(message));
  const onWarning = (warning: Error) => said.push(...everyWayOf(warning));
  const log = createDebug.log;
  const enabled = createDebug.disable();
  createDebug.log = (...args: unknown[]) => said.push(format(...args));
  createDebug.enable('bigip:*');
  for (const name of CHANNELS) subscribe(name, onEvent);
  process.on('warning', onWarning);
  try {
    said.push(...everyWayOf(await work().catch((reason: unknown) => reason)));
    // Warnings come a turn later.
    await new Promise((resolve) => setImmediate(resolve));
  } finally {
    process.off('warning', onWarning);
    for (const name of CHANNELS) unsubscribe(name, onEvent);
    createDebug.disable();
    createDebug.log = log;
    if (enabled !== '') createDebug.enable(enabled);
  }
  return said.join('\n');
}
