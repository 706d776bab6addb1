import type { Kind } from '../kind.ts';
import { choice, rows, text } from '../property.ts';

/** Roles, from the most to the least powerful. */
const roles: readonly string[] = [
  'admin',
  'resource-admin',
  'user-manager',
  'auditor',
  'manager',
  'certificate-manager',
  'irule-manager',
  'application-editor',
  'acceleration-policy-editor',
  'firewall-manager',
  'web-application-security-administrator',
  'web-application-security-editor',
  'operator',
  'guest',
  'no-access',
];

/** `auth/user`: who may log in, and where. */
export const user: Kind = {
  type: 'auth/user',
  label: 'user',
  naming: 'plain',
  properties: {
    description: text(),
    encryptedPassword: text(undefined, { readOnly: true }),
    fullName: text(),
    password: text(undefined, { writeOnly: true }),
    shell: choice(undefined, ['bash', 'none', 'tmsh']),
    partitionAccess: rows({ name: text('all-partitions'), role: choice('no-access', roles) }),
  },
  life: {
    derive: (subject) => {
      const access = subject.own['partitionAccess'];
      return access === undefined ? { partitionAccess: [{ name: 'all-partitions', role: 'no-access' }] } : {};
    },
  },
  evidence: 'documented',
  source: 'F5 REST reference; no item was recorded',
};
