import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addressNumber,
  covers,
  edgesOf,
  holds,
  ipv4Mask,
  isEdge,
  networkOf,
  overlappingPairs,
  overlaps,
  rangeOf,
  readRange,
} from '../../src/vxlan/range.ts';

const ipv4 = fc.ipV4();
const prefix = fc.integer({ min: 0, max: 32 });

describe('networks as ranges', () => {
  it('hold their edges, and nothing beyond', () => {
    fc.assert(
      fc.property(ipv4, prefix, (ip, length) => {
        const range = rangeOf(ip, length);
        const [first, last] = edgesOf(range);
        expect([holds(range, first), holds(range, last), holds(range, ip)]).toEqual([true, true, true]);
        expect(addressNumber(last) - addressNumber(first)).toBe((1n << BigInt(32 - length)) - 1n);
      }),
    );
  });

  it('overlap exactly when one holds the first address of the other', () => {
    fc.assert(
      fc.property(ipv4, prefix, ipv4, prefix, (a, m, b, n) => {
        const [one, two] = [rangeOf(a, m), rangeOf(b, n)];
        expect(overlaps(one, two)).toBe(holds(one, edgesOf(two)[0]) || holds(two, edgesOf(one)[0]));
        expect(covers(one, two)).toBe(holds(one, edgesOf(two)[0]) && holds(one, edgesOf(two)[1]));
      }),
    );
  });

  it('that overlap among many are found, and no others', () => {
    const network = fc.tuple(ipv4, fc.integer({ min: 2, max: 12 }));
    fc.assert(
      fc.property(fc.array(network, { maxLength: 8 }), (networks) => {
        const ranges = networks.map(([ip, length]) => rangeOf(ip, length));
        const pairs = overlappingPairs(ranges, (range) => range);
        for (const [a, b] of pairs) expect(overlaps(a, b)).toBe(true);
        const any = ranges.some((a, i) => ranges.some((b, j) => i < j && overlaps(a, b)));
        expect(pairs.length > 0).toBe(any);
      }),
    );
  });

  it('are of one family, in one spelling', () => {
    const six = rangeOf('fd00:244::5', 64);
    expect(edgesOf(six)).toEqual(['fd00:244::', 'fd00:244::ffff:ffff:ffff:ffff']);
    expect(holds(six, '10.0.0.1')).toBe(false);
    expect(overlaps(six, rangeOf('0.0.0.0', 0))).toBe(false);
    expect([networkOf('10.244.246.2', 24), networkOf('fd00:244::5', 64)]).toEqual(['10.244.246.0/24', 'fd00:244::/64']);
    expect([ipv4Mask(0), ipv4Mask(24), ipv4Mask(32)]).toEqual(['0.0.0.0', '255.255.255.0', '255.255.255.255']);
    expect(readRange('10.0.0/8')).toBeUndefined();
  });

  it('have edges from three addresses on', () => {
    const edge = (ip: string, length: number) => isEdge(rangeOf(ip, length), ip);
    expect([edge('10.0.0.0', 24), edge('10.0.0.255', 24), edge('10.0.0.1', 24)]).toEqual([true, true, false]);
    expect([edge('10.0.0.0', 31), edge('fd00::', 64), edge('fd00::ffff:ffff:ffff:ffff', 64)]).toEqual([
      false,
      true,
      false,
    ]);
  });
});
