import { Authentication } from './authn/authentication.ts';
import { checkRight, sightOf, writeOf } from './authn/rights.ts';
import { Tokens } from './authn/tokens.ts';
import { type Account, Users } from './authn/users.ts';
import type { Commands } from './commands.ts';
import type { Config } from './config/config.ts';
import { checkParameters } from './config/query.ts';
import { Rest } from './config/rest.ts';
import { Refusal, refuse, Unimplemented } from './errors/refusal.ts';
import { javaRefusal, javaReply, printedPath } from './errors/restjavad.ts';
import { isDeeper, isObject, type Json, type JsonObject } from './json.ts';
import { deviceInfo, deviceInfoPath } from './life/device-info.ts';
import { documents, printDocument } from './life/documents.ts';
import type { DeviceLife } from './life/life.ts';
import { LoadingView } from './life/loading.ts';
import { isKnownToTmos } from './tmos.ts';
import type { Command } from './transaction/transaction.ts';
import { Transactions } from './transaction/transactions.ts';
import { uploadsPath } from './uploads.ts';
import { compareVersions, isVersion } from './versions.ts';
import { bodyText, headerOf, jsonReply, type MockReply, type MockRequest } from './wire/message.ts';
import { parseTarget, type Target } from './wire/target.ts';
import { workerOf } from './workers.ts';

/** How many different gaps are remembered; more are answered with 501 all the same. */
const mostUnimplemented = 1000;

/** Deeper than anything that a device has; what is deeper is refused like JSON that is broken. */
const deepestBody = 500;

/** The device without its wire: a request in, a reply out, synchronously. */
export class Core {
  readonly config: Config;
  readonly users: Users;
  readonly tokens: Tokens;
  readonly transactions: Transactions;
  readonly commands: Commands;
  readonly life: DeviceLife;
  /** What was asked for and is not implemented, with how often. */
  readonly unimplemented = new Map<string, number>();
  readonly #authentication: Authentication;
  readonly #rest: Rest;
  readonly #loading: LoadingView;

  constructor(config: Config, life: DeviceLife, commands: Commands) {
    this.config = config;
    this.life = life;
    this.users = new Users(config);
    this.tokens = new Tokens(config.clock);
    this.commands = commands;
    this.transactions = new Transactions(config, (command, account) => this.#execute(command, account));
    this.#authentication = new Authentication(this.users, this.tokens, config.traits);
    this.#rest = new Rest(config);
    this.#loading = new LoadingView(config);
  }

  /** Answers a request as the device does; never throws for what a client sends. */
  handle(request: MockRequest): MockReply {
    try {
      return this.#answer(request);
    } catch (error) {
      if (error instanceof Unimplemented) this.remember(error.feature);
      if (error instanceof Refusal) return error.reply;
      throw error;
    }
  }

  /** Keeps what the mock could not do, for its test's author to see. */
  remember(feature: string): void {
    const count = this.unimplemented.get(feature);
    if (count !== undefined || this.unimplemented.size < mostUnimplemented) {
      this.unimplemented.set(feature, (count ?? 0) + 1);
    }
  }

  #answer(asked: MockRequest): MockReply {
    // Jetty answers HEAD with what a GET has, and the wire leaves the body out. That restjavad leaves it so is a guess.
    const request = asked.method === 'HEAD' ? { ...asked, method: 'GET' } : asked;
    const target = parseTarget(request.path);
    if (target === undefined) throw javaRefusal(400, `Bad Request: invalid URI ${request.path}`, request);
    const [root, worker, ...rest] = target.segments;
    if (root !== 'mgmt') throw javaRefusal(404, `Public URI path not registered: ${printedPath(request)}`, request);
    if (worker === 'shared' && rest.join('/') === 'authn/login') return this.#login(request);
    const account = this.#authentication.account(request);
    if (worker === 'tm') return this.#tm(request, target, rest, account);
    if (worker === 'shared' && rest[0] === 'authz' && rest[1] === 'tokens' && rest.length <= 3) {
      return this.#authentication.tokens(request, rest[2], this.#javaBody(request), account);
    }
    if (worker === 'shared' && rest.join('/') === deviceInfoPath && request.method === 'GET') {
      return jsonReply(200, JSON.stringify(deviceInfo(this.config)));
    }
    if (rest.at(-1) === 'available' && request.method === 'GET') return jsonReply(200, '{}');
    if (worker === 'shared' && rest.slice(0, -1).join('/') === uploadsPath && request.method === 'POST') {
      return this.config.uploads.take(request, rest.at(-1) ?? '');
    }
    const javaWorker = workerOf(target.segments.slice(1).join('/'));
    if (javaWorker !== undefined) throw new Unimplemented(`/mgmt/${javaWorker}`);
    const path = printedPath(request).replace(/^\/mgmt/, '');
    throw javaRefusal(404, `Public URI path not registered: ${path}`, request);
  }

