/** Whether addresses of a traffic group move with it. */
export function floatingOf(trafficGroup: string): 'enabled' | 'disabled' {
  return trafficGroup.endsWith('/traffic-group-local-only') ? 'disabled' : 'enabled';
}

/** The unit of a traffic group: 0 for the local one. */
export function unitOf(trafficGroup: string): number {
  return trafficGroup.endsWith('/traffic-group-local-only') ? 0 : 1;
}
