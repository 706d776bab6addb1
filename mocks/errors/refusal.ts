import type { MockReply } from '../wire/message.ts';
import { jsonReply } from '../wire/message.ts';
import { type RefusalName, refusals } from './catalogue.ts';

/** A request that the device refuses. Thrown inside the mock, answered as a reply; never seen by its users. */
export class Refusal extends Error {
  readonly reply: MockReply;
  /** The rule of the catalogue, or `undefined` for a refusal of another layer. */
  readonly rule: RefusalName | undefined;
  /** URI of the object that was found at fault at commit, for the author of a seed. */
  about?: string;

  constructor(message: string, reply: MockReply, rule?: RefusalName) {
    super(message);
    this.name = 'Refusal';
    this.reply = reply;
    this.rule = rule;
  }
}

/** The error envelope of `/mgmt/tm`: `{code, message, errorStack, apiError}`. */
export function mcpdReply(status: number, message: string, apiError: number): MockReply {
  return jsonReply(status, JSON.stringify({ code: status, message, errorStack: [], apiError }));
}

/** A refusal of the catalogue, its `{fields}` filled in. */
export function refuse(name: RefusalName, fields: Readonly<Record<string, string | number>> = {}): Refusal {
  const rule = refusals[name];
  const message = rule.text.replace(/\{(\w+)\}/g, (_, field: string) => String(fields[field] ?? ''));
  return new Refusal(message, mcpdReply(rule.status, message, rule.apiError), name);
}

/** Something TMOS has and the mock has not. It is answered with 501 and kept in `device.unimplemented`. */
export class Unimplemented extends Refusal {
  readonly feature: string;

  constructor(feature: string) {
    const message = `The mock BIG-IP does not implement ${feature}.`;
    super(message, mcpdReply(501, message, 0));
    this.name = 'Unimplemented';
    this.feature = feature;
  }
}
