import { validateHeaderName, validateHeaderValue } from 'node:http';
import { isObject } from '../json.ts';
import { milliseconds } from '../life/clock.ts';
import { deviceActs, plainActions } from './action.ts';

const parts = ['match', 'do', 'when', 'times', 'skip'];
const besides = ['body', 'headers', 'chunked'];
const patternParts = ['method', 'path', 'body', 'coordinationId'];

/** Throws a `TypeError` that says what is wrong with a fault: it may come from a test in another language. */
export function checkFault(fault: object): void {
  const given = fault as Readonly<Record<string, unknown>>;
  for (const name of Object.keys(given)) if (!parts.includes(name)) throw new TypeError(`a fault has no ${name}`);
  const { match, do: action, when = 'before', times = 1, skip = 0 } = given;
  checkMatch(match);
  if (action === undefined) throw new TypeError(`a fault needs do: ${plainActions.join(', ')}, or an object`);
  checkAction(action);
  if (when !== 'before' && when !== 'after') throw new TypeError(`when is before or after, not ${spell(when)}`);
  if (times !== 'always' && !(typeof times === 'number' && times >= 1)) {
    throw new TypeError(`not a number of times: ${String(times)}; there is always, too`);
  }
  if (typeof skip !== 'number' || !(skip >= 0)) throw new TypeError(`not a number of requests: ${String(skip)}`);
}

function checkMatch(match: unknown): void {
  if (typeof match === 'string' || typeof match === 'function') return;
  if (!isObject(match))
    throw new TypeError('a fault needs match: "POST ltm/pool", an object with parts, or a function');
  const { method = '', path = '', coordinationId = '' } = match;
  const typed = typeof method === 'string' && typeof path === 'string';
  const known = Object.keys(match).every((name) => patternParts.includes(name));
  if (!typed || !known || !['string', 'boolean'].includes(typeof coordinationId)) {
    throw new TypeError(`not a pattern: ${spell(match)}; it has ${patternParts.join(', ')}`);
  }
}

function checkAction(action: unknown): void {
  if (typeof action === 'string' && plainActions.some((name) => name === action)) return;
  const kinds = isObject(action) ? Object.keys(action).filter((key) => !besides.includes(key)) : [];
  const [kind = ''] = kinds;
  if (!isObject(action) || kinds.length !== 1) throw new TypeError(`not an action: ${spell(action)}`);
  const { [kind]: value } = action;
  if (kind === 'status') checkStatus(value, action['headers']);
  else if (kind === 'delay') checkDelay(value);
  else if (kind === 'act') checkAct(value);
  else if ((kind === 'drop' || kind === 'truncate') && typeof (action['chunked'] ?? true) === 'boolean')
    checkBytes(value, 0);
  else if (kind === 'drip' && isObject(value)) {
    const strange = Object.keys(value).find((name) => name !== 'bytes' && name !== 'every');
    if (strange !== undefined) throw new TypeError(`a drip has bytes and every, not ${strange}`);
    const { bytes = 1, every = 100 } = value;
    checkBytes(bytes, 1);
    checkDelay(every);
  } else throw new TypeError(`not an action: ${spell(action)}`);
}

function checkStatus(status: unknown, headers: unknown = {}): void {
  if (!Number.isInteger(status) || Number(status) < 200 || Number(status) > 599) {
    throw new TypeError(`not a status: ${String(status)}`);
  }
  if (!isObject(headers)) throw new TypeError(`not headers: ${spell(headers)}`);
  for (const [name, value] of Object.entries(headers)) {
    try {
      validateHeaderName(name);
      validateHeaderValue(name, String(value));
    } catch (cause) {
      throw new TypeError(`not a header: ${name}`, { cause });
    }
  }
}

function checkAct(value: unknown): void {
  if (deviceActs.some((act) => act === value)) return;
  throw new TypeError(`not an act: ${String(value)}; there are ${deviceActs.join(', ')}`);
}

function checkDelay(value: unknown): void {
  const wrong = () => new TypeError(`not a duration: ${String(value)}`);
  if (typeof value !== 'number' && typeof value !== 'string') throw wrong();
  const length = milliseconds(value);
  if (!(length >= 0) || length > 2 ** 31 - 1) throw wrong();
}

function checkBytes(value: unknown, least: number): void {
  if (!Number.isInteger(value) || Number(value) < least) throw new TypeError(`not a number of bytes: ${String(value)}`);
}

function spell(value: unknown): string {
  return JSON.stringify(value) ?? String(value);
}
