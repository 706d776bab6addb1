/** A monitor rule taken apart: names in order, and how many must be up (`undefined`: all). */
export interface MonitorRule {
  readonly minimum: number | undefined;
  readonly monitors: readonly string[];
}

/** Takes `/Common/http and /Common/tcp`, `min 1 of { /Common/http /Common/tcp }`, with any spacing. */
export function parseMonitorRule(text: string): MonitorRule {
  const minimum = /^\s*min\s+(\d+)\s+of\s*\\?\{?(.*?)\\?\}?\s*$/.exec(text);
  if (minimum !== null) {
    return { minimum: Number(minimum[1]), monitors: (minimum[2] ?? '').split(/\s+/).filter((name) => name !== '') };
  }
  const names = text.trim().split(/\s+and\s+|\s+/);
  return { minimum: undefined, monitors: names.filter((name) => name !== '') };
}

/** The rule as the device prints it. Versions before 14.1 end it with a space. */
export function printMonitorRule(rule: MonitorRule, trailingSpace: boolean): string {
  if (rule.minimum !== undefined) return `min ${rule.minimum} of { ${rule.monitors.join(' ')} }`;
  return `${rule.monitors.join(' and ')}${trailingSpace ? ' ' : ''}`;
}
