export { readDeviceIdentity } from './device-identity.ts';
export { PartitionNotFoundError, TunnelNotFoundError } from './errors.ts';
export { managedTypes, readManaged } from './managed.ts';
export { readTunnel, type TunnelFacts } from './overlay.ts';
export { readOverlayNetworks } from './overlay-networks.ts';
export { concernsNdp } from './overlay-tables.ts';
export { readActual } from './read.ts';
export { readRegistries } from './registry.ts';
export { noteWritten, readBelieved, readWhole } from './second-look.ts';
