/** `spec.loadBalancerSourceRanges`: whom a Service lets in. */
import type { Service } from '../kubernetes/objects.ts';

/** Source ranges that keep nobody out. */
const everybody: ReadonlySet<string> = new Set(['0.0.0.0/0', '::/0']);

/** The networks that alone are let in; none when everybody is. */
export function limitedTo({ spec }: Service): readonly string[] {
  const ranges = spec?.loadBalancerSourceRanges ?? [];
  return ranges.some((range) => everybody.has(range.trim())) ? [] : ranges;
}
