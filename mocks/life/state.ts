/** Whether a unit of a pair carries the traffic. */
export type Role = 'active' | 'standby' | 'offline';

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
  sync(): SyncStatus;
}

/** A device that has no peer. */
export const standalone: SyncStatus = {
  color: 'green',
  mode: 'standalone',
  status: 'Standalone',
  summary: ' ',
  details: ['Optional action: Add a device to the trust domain'],
};
