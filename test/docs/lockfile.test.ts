import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

interface Locked {
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
  readonly packages: Readonly<Record<string, Locked>>;
};

describe('package-lock.json', () => {
  it('has every optional package that npm ci asks for on any platform (else: node scripts/complete-lockfile.mjs)', () => {
    const missing = Object.entries(lock.packages).flatMap(([from, { optionalDependencies = {} }]) =>
      from === ''
        ? []
        : Object.keys(optionalDependencies).filter(
            (name) => !(`node_modules/${name}` in lock.packages) && !(`${from}/node_modules/${name}` in lock.packages),
          ),
    );
    expect(missing).toEqual([]);
  });

  it('names no registry host', () => {
    expect(readFileSync('package-lock.json', 'utf8')).not.toContain('"resolved"');
  });
});
