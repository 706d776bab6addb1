import {
  enabledDisabled,
  flag,
  integer,
  integerOrText,
  link,
  open,
  optional,
  text,
  words,
  yesNo,
} from '../../values/fields.ts';
import { defineResource, type Model } from '../define.ts';

/**
 * An interface of a VLAN. Its name is the interface's, `1.1`. Of `tagged` and `untagged` exactly one is present.
 *
 * @example
 * await bigip.net.vlan.interfaces('/Common/internal').create({ name: '1.3', untagged: true });
 */
export const vlanInterface = defineResource({
  path: 'net/vlan/interfaces',
  schema: () =>
    optional({
      appService: text(),
      nameReference: link(),
      tagMode: words(['none', 'customer', 'service', 'double']),
      tagged: flag(),
      untagged: flag(),
    }),
  dependsOn: ['net/vlan'],
  naming: 'name',
  readOnly: ['nameReference'],
  pairs: { tagged: 'untagged' },
});
export type VlanInterface = Model<typeof vlanInterface>;

/**
 * A VLAN. `mtu` is bytes, `failsafeTimeout` seconds, `tag` 1 to 4094 (tmsh reference, net vlan).
 *
 * @example
 * await bigip.net.vlan.create({ name: 'internal', tag: 3605, mtu: 1450, interfaces: [{ name: '1.2', tagged: true }] });
 */
export const vlan = defineResource({
  path: 'net/vlan',
  label: 'VLAN',
  schema: () =>
    optional({
      appService: text(),
      autoLasthop: words(['default', 'enabled', 'disabled']),
      cmpHash: words(['default', 'src-ip', 'dst-ip']),
      customerTag: integerOrText(),
      dagRoundRobin: enabledDisabled(),
      dagTunnel: words(['outer', 'inner']),
      description: text(),
      failsafe: enabledDisabled(),
      failsafeAction: text(),
      /** Seconds without traffic. */
      failsafeTimeout: integer(),
      fwdMode: text(),
      hardwareSyncookie: enabledDisabled(),
      ifIndex: integer(),
      learning: words(['enable-forward', 'disable-forward', 'disable-drop']),
      /** Bytes. */
      mtu: integer(),
      sflow: open(
        optional({
          pollInterval: integer(),
          pollIntervalGlobal: yesNo(),
          samplingRate: integer(),
          samplingRateGlobal: yesNo(),
        }),
      ),
      sourceChecking: enabledDisabled(),
      synFloodRateLimit: integer(),
      syncacheThreshold: integer(),
      tag: integer(),
    }),
  children: { interfaces: vlanInterface },
  readOnly: ['ifIndex'],
  unset: { description: '' },
});
export type Vlan = Model<typeof vlan>;
