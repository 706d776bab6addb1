export { PartitionNotFoundError, TunnelNotFoundError } from './errors.ts';
export { readTunnel, type TunnelFacts } from './overlay.ts';
export { type ReadOptions, readActual } from './read.ts';
