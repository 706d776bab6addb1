import { enabledDisabled, optional, reference, text } from '../../../values/fields.ts';
import { defineResource, type Model } from '../../define.ts';

/**
 * Clients of one address reach one server. `timeout` is seconds as text, or `indefinite` (tmsh reference, ltm
 * persistence source-addr). The parent profile cannot change after creation.
 */
export const persistenceSourceAddr = defineResource({
  path: 'ltm/persistence/source-addr',
  label: 'persistence profile',
  schema: () =>
    optional({
      appService: text(),
      defaultsFrom: reference(),
      description: text(),
      hashAlgorithm: text(),
      mapProxies: enabledDisabled(),
      mapProxyAddress: text(),
      mapProxyClass: text(),
      mask: text(),
      matchAcrossPools: enabledDisabled(),
      matchAcrossServices: enabledDisabled(),
      matchAcrossVirtuals: enabledDisabled(),
      mirror: enabledDisabled(),
      overrideConnectionLimit: enabledDisabled(),
      timeout: text(),
    }),
  fixed: ['defaultsFrom'],
  unset: { description: '' },
});
export type PersistenceSourceAddr = Model<typeof persistenceSourceAddr>;
