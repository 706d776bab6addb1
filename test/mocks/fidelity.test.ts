import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { refusals } from '../../mocks/errors/catalogue.ts';
import { claims, fidelityReport } from '../../mocks/fidelity.ts';
import { proofs, settledBy } from '../../mocks/fidelity-notes.ts';
import { sourceNames } from '../../mocks/fidelity-sources.ts';

const all = Object.values(claims()).flat();

describe('the page about fidelity', () => {
  it('tells how every rule is known, and most rules are', () => {
    expect(all.length).toBeGreaterThan(200);
    const share = all.filter(({ evidence }) => evidence === 'recorded' || evidence === 'tested').length / all.length;
    expect(share).toBeGreaterThan(0.75);
  });

  it('cites for everything that is no guess something that a reader can open', () => {
    const names = Object.keys(sourceNames);
    for (const { what, evidence, source } of all.filter((claim) => claim.evidence !== 'guess')) {
      expect([what, evidence, source, names.some((name) => source.includes(name))]).toEqual([
        what,
        evidence,
        source,
        true,
      ]);
    }
    for (const { source } of all) expect(source).not.toMatch(/captures|^$/);
  });

  it('has for every guess the call that would settle it', () => {
    const guessed = Object.entries(refusals).flatMap(([name, { evidence }]) => (evidence === 'guess' ? [name] : []));
    expect(Object.keys(settledBy).sort()).toEqual(guessed.sort());
    const page = fidelityReport();
    for (const { what, evidence } of claims()['Endpoints'] ?? []) {
      if (evidence === 'guess') expect(page).toContain(`\`${what}\``);
    }
  });

  it('names what every test with a client of F5 proved', () => {
    const there = readdirSync(new URL('../foreign/', import.meta.url)).filter((file) => file.endsWith('.test.ts'));
    expect(proofs.map(({ test }) => test).sort()).toEqual(there.sort());
  });

  it('names the differences, the guesses, the verbs, and what is missing', () => {
    const page = fidelityReport();
    for (const part of [
      '## Differences from a real BIG-IP',
      '## Guesses, and the call on a real device that would settle each',
      '## What each F5 client proved',
      '| ltm/pool | GET POST PATCH PUT DELETE | rules | recorded |',
      '| net/fdb/tunnel | GET PATCH PUT | ',
      '| sys/application/service | GET PATCH PUT DELETE | ',
      "404 01020036:3: The requested {label} ({path}) was not found. | third party's test |",
      '| `commit-lost` |',
      '`asm`',
    ]) {
      expect(page).toContain(part);
    }
    expect(page).not.toMatch(/undefined|\[object/);
    expect(page).toBe(fidelityReport());
  });
});
