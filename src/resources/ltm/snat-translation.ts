import {
  address,
  eitherFlag,
  enabledDisabled,
  integer,
  link,
  optional,
  reference,
  text,
  trueFalse,
} from '../../values/fields.ts';
import { defineResource, type Model } from '../define.ts';

/**
 * One address of SNAT pools. The address cannot change after creation. Of `enabled` and `disabled` exactly one is present
 * (facts: icontrol-rest 5.2; tmsh reference, ltm snat-translation).
 *
 * @example
 * await bigip.ltm.snatTranslation.create({ name: '192.0.2.10', partition: 'k8s', address: '192.0.2.10' });
 * await bigip.ltm.snatTranslation.modify('/k8s/192.0.2.10', { enabled: false });
 */
export const snatTranslation = defineResource({
  path: 'ltm/snat-translation',
  label: 'Snat Translation',
  schema: () =>
    optional({
      /** Cannot change after creation. */
      address: address(),
      appService: text(),
      arp: enabledDisabled(),
      /** Connections at most; 0 is unlimited. */
      connectionLimit: integer(),
      description: text(),
      disabled: eitherFlag(),
      enabled: eitherFlag(),
      inheritedTrafficGroup: trueFalse(),
      /** Seconds as text, or `indefinite`. */
      ipIdleTimeout: text(),
      /** Seconds as text, or `indefinite`. */
      tcpIdleTimeout: text(),
      trafficGroup: reference(),
      trafficGroupReference: link(),
      /** Seconds as text, or `indefinite`. */
      udpIdleTimeout: text(),
      unit: integer(),
    }),
  fixed: ['address'],
  readOnly: ['trafficGroupReference', 'unit'],
  pairs: { enabled: 'disabled' },
  unset: { description: '' },
});
export type SnatTranslation = Model<typeof snatTranslation>;
