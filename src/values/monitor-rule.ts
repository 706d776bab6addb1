/**
 * Health monitors of a pool: `/Common/http and /Common/tcp`, or `min 1 of { /Common/http /Common/tcp }`.
 *
 * Up to TMOS 13 the text ends in a blank (facts: icontrol-rest 5.8).
 */
import { BigIpValueError } from './value-error.ts';

export interface MonitorRule {
  /** Full paths of the monitors. */
  readonly monitors: readonly string[];
  /** How many of them must succeed; absent: all. */
  readonly minimum?: number;
}

/** A name may contain blanks; the next full path begins with a slash. */
function namesIn(list: string): readonly string[] {
  return list
    .trim()
    .split(list.includes('/') ? /\s+(?=\/)/ : /\s+/)
    .filter(Boolean);
}

/** Throws {@link BigIpValueError}. `none` and the empty text are the rule without monitors. */
export function parseMonitorRule(text: string): MonitorRule {
  const rule = text.trim();
  if (rule === '' || rule === 'none') return { monitors: [] };
  // The braces are left out by some (facts: icontrol-rest 5.8).
  const minimum = /^min\s+(\d+)\s+of(?:\s*\\?\{(.*?)\\?\}|\s+(\/.*))$/s.exec(rule);
  if (minimum !== null) {
    const [, count = '', braced, bare = ''] = minimum;
    return { monitors: namesIn(braced ?? bare), minimum: Number(count) };
  }
  const monitors = rule.split(/\s+and\s+/);
  if (monitors.some((monitor) => namesIn(monitor).length > 1)) {
    throw new BigIpValueError(`${JSON.stringify(text)} is not a monitor rule`, { value: text });
  }
  return { monitors };
}

export function formatMonitorRule({ monitors, minimum }: MonitorRule): string {
  if (minimum !== undefined) return `min ${minimum} of { ${monitors.join(' ')} }`;
  return monitors.length === 0 ? 'none' : monitors.join(' and ');
}

/**
 * Equal for two texts exactly when they ask the same of the same monitors: BIG-IP keeps no order among them. `default` is
 * how the driver of CIS writes a pool without monitors.
 */
export function normalMonitorRule(text: string): string {
  try {
    const { monitors, minimum } = parseMonitorRule(text);
    const sorted = [...new Set(monitors)].sort();
    if (minimum === undefined && sorted.join() === 'default') return 'none';
    return formatMonitorRule(minimum === undefined ? { monitors: sorted } : { monitors: sorted, minimum });
  } catch (error) {
    // What is no rule is only ever equal to itself.
    if (error instanceof BigIpValueError) return text;
    throw error;
  }
}
