import type { Config } from '../config/config.ts';
import { pathOfSegment } from '../config/names.ts';
import { Renderer } from '../config/render.ts';
import { notFound } from '../config/rest.ts';
import { collectionStats } from '../config/stats.ts';
import { refuse } from '../errors/refusal.ts';
import { jsonReply, type MockReply } from '../wire/message.ts';
import type { Target } from '../wire/target.ts';

/** mcpd while it loads: existing objects answer 404, lists are empty, writes are refused. */
export class LoadingView {
  readonly #config: Config;

  constructor(config: Config) {
    this.#config = config;
  }

  /**
   * The answer, or `undefined` for what does not come from mcpd's objects: `sys/ready`, `sys/version`, settings of
   * which there is one, transactions that wait.
   */
  answer(method: string, segments: readonly string[], target: Target): MockReply | undefined {
    if (method !== 'GET') throw refuse('mcpdLost');
    let type = '';
    let at = 0;
    for (; at < segments.length; at++) {
      const next = type === '' ? (segments[at] ?? '') : `${type}/${segments[at]}`;
      if (this.#config.tree.kind(next) === undefined && this.#config.tree.kind(type) !== undefined) break;
      type = next;
    }
    const kind = this.#config.tree.kind(type);
    if (kind === undefined || kind.naming === 'single') return undefined;
    const renderer = new Renderer(this.#config);
    const view = { ...renderer.plain, query: target.rawQuery };
    const segment = segments[at];
    if (segment === undefined) return jsonReply(200, renderer.list(kind, type, [], view));
    if (segment === 'stats')
      return jsonReply(200, JSON.stringify(collectionStats(type, type, [], view, this.#config, false)));
    const fullPath = kind.naming === 'plain' ? segment : pathOfSegment(segment);
    return notFound({ kind, fullPath, parent: undefined }, method);
  }
}
