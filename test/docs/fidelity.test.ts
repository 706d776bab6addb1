/** docs/fidelity.md is written from the tags in mocks; `npx vitest run test/docs -u` writes it anew. */
import { describe, expect, it } from 'vitest';
import { fidelityReport } from '../../mocks/fidelity.ts';

describe('docs/fidelity.md', () => {
  it('says what the rules of the mock say', async () => {
    await expect(fidelityReport()).toMatchFileSnapshot('../../docs/fidelity.md');
  });
});
