import type { Config } from '../config/config.ts';
import type { Entry } from '../config/entry.ts';
import { isArray, isObject } from '../json.ts';

/** What a user may do, by partition. */
export interface Account {
  readonly name: string;
  /** Role by partition; `all-partitions` for everywhere. */
  readonly access: ReadonlyMap<string, string>;
}

/** The passwords, and what `auth/user` says about each user. */
export class Users {
  readonly #config: Config;
  readonly #passwords = new Map<string, string>();

  constructor(config: Config) {
    this.#config = config;
  }

  /** Sets a user's password. */
  setPassword(name: string, password: string): void {
    this.#passwords.set(name, password);
  }

  /** The account, when name and password are right. */
  check(name: string, password: string): Account | undefined {
    const entry = this.#config.find('auth/user', name);
    if (entry === undefined) return undefined;
    const set = entry.own['password'] ?? this.#passwords.get(name);
    return set === password ? accountOf(entry) : undefined;
  }

  /** The account of a user that exists. */
  account(name: string): Account | undefined {
    const entry = this.#config.find('auth/user', name);
    return entry === undefined ? undefined : accountOf(entry);
  }
}

function accountOf(entry: Entry): Account {
  const access = new Map<string, string>();
  const rows = entry.properties['partitionAccess'];
  for (const row of isArray(rows) ? rows : []) {
    if (isObject(row)) access.set(String(row['name']), String(row['role']));
  }
  return { name: entry.name, access };
}

/** Whether an account may do everything everywhere. */
export function isAdministrator(account: Account): boolean {
  return account.access.get('all-partitions') === 'admin';
}

/** Whether an account may log in. */
export function mayLogIn(account: Account): boolean {
  return [...account.access.values()].some((role) => role !== 'no-access');
}
