import { Unimplemented } from '../errors/refusal.ts';
import { isArray, isObject, type Json, type JsonObject } from '../json.ts';

/** The options of a command: `{"options": [{"file": "x"}, {"merge": true}]}`, all in one. */
export function optionsOf(body: JsonObject): JsonObject {
  const rows = isArray(body['options']) ? body['options'] : [];
  return Object.assign({}, ...rows.filter(isObject)) as JsonObject;
}

/** Refuses with 501 the options that the mock would have to ignore. */
export function checkOptions(options: JsonObject, known: readonly string[], path: string): void {
  for (const name of Object.keys(options)) {
    if (!known.includes(name)) throw new Unimplemented(`the option ${name} of ${path}`);
  }
}

/** Whether an option without a value is set: `true`, `"true"`, or the empty text. */
export function isSet(value: Json | undefined): boolean {
  return value === true || value === 'true' || value === '';
}
