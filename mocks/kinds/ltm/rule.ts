import type { Kind } from '../kind.ts';
import { flag, metadata, text } from '../property.ts';

/** `ltm/rule`: an iRule. Its text is `apiAnonymous`. */
export const rule: Kind = {
  type: 'ltm/rule',
  label: 'iRule',
  busyLabel: 'rule',
  naming: 'folder',
  properties: {
    apiAnonymous: text(undefined, { spell: (value) => value.trimEnd() }),
    apiRawValues: { shape: 'object', readOnly: true },
    appService: text(undefined, { readOnly: true }),
    definitionChecksum: text(),
    definitionSignature: text(),
    ignoreVerification: text(),
    nodelete: flag({ readOnly: true }),
    nowrite: flag({ readOnly: true }),
    verificationStatus: text(undefined, { readOnly: true }),
    metadata,
  },
  evidence: 'recorded',
  source: 'genieparser test_get_ltm_rule.py (14.1.2.1); the text itself is not checked',
};