  #login(request: MockRequest): MockReply {
    if (request.method !== 'POST') return javaReply(405, 'Method not allowed', request);
    return this.#authentication.login(request, this.#javaBody(request) ?? {});
  }

  #tm(request: MockRequest, target: Target, segments: readonly string[], account: Account): MockReply {
    const { method } = request;
    const path = segments.join('/');
    this.#checkVersion(request, target);
    switch (this.life.meeting) {
      case 'mcpd-lost':
        throw refuse('mcpdLost');
      case 'busy':
        throw refuse('asyncTask');
      case 'loading': {
        const reply = this.#loading.answer(method, segments, target);
        if (reply !== undefined) return reply;
      }
    }
    const body = method === 'GET' || method === 'DELETE' ? undefined : this.#body(request);
    if (segments[0] === 'transaction') return this.transactions.answer(method, segments.slice(1), body, account);
    const coordination = headerOf(request, 'x-f5-rest-coordination-id');
    if (coordination !== undefined && method !== 'GET') {
      // What leaves mcpd's database cannot be part of a transaction, nor can partitions.
      const outside = this.commands.has(path) || (segments[0] === 'auth' && segments[1] === 'partition');
      if (outside) throw refuse('notTransactional', { path });
      return this.transactions.queue(coordination, method, request.path, body);
    }
    const recorded = method === 'GET' ? this.config.answers.get(path) : undefined;
    if (recorded !== undefined) return jsonReply(200, JSON.stringify(recorded));
    if (method === 'GET' && target.rawQuery !== '') checkParameters(target);
    const document = documents.find((known) => known.path === path);
    if (document !== undefined && !(method === 'POST' && this.commands.has(path))) {
      if (method !== 'GET') throw refuse('invalidOption');
      return jsonReply(200, JSON.stringify(printDocument(document, this.life, this.config, target.rawQuery)));
    }
    if (segments.at(-1) === 'available' && method === 'GET') return jsonReply(200, '{}');
    if (method === 'POST' && this.commands.has(path)) return this.commands.run(path, body ?? {}, account);
    return this.#configuration(method, target, segments, body, account);
  }

  /** restjavad's refusal of a version that it can no longer speak for. */
  #checkVersion(request: MockRequest, target: Target): void {
    const asked = target.rawQuery === '' ? undefined : target.query.get('ver');
    if (asked === undefined || !isVersion(asked)) return;
    if (compareVersions(asked, this.config.traits.oldestAnswer) >= 0) return;
    throw javaRefusal(400, `Version ${asked} is not supported.`, request);
  }

  #configuration(
    method: string,
    target: Target,
    segments: readonly string[],
    body: JsonObject | undefined,
    account: Account,
  ): MockReply {
    const route = this.#rest.route(segments, method, body);
    if (route.what === 'unknown') throw this.#unknown(route.path);
    const write = method === 'GET' ? undefined : writeOf(route, method, body ?? {});
    if (write !== undefined) checkRight(account, write, this.config.traits);
    return this.#rest.perform(method, route, target, body, sightOf(account));
  }

  #unknown(path: string): Refusal {
    if (isKnownToTmos(path)) return new Unimplemented(`/mgmt/tm/${path.replace(/~[^/]*/g, '*')}`);
    return refuse('unexpectedUri', { path });
  }

  #execute({ method, path, body }: Command, account: Account): void {
    const target = parseTarget(path);
    if (target === undefined) throw refuse('unexpectedUri', { path });
    this.#configuration(method, target, target.segments.slice(2), body, account);
  }

  #body(request: MockRequest): JsonObject | undefined {
    const type = headerOf(request, 'content-type')?.split(';')[0]?.trim().toLowerCase();
    if (type === 'application/octet-stream') throw refuse('contentType', { type });
    const parsed = parseBody(request);
    if (parsed === 'bad') throw refuse('badBody');
    return parsed;
  }

  /** A body for restjavad itself, which refuses in its own envelope; the text of that is a guess. */
  #javaBody(request: MockRequest): JsonObject | undefined {
    const parsed = parseBody(request);
    if (parsed === 'bad') throw javaRefusal(400, 'Found invalid JSON body in the request.', request);
    return parsed;
  }
}

function parseBody(request: MockRequest): JsonObject | 'bad' | undefined {
  const text = bodyText(request);
  if (text.trim() === '') return undefined;
  try {
    const parsed = JSON.parse(text) as Json;
    return isObject(parsed) && !isDeeper(parsed, deepestBody) ? parsed : 'bad';
  } catch {
    return 'bad';
  }
}
