import { enabledDisabled, link, mask, optional, reference, text, words } from '../../../values/fields.ts';
import { defineResource, type Model } from '../../define.ts';

/**
 * Clients of one address reach one server. `timeout` is seconds as text, or `indefinite` (tmsh reference, ltm
 * persistence source-addr). The parent profile cannot change after creation.
 *
 * @example
 * await bigip.ltm.persistence.sourceAddr.create({ name: 'by-client', partition: 'k8s', timeout: '600' });
 */
export const persistenceSourceAddr = defineResource({
  path: 'ltm/persistence/source-addr',
  label: 'persistence profile',
  schema: () =>
    optional({
      appService: text(),
      defaultsFrom: reference(),
      defaultsFromReference: link(),
      description: text(),
      hashAlgorithm: words(['carp', 'default']),
      mapProxies: enabledDisabled(),
      mapProxyAddress: text(),
      mapProxyClass: text(),
      mask: mask(),
      matchAcrossPools: enabledDisabled(),
      matchAcrossServices: enabledDisabled(),
      matchAcrossVirtuals: enabledDisabled(),
      mirror: enabledDisabled(),
      overrideConnectionLimit: enabledDisabled(),
      /** Seconds as text, or `indefinite`. */
      timeout: text(),
    }),
  fixed: ['defaultsFrom'],
  readOnly: ['defaultsFromReference'],
  unset: { description: '' },
  mark: 'description',
});
export type PersistenceSourceAddr = Model<typeof persistenceSourceAddr>;
