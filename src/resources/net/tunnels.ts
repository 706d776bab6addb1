/** Tunnels and their VXLAN profiles, one file a type. */
export { type Tunnel, tunnel } from './tunnel.ts';
export { type Vxlan, vxlan } from './vxlan.ts';
