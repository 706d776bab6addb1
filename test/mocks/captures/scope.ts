import { MockBigIp } from '../../../mocks/index.ts';

const device = await MockBigIp.start({ protocol: 'none' });

/** The path without names: `ltm/pool/members`. */
export function typeOf(uri: string): string {
  const segments = uri.split('/');
  const kept: string[] = [];
  for (const [at, segment] of segments.entries()) {
    const previous = kept.join('/');
    if (device.types.includes(previous) && !device.types.includes(`${previous}/${segment}`) && at > 0) continue;
    kept.push(segment);
  }
  return kept.join('/');
}

/** Whether the mock has the type. */
export function isInScope(uri: string): boolean {
  return device.types.includes(typeOf(uri));
}
