import { link, list, open, optional, text, words } from '../../values/fields.ts';
import { defineResource, type Model } from '../define.ts';

/** What a user gets at the console. */
const consoles = { bash: 'the advanced shell', none: 'nothing', tmsh: 'tmsh' };
const shells = Object.keys(consoles) as (keyof typeof consoles)[];

/**
 * A local user. `password` is set and never returned; `role` goes with a partition or `all-partitions` (tmsh reference,
 * auth user).
 *
 * @example
 * await bigip.auth.user.create({
 *   name: 'publisher',
 *   password: 'correct-Horse-7',
 *   shell: 'none',
 *   partitionAccess: [{ name: 'k8s', role: 'manager' }],
 * });
 */
export const user = defineResource({
  path: 'auth/user',
  label: 'user',
  schema: () =>
    optional({
      description: text(),
      /** A hash, as the device keeps it. */
      encryptedPassword: text(),
      partitionAccess: list(
        open({
          name: text(),
          ...optional({
            nameReference: link(),
            role: words([
              'acceleration-policy-editor',
              'admin',
              'application-editor',
              'auditor',
              'certificate-manager',
              'firewall-manager',
              'fraud-protection-manager',
              'guest',
              'irule-manager',
              'log-manager',
              'manager',
              'no-access',
              'operator',
              'resource-admin',
              'user-manager',
              'web-application-security-administrator',
              'web-application-security-editor',
              'web-application-security-operations-administrator',
            ]),
          }),
        }),
      ),
      /** Never returned. */
      password: text(),
      sessionLimit: text(),
      /** The advanced shell, no console, or tmsh. Absent when there is none. */
      shell: words(shells),
    }),
  naming: 'name',
  readOnly: ['encryptedPassword'],
  writeOnly: ['password'],
  unordered: ['partitionAccess'],
  unset: { description: '' },
});
export type User = Model<typeof user>;
