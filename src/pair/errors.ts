import { BigIpError } from '../errors.ts';

/** Not exactly one of the units of a pair says that it is active. Nothing was written to virtual servers and pools. */
export class UnitRolesError extends BigIpError {
  static override readonly kind = 'UnitRolesError';
  override readonly code = 'BIGIP_UNIT_ROLES';
}

/** The configuration cannot be copied to that device group: there is none of the name, or both units are not in it. */
export class SyncGroupError extends BigIpError {
  static override readonly kind = 'SyncGroupError';
  override readonly code = 'BIGIP_SYNC_GROUP';
}

/** The unit that was written to is no longer the active one. What was not committed before is not on it. */
export class NotActiveError extends BigIpError {
  static override readonly kind = 'NotActiveError';
  override readonly code = 'BIGIP_NOT_ACTIVE';
}
