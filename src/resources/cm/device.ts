import {
  integer,
  integerOrText,
  link,
  list,
  macAddress,
  open,
  optional,
  port,
  reference,
  text,
  trueFalse,
  words,
} from '../../values/fields.ts';
import { defineResource, type Model } from '../define.ts';

/**
 * A unit of the trust domain. `selfDevice` is `"true"` on the one that answers. What the unit is made of is stated by it;
 * its addresses for failover and mirroring can be set (facts: icontrol-rest 11.1; tmsh reference, cm device).
 *
 * @example
 * for await (const unit of bigip.cm.device.list({ select: ['failoverState'] })) console.log(unit.name, unit.failoverState);
 */
export const device = defineResource({
  path: 'cm/device',
  label: 'device',
  schema: () =>
    optional({
      activeModules: list(text()),
      alternateIp: text(),
      baseMac: macAddress(),
      build: text(),
      cert: reference(),
      certReference: link(),
      chassisId: text(),
      chassisType: text(),
      comment: text(),
      /** Address that the configuration is copied over; `none` when there is none. */
      configsyncIp: text(),
      contact: text(),
      description: text(),
      edition: text(),
      failoverState: words(['active', 'standby', 'offline', 'forced-offline', 'unknown']),
      haCapacity: integer(),
      hostname: text(),
      key: reference(),
      keyReference: link(),
      location: text(),
      managementIp: text(),
      marketingName: text(),
      mgmtUnicastMode: text(),
      mirrorIp: text(),
      mirrorSecondaryIp: text(),
      multicastInterface: text(),
      multicastIp: text(),
      multicastPort: port(),
      optionalModules: list(text()),
      platformId: text(),
      product: text(),
      selfDevice: trueFalse(),
      timeLimitedModules: list(text()),
      timeZone: text(),
      unicastAddress: list(
        open(optional({ effectiveIp: text(), effectivePort: integerOrText(), ip: text(), port: integerOrText() })),
      ),
      version: text(),
    }),
  readOnly: [
    'activeModules',
    'baseMac',
    'build',
    'cert',
    'certReference',
    'chassisId',
    'chassisType',
    'edition',
    'failoverState',
    'hostname',
    'key',
    'keyReference',
    'managementIp',
    'marketingName',
    'optionalModules',
    'platformId',
    'product',
    'selfDevice',
    'timeLimitedModules',
    'timeZone',
    'version',
  ],
  unset: { description: '' },
});
export type Device = Model<typeof device>;
