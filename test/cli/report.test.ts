/** What an apply says at its end. */
import { describe, expect, it } from 'vitest';
import type { ApplyResult, Step } from '../../src/apply/index.ts';
import { describeSteps } from '../../src/cli/report.ts';
import { plain } from '../../src/plan/index.ts';

function said(steps: readonly Step[], more: Partial<ApplyResult> = {}): string {
  const nothing = { changes: [], kept: [], held: [], conflicts: [], diagnostics: [], generations: {} };
  return describeSteps(
    { version: 1, owner: 'default', ...nothing, steps, transactions: 0, saved: true, ...more },
    plain,
  );
}

describe('the end of an apply as text', () => {
  it('counts what was done, and names the nodes that went', () => {
    const steps: Step[] = [
      { uri: 'ltm/pool/~k8s~web', type: 'ltm/pool', outcome: 'deleted' },
      { uri: 'ltm/node/~k8s~10.0.0.1', type: 'ltm/node', outcome: 'deleted' },
    ];
    expect(said(steps, { transactions: 1 })).toBe(
      'Applied: 1 deleted in 1 transaction; orphaned ltm nodes deleted: /k8s/10.0.0.1; configuration saved',
    );
  });

  it('has no gap where a node that the device keeps is all that is left to tell', () => {
    const node: Step = { uri: 'ltm/node/~k8s~10.0.0.1', type: 'ltm/node', outcome: 'skipped' };
    expect(said([node])).toBe('Applied: configuration saved');
    expect(said([{ ...node, outcome: 'deleted' }], { saved: false })).toBe(
      'Applied: orphaned ltm nodes deleted: /k8s/10.0.0.1; configuration not saved',
    );
  });
});
