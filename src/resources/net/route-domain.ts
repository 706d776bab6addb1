import {
  enabledDisabled,
  integer,
  integerOrText,
  link,
  list,
  optional,
  reference,
  references,
  text,
} from '../../values/fields.ts';
import { defineResource, type Model } from '../define.ts';

/**
 * A route domain: the same address in two of them is two addresses. `id` cannot change after creation (facts: icontrol-rest 5.2).
 *
 * @example
 * await bigip.net.routeDomain.create({ name: '5', id: 5, strict: 'enabled' });
 */
export const routeDomain = defineResource({
  path: 'net/route-domain',
  label: 'Route Domain',
  schema: () =>
    optional({
      appService: text(),
      bwcPolicy: reference(),
      /** Connections at most; 0 is unlimited. */
      connectionLimit: integer(),
      description: text(),
      flowEvictionPolicy: reference(),
      fwEnforcedPolicy: reference(),
      fwStagedPolicy: reference(),
      /** What stands behind `%`, 0 to 65534. Cannot change after creation. */
      id: integer(),
      ipIntelligencePolicy: reference(),
      parent: reference(),
      parentReference: link(),
      routingProtocol: list(text()),
      securityNatPolicy: reference(),
      servicePolicy: reference(),
      /** Whether traffic may not cross over to other domains. */
      strict: enabledDisabled(),
      throughputCapacity: integerOrText(),
      vlans: references(),
      vlansReference: list(link()),
    }),
  fixed: ['id'],
  readOnly: ['parentReference', 'vlansReference'],
  unordered: ['vlans'],
  unset: { description: '', vlans: [] },
});
export type RouteDomain = Model<typeof routeDomain>;
