import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { reasons } from '../../src/desired/index.ts';

const sources = ['desired', 'kubernetes'].map((folder) => new URL(`../../src/${folder}/`, import.meta.url));
const code = sources
  .flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.ts') && name !== 'reasons.ts')
      .map((name) => readFileSync(new URL(name, folder), 'utf8')),
  )
  .join('\n');

describe('the reasons of diagnostics', () => {
  it.each(Object.entries(reasons))('%s is used, and its meaning is one sentence', (reason, { severity, meaning }) => {
    expect(code).toContain(`'${reason}'`);
    expect(reason).toMatch(/^[A-Z][A-Za-z0-9]+$/);
    expect(['error', 'warning', 'info']).toContain(severity);
    expect(meaning).toMatch(/^(?:[A-Z`]|externalTrafficPolicy).*[^.]\.$/);
    expect(meaning).not.toMatch(/[.!?] [A-Z]/);
  });

  it('those that scripts are promised are there', () => {
    for (const reason of [
      'ServiceNotFound',
      'ServicePortNotFound',
      'InvalidConfigMap',
      'UnsupportedSchema',
      'WrongPartition',
      'DestinationConflict',
      'NoReadyEndpoints',
      'NodeWithoutVtep',
      'PoolWithoutMonitor',
    ]) {
      expect(reasons).toHaveProperty(reason);
    }
    expect(reasons.PoolWithoutMonitor.severity).toBe('info');
  });
});
