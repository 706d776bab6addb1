import { BigIpError } from '../errors.ts';

/** The managed partition does not exist on the device. Nothing was written. */
export class PartitionNotFoundError extends BigIpError {
  static override readonly kind = 'PartitionNotFoundError';
  override readonly code = 'BIGIP_PARTITION_NOT_FOUND';
}

/** The tunnel whose FDB records are to be managed does not exist on the device, or is no VXLAN tunnel. Nothing was written. */
export class TunnelNotFoundError extends BigIpError {
  static override readonly kind = 'TunnelNotFoundError';
  override readonly code = 'BIGIP_TUNNEL_NOT_FOUND';
}
