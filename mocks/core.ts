import { Authentication } from './authn/authentication.ts';
import { Tokens } from './authn/tokens.ts';
import { type Account, mayWrite, Users } from './authn/users.ts';
import type { Commands } from './commands.ts';
import type { Config } from './config/config.ts';
import { Rest } from './config/rest.ts';
import type { Route } from './config/route.ts';
import { Refusal, refuse, Unimplemented } from './errors/refusal.ts';
import { javaRefusal, javaReply, printedPath } from './errors/restjavad.ts';
import { isObject, type Json, type JsonObject } from './json.ts';
import { deviceInfo, deviceInfoPath } from './life/device-info.ts';
import { documents, printDocument } from './life/documents.ts';
import type { DeviceLife } from './life/life.ts';
import { LoadingView } from './life/loading.ts';
import { isKnownToTmos } from './tmos.ts';
import { type Command, Transactions } from './transaction/transactions.ts';
import { bodyText, headerOf, jsonReply, type MockReply, type MockRequest } from './wire/message.ts';
import { parseTarget, type Target } from './wire/target.ts';

/** Paths that cannot be part of a transaction: those that leave mcpd's database, and partitions. */
const notTransactional = new Set(['auth/partition', 'sys/config', 'util/bash', 'cm', 'sys/failover']);

/** How many different gaps are remembered; more are answered with 501 all the same. */
const mostUnimplemented = 1000;

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

  #answer(request: MockRequest): MockReply {
    const target = parseTarget(request.path);
    if (target === undefined) throw javaRefusal(400, `Bad Request: invalid URI ${request.path}`, request);
    const [root, worker, ...rest] = target.segments;
    if (root !== 'mgmt') throw javaRefusal(404, `Public URI path not registered: ${printedPath(request)}`, request);
    if (worker === 'shared' && rest.join('/') === 'authn/login') return this.#login(request);
    const account = this.#authentication.account(request);
    if (worker === 'tm') return this.#tm(request, target, rest, account);
    if (worker === 'shared' && rest[0] === 'authz' && rest[1] === 'tokens' && rest.length <= 3) {
      return this.#authentication.tokens(request, rest[2], this.#body(request), account);
    }
    if (worker === 'shared' && rest.join('/') === deviceInfoPath && request.method === 'GET') {
      return jsonReply(200, JSON.stringify(deviceInfo(this.config)));
    }
    if (rest.at(-1) === 'available' && request.method === 'GET') return jsonReply(200, '{}');
    if (worker === 'shared' && rest[0] === 'file-transfer') throw new Unimplemented('file transfer');
    const path = printedPath(request).replace(/^\/mgmt/, '');
    throw javaRefusal(404, `Public URI path not registered: ${path}`, request);
  }

  #login(request: MockRequest): MockReply {
    if (request.method !== 'POST') return javaReply(405, 'Method not allowed', request);
    return this.#authentication.login(request, this.#body(request) ?? {});
  }

  #tm(request: MockRequest, target: Target, segments: readonly string[], account: Account): MockReply {
    const { method } = request;
    const path = segments.join('/');
    if (this.life.meeting === 'loading') {
      const reply = this.#loading.answer(method, segments, target);
      if (reply !== undefined) return reply;
    }
    const body = method === 'GET' || method === 'DELETE' ? undefined : this.#body(request);
    if (segments[0] === 'transaction') return this.transactions.answer(method, segments.slice(1), body, account);
    const coordination = headerOf(request, 'x-f5-rest-coordination-id');
    if (coordination !== undefined && method !== 'GET') {
      if (notTransactional.has(path) || segments[1] === 'partition') throw refuse('notTransactional', { path });
      return this.transactions.queue(coordination, method, request.path, body);
    }
    const document = documents.find((known) => known.path === path);
    if (document !== undefined) {
      if (method !== 'GET') throw refuse('invalidOption');
      return jsonReply(200, JSON.stringify(printDocument(document, this.life, this.config, target.rawQuery)));
    }
    if (segments.at(-1) === 'available' && method === 'GET') return jsonReply(200, '{}');
    if (method === 'POST' && this.commands.has(path)) return this.commands.run(path, body ?? {}, account);
    return this.#configuration(method, target, segments, body, account);
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
    if (method !== 'GET') checkRight(account, route, body ?? {}, method);
    return this.#rest.perform(method, route, target, body);
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
    const text = bodyText(request);
    if (text.trim() === '') return undefined;
    let parsed: Json;
    try {
      parsed = JSON.parse(text) as Json;
    } catch {
      throw refuse('badBody');
    }
    if (!isObject(parsed)) throw refuse('badBody');
    return parsed;
  }
}

/** Refuses a user whose role does not reach into the partition. */
function checkRight(account: Account, route: Route, body: JsonObject, method: string): void {
  const partition = partitionOf(route, body);
  if (mayWrite(account, partition)) return;
  const right = method === 'POST' ? 'create' : method === 'DELETE' ? 'delete' : 'modify';
  throw refuse('accessDenied', { user: account.name, right, partition: partition ?? '[All]' });
}

function partitionOf(route: Route, body: JsonObject): string | undefined {
  if (route.what !== 'item' && route.what !== 'collection') return undefined;
  if (route.parent !== undefined) return route.parent.partition;
  if (route.kind.naming !== 'folder') return undefined;
  if (route.what === 'item') return route.fullPath.split('/')[1];
  const { name, partition } = body;
  if (typeof name === 'string' && name.startsWith('/')) return name.split('/')[1];
  return typeof partition === 'string' ? partition : 'Common';
}
