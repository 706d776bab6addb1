import type { Config } from '../config/config.ts';
import { Renderer } from '../config/render.ts';
import { refuse } from '../errors/refusal.ts';
import { jsonReply, type MockReply } from '../wire/message.ts';
import type { Target } from '../wire/target.ts';

/** mcpd while it loads: existing objects answer 404, lists are empty, writes are refused. */
export class LoadingView {
  readonly #config: Config;

  constructor(config: Config) {
    this.#config = config;
  }

  /** The answer, or `undefined` for what does not come from mcpd's objects (`sys/ready`, `sys/version`). */
  answer(method: string, segments: readonly string[], target: Target): MockReply | undefined {
    let type = '';
    let at = 0;
    for (; at < segments.length; at++) {
      const next = type === '' ? (segments[at] ?? '') : `${type}/${segments[at]}`;
      if (this.#config.tree.kind(next) === undefined && this.#config.tree.kind(type) !== undefined) break;
      type = next;
    }
    const kind = this.#config.tree.kind(type);
    if (kind === undefined || kind.naming === 'single') return undefined;
    if (method !== 'GET') throw refuse('mcpdLost');
    if (at >= segments.length) {
      const renderer = new Renderer(this.#config);
      const view = { ...renderer.plain, query: target.rawQuery };
      return jsonReply(200, renderer.list(kind, type, [], view));
    }
    const path = (segments[at] ?? '').replaceAll('~', '/');
    throw refuse('notFound', { label: kind.label, path: path.startsWith('/') ? path : `/Common/${path}` });
  }
}
