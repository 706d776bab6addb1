import {
  addressOf,
  basicCredentials,
  javaRefusal,
  noAuthentication,
  tokenMissing,
  unauthorizedPage,
} from '../errors/restjavad.ts';
import type { Json, JsonDraft, JsonObject } from '../json.ts';
import type { VersionTraits } from '../versions.ts';
import { headerOf, jsonReply, type MockReply, type MockRequest } from '../wire/message.ts';
import { longestTimeout, mostTokens, type Tokens } from './tokens.ts';
import { type Account, isAdministrator, mayLogIn, type Users } from './users.ts';

const tokensPath = 'https://localhost/mgmt/shared/authz/tokens';
/** Providers of a device with local users only. */
const providers = new Set(['tmos', 'local']);

/** restjavad's part: who is asking, logging in, and the tokens. */
export class Authentication {
  readonly #users: Users;
  readonly #tokens: Tokens;
  readonly #traits: VersionTraits;

  constructor(users: Users, tokens: Tokens, traits: VersionTraits) {
    this.#users = users;
    this.#tokens = tokens;
    this.#traits = traits;
  }

  /** The account behind a request; refused with 401 as the device does. A token wins over a Basic header. */
  account(request: MockRequest): Account {
    const token = headerOf(request, 'x-f5-auth-token');
    if (token !== undefined) {
      const name = this.#tokens.userOf(token);
      const account = name === undefined ? undefined : this.#users.account(name);
      if (account === undefined) throw this.#badToken(request);
      return account;
    }
    const basic = basicCredentials(request);
    if (basic === undefined) throw noAuthentication(request);
    const account = this.#users.check(basic.name, basic.password);
    if (account === undefined || !mayLogIn(account)) throw unauthorizedPage();
    return account;
  }

  #badToken(request: MockRequest): Error {
    switch (this.#traits.tokenRefusal) {
      case 'does-not-exist':
        return tokenMissing(request, false);
      case 'does-not-exist-stack':
        return tokenMissing(request, true);
      case 'html':
        return unauthorizedPage();
      default:
        return noAuthentication(request);
    }
  }

  /** `POST /mgmt/shared/authn/login`. */
  login(request: MockRequest, body: JsonObject): MockReply {
    const { username, password } = body;
    const { loginProviderName: named } = body;
    // go-bigip sends an empty name where none was configured.
    const provider = named === undefined || named === null || named === '' ? 'local' : named;
    if (typeof provider !== 'string' || !providers.has(provider)) {
      throw javaRefusal(401, 'loginProviderName is invalid.', request);
    }
    const account =
      typeof username === 'string' && typeof password === 'string' ? this.#users.check(username, password) : undefined;
    if (account === undefined || !mayLogIn(account)) {
      const { password: _, ...shown } = body;
      const originalRequestBody = JSON.stringify({ ...shown, generation: 0, lastUpdateMicros: 0 });
      throw javaRefusal(401, 'Authentication failed.', request, { originalRequestBody });
    }
    const exempt = account.name === 'admin' && !this.#tokens.full;
    if (!exempt && this.#tokens.count(account.name) >= mostTokens) {
      throw javaRefusal(400, `Bad Request: user ${account.name} has reached maximum active login tokens`, request);
    }
    const token = this.#tokens.issue(account.name, provider, addressOf(request));
    const link = `https://localhost/mgmt/cm/system/authn/providers/${providerPath(provider)}/login`;
    return jsonReply(
      200,
      JSON.stringify({
        username: account.name,
        loginReference: { link },
        loginProviderName: provider,
        token,
        generation: 0,
        lastUpdateMicros: 0,
      }),
    );
  }

  /** `/mgmt/shared/authz/tokens` and one token below it. */
  tokens(request: MockRequest, value: string | undefined, body: JsonObject | undefined, account: Account): MockReply {
    if (value === undefined) return this.#allTokens(request, account);
    const token = this.#tokens.show(value);
    if (token === undefined) throw javaRefusal(404, `Token does not exist: ${value}`, request);
    if (token['userName'] !== account.name && !isAdministrator(account)) {
      throw javaRefusal(400, 'Authorization failed', request);
    }
    switch (request.method) {
      case 'GET':
        return jsonReply(200, JSON.stringify(token));
      case 'DELETE':
        this.#tokens.revoke(value);
        return jsonReply(200, JSON.stringify(token));
      case 'PATCH':
      case 'PUT':
        return this.#extend(request, value, body?.['timeout']);
      default:
        throw javaRefusal(405, 'Method not allowed', request);
    }
  }

  #allTokens(request: MockRequest, account: Account): MockReply {
    const owner = isAdministrator(account) && request.method === 'GET' ? undefined : account.name;
    if (request.method === 'DELETE') {
      this.#tokens.revokeAll(account.name);
    } else if (request.method !== 'GET') {
      throw javaRefusal(405, 'Method not allowed', request);
    }
    const body: JsonDraft = {
      items: this.#tokens.list(owner),
      generation: 1,
      kind: 'shared:authz:tokens:authtokencollectionstate',
      lastUpdateMicros: 0,
      selfLink: tokensPath,
    };
    return jsonReply(200, JSON.stringify(body));
  }

  #extend(request: MockRequest, value: string, timeout: Json | undefined): MockReply {
    const seconds = typeof timeout === 'string' && /^\d+$/.test(timeout) ? Number(timeout) : timeout;
    if (typeof seconds !== 'number' || !Number.isInteger(seconds) || seconds < 0) {
      throw javaRefusal(400, 'Bad Request: timeout is not a number', request);
    }
    if (seconds > longestTimeout) {
      throw javaRefusal(406, `Auth-token absolute timeout (${longestTimeout} seconds) exceeded`, request);
    }
    return jsonReply(200, JSON.stringify(this.#tokens.extend(value, seconds) ?? {}));
  }
}

/** The provider's place in links; that of `tmos` carries an identifier that is the same on the devices recorded. */
function providerPath(provider: string): string {
  return provider === 'tmos' ? 'tmos/1f44a60e-11a7-3c51-a49f-82983026b41b' : provider;
}
