import type { Entry } from '../config/entry.ts';
import { camelCase } from '../config/keys.ts';
import type { Sight } from '../config/query.ts';
import type { Route } from '../config/route.ts';
import { refuse } from '../errors/refusal.ts';
import { isArray, type JsonObject } from '../json.ts';
import type { VersionTraits } from '../versions.ts';
import { objectName, type Right, type Role, roles } from './roles.ts';
import type { Account } from './users.ts';

/** What is about to be written. */
export interface Write {
  readonly right: Right;
  readonly type: string;
  /** `undefined` for what lies outside of partitions. */
  readonly partition: string | undefined;
  /** Its name, where it is an object that is there. */
  readonly name: string | undefined;
  readonly body: JsonObject;
}

/** What a request would write; `undefined` when it names neither an object nor a collection. */
export function writeOf(route: Route, method: string, body: JsonObject): Write | undefined {
  if (route.what !== 'item' && route.what !== 'collection') return undefined;
  const right = method === 'POST' ? 'create' : method === 'DELETE' ? 'delete' : 'modify';
  const name = route.what === 'item' ? route.entry?.name : undefined;
  return { right, type: route.kind.type, partition: placeOf(route, body), name, body };
}

function placeOf(route: Route & { what: 'item' | 'collection' }, body: JsonObject): string | undefined {
  if (route.parent !== undefined) return route.parent.partition;
  if (route.kind.naming !== 'folder') return undefined;
  if (route.what === 'item') return route.fullPath.split('/')[1];
  const { name, partition, subPath } = body;
  if (typeof name === 'string' && name.startsWith('/')) return name.split('/')[1];
  if (subPath === '/') return undefined;
  return typeof partition === 'string' ? partition : 'Common';
}

/** Keys that are part of every body and no settings. */
const envelope = new Set(['name', 'partition', 'subPath', 'fullPath', 'kind', 'selfLink', 'generation']);

/** The role of an account in a partition; outside of partitions the one that it has everywhere. */
function roleIn({ access }: Account, partition: string | undefined): string {
  const own = partition === undefined ? undefined : access.get(partition);
  return own ?? access.get('all-partitions') ?? 'no-access';
}

/** Refuses a write that the account's role does not allow. */
export function checkRight(account: Account, write: Write, traits: VersionTraits): void {
  const { right, type, partition, body } = write;
  const name = roleIn(account, partition);
  if (name === 'admin') return;
  if (isOwnPassword(account, write)) return;
  const role = Object.hasOwn(roles, name) ? roles[name] : undefined;
  const refused = role === undefined ? firstKey(body) : refusedKey(role, write);
  if (refused !== undefined) throw denied(account, right, type, refused);
  const metadata = body['metadata'];
  const marked = type === 'ltm/virtual' && right !== 'delete' && isArray(metadata) && metadata.length > 0;
  if (marked && name === 'manager' && !traits.managerMetadata) {
    throw refuse('accessDenied', { user: account.name, right: 'create', object: 'virtual_server_metadata' });
  }
}

/** The first setting that a role may not write; `undefined` when it may write all. */
function refusedKey(role: Role, { right, type, body }: Write): string | undefined {
  const covers = (beginnings: readonly string[] | undefined) =>
    beginnings?.some((beginning) => type === beginning || beginning === '' || isBelow(type, beginning)) === true;
  if (covers(role.writes) && !covers(role.not)) return undefined;
  if (right !== 'modify' || !covers(role.modifies)) return firstKey(body);
  const allowed = role.properties;
  return allowed === undefined ? undefined : settingsOf(body).find((key) => !allowed.includes(key));
}

function isBelow(type: string, beginning: string): boolean {
  return beginning.endsWith('/') && type.startsWith(beginning);
}

function settingsOf(body: JsonObject): string[] {
  return Object.keys(body)
    .map(camelCase)
    .filter((key) => !envelope.has(key) && !key.endsWith('Reference'));
}

function firstKey(body: JsonObject): string {
  return settingsOf(body)[0] ?? '';
}

function isOwnPassword(account: Account, { right, type, name, body }: Write): boolean {
  const keys = settingsOf(body);
  const own = right === 'modify' && type === 'auth/user' && name === account.name;
  return own && keys.length > 0 && keys.every((key) => key === 'password' || key === 'oldPassword');
}

function denied({ name: user }: Account, right: Right, type: string, key: string): Error {
  const object = objectName(type);
  if (right !== 'modify' || key === '') return refuse('accessDenied', { user, right, object });
  const property = key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return refuse('modificationDenied', { user, property, object });
}

const seesUsers = new Set(['admin', 'resource-admin', 'user-manager', 'auditor']);

/** What an account sees of the configuration; `undefined` when that is everything. */
export function sightOf(account: Account): Sight | undefined {
  const everywhere = account.access.get('all-partitions') ?? 'no-access';
  const users = seesUsers.has(everywhere);
  if (everywhere !== 'no-access' && users) return undefined;
  return (entry) => {
    if (entry.kind.type === 'auth/user') return users || entry.name === account.name;
    if (everywhere !== 'no-access') return true;
    return seesPartition(account, partitionOf(entry));
  };
}

/** Whether an account reads a partition; every account reads Common. */
function seesPartition({ access }: Account, partition: string | undefined): boolean {
  if (partition === undefined || partition === '' || partition === 'Common') return true;
  return (access.get(partition) ?? 'no-access') !== 'no-access';
}

/** The partition that an object is part of: a partition and its folder are part of themselves, children of their parent's. */
function partitionOf({ kind, parent, name, fullPath }: Entry): string | undefined {
  if (parent !== undefined) return parent.split('~')[1];
  if (kind.type === 'auth/partition') return name;
  return kind.naming === 'folder' ? fullPath.split('/')[1] : undefined;
}
