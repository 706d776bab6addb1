import { describe, expect, it } from 'vitest';
import { claims, fidelityReport } from '../../mocks/fidelity.ts';

describe('the page about fidelity', () => {
  it('tells how every rule is known', () => {
    const all = Object.values(claims()).flat();
    expect(all.length).toBeGreaterThan(200);
    for (const claim of all) expect(claim.source, claim.what).not.toBe('');
    const share = all.filter(({ evidence }) => evidence === 'recorded' || evidence === 'tested').length / all.length;
    expect(share).toBeGreaterThan(0.75);
  });

  it('names the differences, the guesses and what is missing', () => {
    const page = fidelityReport();
    for (const part of [
      '## Differences from a real BIG-IP',
      '## Guesses, and the call on a real device that would settle each',
      '| ltm/pool | recorded |',
      '404 01020036:3: The requested {label} ({path}) was not found.',
      '| `commit-lost` |',
      '`asm`',
    ]) {
      expect(page).toContain(part);
    }
    expect(page).not.toMatch(/undefined|\[object/);
  });

  it('is the same every time', () => {
    expect(fidelityReport()).toBe(fidelityReport());
  });
});
