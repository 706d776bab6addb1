import type { Evidence } from '../evidence.ts';

/** What may be done to an object. */
export type Right = 'create' | 'modify' | 'delete';

/** What a user with a role may write, within the partitions that it has the role in. */
export interface Role {
  /** Types, by their beginnings, that it creates, changes and deletes; the empty text is every type. */
  readonly writes?: readonly string[];
  /** Types, by their beginnings, that it changes only. */
  readonly modifies?: readonly string[];
  /** Types that it does not write, although `writes` has them. */
  readonly not?: readonly string[];
  /** The only properties that it changes. */
  readonly properties?: readonly string[];
  readonly what: string;
  readonly evidence: Evidence;
  readonly source: string;
}

const manual = 'F5 manual, user account administration 12.0, User Roles';
const soap = 'F5 iControl reference, Management::UserManagement::UserRole';

/** The roles, by the word that `partitionAccess` has for them. Whoever is not here reads. */
export const roles: Readonly<Record<string, Role>> = {
  admin: { writes: [''], what: 'writes everything', evidence: 'documented', source: manual },
  'resource-admin': {
    writes: [''],
    not: ['auth/user'],
    what: 'writes everything but users',
    evidence: 'documented',
    source: manual,
  },
  manager: {
    writes: ['ltm/', 'sys/file/', 'sys/folder', 'sys/application/'],
    what: 'writes what is LTM, files and folders, in its partitions; nothing of the network',
    evidence: 'recorded',
    source: `k8s-bigip-ctlr 426 (FDB records refused in its own partition); ${manual}`,
  },
  'application-editor': {
    writes: ['ltm/pool/members'],
    modifies: ['ltm/pool', 'ltm/node', 'ltm/monitor/'],
    what: 'changes pools, nodes and monitors; adds and removes members',
    evidence: 'documented',
    source: soap,
  },
  operator: {
    modifies: ['ltm/node', 'ltm/pool/members'],
    properties: ['session', 'state'],
    what: 'enables and disables nodes and members, by `session` and `state` alone',
    evidence: 'recorded',
    source: `f5-common-python 1516 (a whole node put back is refused); ${manual}`,
  },
  'certificate-manager': {
    writes: ['sys/file/ssl-cert', 'sys/file/ssl-key'],
    what: 'writes certificates and keys',
    evidence: 'documented',
    source: soap,
  },
  'irule-manager': { writes: ['ltm/rule'], what: 'writes iRules', evidence: 'documented', source: manual },
  'user-manager': { writes: ['auth/user'], what: 'writes users', evidence: 'documented', source: soap },
};

/** What is known of reading, for the documentation. */
export const reading = {
  what: 'every role reads Common and its own partitions; objects of other partitions are missing from lists',
  evidence: 'documented',
  source:
    'F5 manual, TMOS concepts 11.5, Working with Partitions; that they are missing, rather than refused, is a guess',
} as const;

/** mcpd's names of object types, where they are not the last part of the path. */
const objectNames: Readonly<Record<string, string>> = {
  'auth/partition': 'folder',
  'auth/user': 'auth_user',
  'ltm/node': 'node_address',
  'ltm/pool/members': 'pool_member',
  'ltm/virtual': 'virtual_server',
  'ltm/virtual/profiles': 'virtual_server_profile',
  'net/self': 'self_ip',
  'sys/db': 'db_variable',
};

/** mcpd's name of an object type in its refusals: `pool`, `pool_member`, `virtual_server`. */
export function objectName(type: string): string {
  return objectNames[type] ?? type.slice(type.lastIndexOf('/') + 1).replaceAll('-', '_');
}
