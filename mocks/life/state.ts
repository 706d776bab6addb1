/** Whether a unit of a pair carries the traffic. */
export type Role = 'active' | 'standby' | 'offline';

/** The role as `cm/device` tells it. */
export function failoverState(role: Role): string {
  return role === 'offline' ? 'forced-offline' : role;
}

/** What `cm/sync-status` says. */
export interface SyncStatus {
  readonly color: string;
  readonly mode: string;
  readonly status: string;
  readonly summary: string;
  /** One line each: what to do, and `<host name>: connected` for each other unit. */
  readonly details: readonly string[];
}

/** The device's health, as it tells it itself. */
export interface LifeState {
  /** Whether mcpd has its configuration. */
  readonly loaded: boolean;
  readonly role: Role;
  /** For how many milliseconds it has had its role. */
  readonly roleAge: number;
  sync(): SyncStatus;
}
