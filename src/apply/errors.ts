import { BigIpError } from '../errors.ts';

/** The device has changed since the plan was made. Nothing was written: a new plan tells what is to be done now. */
export class StalePlanError extends BigIpError {
  static override readonly kind = 'StalePlanError';
  override readonly code = 'BIGIP_STALE_PLAN';
}

/** The plan, or the snapshot, was made of another BIG-IP. Nothing was written. */
export class OtherDeviceError extends BigIpError {
  static override readonly kind = 'OtherDeviceError';
  override readonly code = 'BIGIP_OTHER_DEVICE';
}

/** The plan deletes more objects than it may. Nothing was sent. */
export class TooManyDeletesError extends BigIpError {
  static override readonly kind = 'TooManyDeletesError';
  override readonly code = 'BIGIP_TOO_MANY_DELETES';
}
