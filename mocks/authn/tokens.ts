import { randomBytes } from 'node:crypto';
import type { Json, JsonObject } from '../json.ts';
import { deviceTime, type MockClock } from '../life/clock.ts';

/** Seconds that a token lives when nobody asked for more. */
const defaultTimeout = 1200;
/** Longest life of a token, in seconds, counted from its creation. */
export const longestTimeout = 36_000;
/** Most tokens that one user may have at a time; the built-in `admin` is exempt. */
export const mostTokens = 100;

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

interface Token {
  readonly value: string;
  readonly user: string;
  readonly provider: string;
  readonly address: string;
  readonly started: number;
  timeout: number;
  generation: number;
  updated: number;
}

/** The tokens of the device, on its own clock. */
export class Tokens {
  /** Played by a test: every user has as many tokens as it may have. */
  full = false;
  readonly #clock: MockClock;
  readonly #tokens = new Map<string, Token>();
  /** How many there may be before the expired ones are looked for. */
  #crowd = mostTokens;

  constructor(clock: MockClock) {
    this.#clock = clock;
  }

  /** How many are alive. */
  get size(): number {
    this.#expire();
    return this.#tokens.size;
  }

  /** How many are alive for a user. */
  count(user: string): number {
    this.#expire();
    if (this.full) return mostTokens;
    let count = 0;
    for (const token of this.#tokens.values()) if (token.user === user) count++;
    return count;
  }

  /** Issues a token: 26 characters A-Z and 2-7. */
  issue(user: string, provider: string, address: string): JsonObject {
    if (this.#tokens.size >= this.#crowd) {
      this.#expire();
      this.#crowd = Math.max(mostTokens, 2 * this.#tokens.size);
    }
    const value = Array.from(randomBytes(26), (byte) => alphabet[byte % 32]).join('');
    const now = this.#clock.now();
    const token = {
      value,
      user,
      provider,
      address,
      started: now,
      timeout: defaultTimeout,
      generation: 1,
      updated: now,
    };
    this.#tokens.set(value, token);
    return print(token);
  }

  /** The user of a living token. */
  userOf(value: string): string | undefined {
    const token = this.#tokens.get(value);
    if (token === undefined) return undefined;
    if (this.#clock.now() < token.started + token.timeout * 1000) return token.user;
    this.#tokens.delete(value);
    return undefined;
  }

  /** A living token as the device prints it. */
  show(value: string): JsonObject | undefined {
    const token = this.userOf(value) === undefined ? undefined : this.#tokens.get(value);
    return token === undefined ? undefined : print(token);
  }

  /** The living tokens of a user, or of all. */
  list(user: string | undefined): JsonObject[] {
    this.#expire();
    return [...this.#tokens.values()].filter((token) => user === undefined || token.user === user).map(print);
  }

  /** Changes a token's life, in seconds from its creation. */
  extend(value: string, timeout: number): JsonObject | undefined {
    const token = this.userOf(value) === undefined ? undefined : this.#tokens.get(value);
    if (token === undefined) return undefined;
    token.timeout = timeout;
    token.generation++;
    token.updated = this.#clock.now();
    return print(token);
  }

  /** Ends a token. */
  revoke(value: string): boolean {
    return this.#tokens.delete(value);
  }

  /** Ends all tokens of a user, or all. */
  revokeAll(user?: string): void {
    for (const token of [...this.#tokens.values()]) {
      if (user === undefined || token.user === user) this.#tokens.delete(token.value);
    }
  }

  #expire(): void {
    for (const value of [...this.#tokens.keys()]) this.userOf(value);
  }
}

function print(token: Token): JsonObject {
  const groups: Record<string, Json> = token.provider === 'local' ? { groupReferences: [] } : {};
  return {
    token: token.value,
    name: token.value,
    userName: token.user,
    authProviderName: token.provider,
    user: { link: `https://localhost/mgmt/shared/authz/users/${token.user}` },
    ...groups,
    timeout: token.timeout,
    startTime: deviceTime(token.started),
    address: token.address,
    partition: '[All]',
    generation: token.generation,
    lastUpdateMicros: Math.round(token.updated * 1000),
    expirationMicros: Math.round((token.started + token.timeout * 1000) * 1000),
    kind: 'shared:authz:tokens:authtokenitemstate',
    selfLink: `https://localhost/mgmt/shared/authz/tokens/${token.value}`,
  };
}
