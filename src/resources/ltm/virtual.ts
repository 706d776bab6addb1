import { z } from 'zod';
import {
  destination,
  enabledDisabled,
  flag,
  integer,
  metadata,
  profiles,
  reference,
  sourceAddressTranslation,
  text,
  yesNo,
} from '../../values/fields.ts';
import { defineResource, type Model } from '../define.ts';

/**
 * A virtual server: the address and port that clients connect to.
 *
 * Of `enabled`/`disabled` and `vlansEnabled`/`vlansDisabled` exactly one is present, and true. `destination` may be sent
 * without folder and is returned with it; `profiles` are sent here and returned under `profilesReference`.
 * `rateLimit` is connections a second, `connectionLimit` connections, 0 is unlimited.
 */
export const virtual = defineResource({
  path: 'ltm/virtual',
  schema: () => ({
    addressStatus: yesNo().optional(),
    appService: text().optional(),
    autoLasthop: text().optional(),
    cmpEnabled: yesNo().optional(),
    connectionLimit: integer().optional(),
    creationTime: text().optional(),
    description: text().optional(),
    destination: destination().optional(),
    disabled: flag().optional(),
    enabled: flag().optional(),
    gtmScore: integer().optional(),
    ipProtocol: text().optional(),
    lastModifiedTime: text().optional(),
    mask: text().optional(),
    metadata: metadata().optional(),
    mirror: enabledDisabled().optional(),
    mobileAppTunnel: enabledDisabled().optional(),
    nat64: enabledDisabled().optional(),
    persist: z.array(z.looseObject({ name: z.string(), partition: z.string().optional() })).optional(),
    pool: reference().optional(),
    profiles: profiles().optional(),
    rateLimit: text().optional(),
    rateLimitMode: text().optional(),
    rules: z.array(reference()).optional(),
    serviceDownImmediateAction: text().optional(),
    source: text().optional(),
    sourceAddressTranslation: sourceAddressTranslation().optional(),
    sourcePort: text().optional(),
    synCookieStatus: text().optional(),
    translateAddress: enabledDisabled().optional(),
    translatePort: enabledDisabled().optional(),
    vlans: z.array(reference()).optional(),
    vlansDisabled: flag().optional(),
    vlansEnabled: flag().optional(),
    vsIndex: integer().optional(),
  }),
  dependsOn: ['ltm/pool', 'ltm/pool/members'],
  readOnly: [
    'addressStatus',
    'cmpEnabled',
    'creationTime',
    'gtmScore',
    'lastModifiedTime',
    'synCookieStatus',
    'vsIndex',
  ],
  unordered: ['metadata', 'profiles', 'vlans'],
  returnedIn: { profiles: 'profilesReference' },
  unset: { description: '', profiles: [], rules: [], vlans: [], persist: [] },
  mark: 'metadata',
});
export type Virtual = Model<typeof virtual>;
