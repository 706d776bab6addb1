/**
 * Set-up of every test file: reads along with DEBUG=bigip:* and every diagnostics channel, whatever the test is about,
 * and with what is written to the console. The file fails when a secret was in it, or when a device was sent a write to an
 * object that is not its owner's (test/oracle).
 */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { format } from 'node:util';
import createDebug from 'debug';
import { afterAll, beforeAll, expect } from 'vitest';
import { objections, stopWatching, watchWrites } from '../oracle/watch.ts';
import { secretsIn } from './canary.ts';
import { CHANNELS, everyWayOf } from './everything-said.ts';

const METHODS = ['log', 'info', 'warn', 'error', 'debug'] as const;

let found: Set<string>;
let restore: () => void;

function read(...said: readonly string[]): void {
  for (const name of secretsIn(said.join('\n'))) found.add(`${name} during "${expect.getState().currentTestName}"`);
}

beforeAll(() => {
  watchWrites();
  found = new Set();
  // Events are plain data, and there are hundreds of thousands of them.
  const onEvent = (message: unknown) => read(JSON.stringify(message));
  const onWarning = (warning: Error) => read(...everyWayOf(warning));
  const log = createDebug.log;
  const own = METHODS.map((method) => [method, console[method]] as const);
  createDebug.log = (...args: unknown[]) => read(format(...args));
  createDebug.enable('bigip:*');
  for (const name of CHANNELS) subscribe(name, onEvent);
  process.on('warning', onWarning);
  for (const [method, write] of own) {
    console[method] = (...args: unknown[]) => {
      read(format(...args), ...args.flatMap(everyWayOf));
      write.apply(console, args);
    };
  }
  restore = () => {
    for (const [method, write] of own) console[method] = write;
    process.off('warning', onWarning);
    for (const name of CHANNELS) unsubscribe(name, onEvent);
    createDebug.disable();
    createDebug.log = log;
  };
});

afterAll(() => {
  restore();
  const { found: writes } = objections();
  stopWatching();
  expect([...found], 'secrets in what was logged, published or printed').toEqual([]);
  expect(writes, 'writes to what is not ours').toEqual([]);
});
