/** What the device says of itself in the way of statistics (`sys/version`, `cm/sync-status`), and what is run (`sys/config`). */
import { ProtocolError } from '../errors.ts';
import { type AnyResource, type Changes, type PropertiesOf, shapeOf } from '../resources/define.ts';
import { checkedCallOptions } from './call-options.ts';
import { encodeProperties } from './encode.ts';
import { isItem } from './items.ts';
import { decodeKeys } from './model.ts';
import type { CallOptions, Requester } from './requester.ts';
import { type Statistics, statisticsIn } from './stats.ts';

/** One line of statistics as properties: texts and counters by their names, tables as lists. */
function propertiesIn({ counters, texts, nested }: Statistics): Record<string, unknown> {
  const tables = Object.entries(nested).map(([word, rows]) => [word, rows.map(propertiesIn)]);
  return { ...counters, ...texts, ...Object.fromEntries(tables) };
}

/** An object of which there is one, and that is only read. */
export class Status<R extends AnyResource> {
  readonly #requester: Requester;
  readonly #resource: R;

  constructor(requester: Requester, resource: R) {
    this.#requester = requester;
    this.#resource = resource;
  }

  /** Throws ProtocolError with the key that has another type than it should. */
  async get(options: CallOptions = {}): Promise<PropertiesOf<R>> {
    const { path } = this.#resource;
    const { body } = await this.#requester.request('GET', path.split('/'), checkedCallOptions(options));
    return decodeStatus(this.#resource, body) as unknown as PropertiesOf<R>;
  }
}

/** The body of a status as values. */
export function decodeStatus(resource: AnyResource, body: unknown): Record<string, unknown> {
  const [found] = statisticsIn(body, resource.path.split('/'));
  const model = found === undefined ? {} : propertiesIn(found);
  decodeKeys(resource, model, () => '');
  for (const [key, schema] of Object.entries(shapeOf(resource))) {
    if (!(key in model) && !schema.safeDecode(undefined).success) {
      throw new ProtocolError(`the answer for ${resource.path} does not say ${key}`);
    }
  }
  return model;
}

/** A function for each thing that a command resource can be told to do. */
export type CommandsOf<R extends AnyResource> = {
  readonly [Word in R extends { readonly commands: readonly (infer W extends string)[] } ? W : never]: (
    properties?: Changes<R>,
    options?: CallOptions,
  ) => Promise<PropertiesOf<R>>;
};

/** `config.save()`: POST `{ command: 'save' }`, answered by what was run. */
export function commandsOf<R extends AnyResource>(requester: Requester, resource: R): CommandsOf<R> {
  const run =
    (command: string) =>
    async (properties: Changes<R> = {} as Changes<R>, options: CallOptions = {}) => {
      const { body } = await requester.request('POST', resource.path.split('/'), {
        ...checkedCallOptions(options),
        body: { command, ...encodeProperties(resource, properties) },
      });
      if (!isItem(body)) throw new ProtocolError(`the answer for ${resource.path} is not an object`);
      const model: Record<string, unknown> = { ...body };
      decodeKeys(resource, model, () => '');
      return model;
    };
  // One function a word of the resource, by construction.
  return Object.fromEntries((resource.commands ?? []).map((word) => [word, run(word)])) as unknown as CommandsOf<R>;
}
