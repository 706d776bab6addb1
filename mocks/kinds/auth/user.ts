import { createHash } from 'node:crypto';
import type { Config } from '../../config/config.ts';
import type { Draft } from '../../config/entry.ts';
import { refuse, Unimplemented } from '../../errors/refusal.ts';
import { isArray, isObject } from '../../json.ts';
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

/** As the hash of a password looks; it is made of the name, so that nothing can be learnt from it. */
function hashOf(name: string): string {
  return `$6$mockmock$${createHash('sha512').update(name).digest('base64url').slice(0, 86)}`;
}

/** Refuses a role in a partition that is not there. */
function checkPartitions({ own }: Draft, config: Config): void {
  const access = own['partitionAccess'];
  for (const row of isArray(access) ? access.filter(isObject) : []) {
    const path = String(row['name']);
    if (path === 'all-partitions' || config.find('auth/partition', path) !== undefined) continue;
    throw refuse('referenceMissing', { label: 'partition', path });
  }
}

/** `auth/user`: who may log in, and where. */
export const user: Kind = {
  type: 'auth/user',
  label: 'user',
  naming: 'plain',
  // f5-ansible looks for users with `partition eq 'Common'`.
  countedIn: 'Common',
  properties: {
    description: text(),
    encryptedPassword: text(),
    fullName: text(),
    // Who changes their own password sends the old one too; the mock does not check it.
    oldPassword: text(undefined, { writeOnly: true }),
    password: text(undefined, { writeOnly: true, notWith: 'encryptedPassword' }),
    shell: choice(undefined, ['bash', 'none', 'tmsh']),
    partitionAccess: rows({
      name: text('all-partitions', { leadsTo: 'auth/partition' }),
      role: choice('no-access', roles),
    }),
  },
  life: {
    prepare(draft, before, config) {
      delete draft.own['oldPassword'];
      if (draft.factory) draft.own['encryptedPassword'] ??= hashOf(draft.name);
      if (draft.direct || draft.factory) return;
      checkPartitions(draft, config);
      // A client sends the hash back; who sets another one would log in with a password that the mock cannot know.
      const sent = draft.own['encryptedPassword'];
      const shown = before?.properties['encryptedPassword'];
      if (sent !== undefined && sent !== shown) throw new Unimplemented('the property encryptedPassword of auth/user');
      const own = before?.own['encryptedPassword'];
      if (own === undefined) delete draft.own['encryptedPassword'];
      else draft.own['encryptedPassword'] = own;
    },
    derive: ({ name, own }) => ({
      ...(own['partitionAccess'] === undefined
        ? { partitionAccess: [{ name: 'all-partitions', role: 'no-access' }] }
        : {}),
      ...(own['encryptedPassword'] === undefined
        ? { encryptedPassword: own['password'] === undefined ? '!!' : hashOf(name) }
        : {}),
    }),
  },
  evidence: 'recorded',
  source:
    'genieparser test_get_auth_user.py (14.1.2.1), ansible/ansible load_auth_user_with_pass.json (13.0.0), f5-ansible-bigip load_users.json (16.0.0)',
};
