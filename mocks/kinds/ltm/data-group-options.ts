import type { Entry } from '../../config/entry.ts';
import { refuse } from '../../errors/refusal.ts';
import { isArray, isObject, type JsonObject } from '../../json.ts';

interface RecordsCommand {
  readonly verb: string;
  /** `undefined` data: none was named. */
  readonly records: readonly { readonly name: string; readonly data: string | undefined }[];
}

/**
 * `?options=records add { key4 { data value44 } }` of a PATCH: adds, modifies or deletes records without sending the
 * others (recorded on 17.1.2.1). `undefined` for other options.
 */
export function recordOptions(options: string, entry: Entry): JsonObject | undefined {
  const command = parse(options);
  if (command === undefined) return undefined;
  const before = entry.properties['records'];
  const records = new Map((isArray(before) ? before : []).filter(isObject).map((row) => [String(row['name']), row]));
  const label = `class ${String(entry.properties['type'])} item`;
  for (const { name, data } of command.records) {
    const path = `${entry.fullPath} ${name}`;
    if (command.verb === 'add') {
      const partition = entry.partition ?? 'Common';
      if (records.has(name)) throw refuse('alreadyExists', { label, path, partition });
    } else if (!records.has(name)) {
      throw refuse('notFound', { label, path });
    }
    if (command.verb === 'delete') records.delete(name);
    else records.set(name, { ...records.get(name), name, ...(data === undefined ? {} : { data }) });
  }
  return { records: [...records.values()] };
}

/** `records <verb> { <name> { data <value> } <name> … }`, as tmsh has it; texts with spaces are quoted. */
function parse(options: string): RecordsCommand | undefined {
  const words = [...options.matchAll(/"((?:[^"\\]|\\.)*)"|[{}]|[^\s{}]+/g)].map(
    ([whole, quoted]) => quoted?.replace(/\\(.)/g, '$1') ?? whole,
  );
  const [property, verb = '', open, ...rest] = words;
  if (property !== 'records' || !['add', 'modify', 'delete'].includes(verb) || open !== '{') return undefined;
  if (rest.pop() !== '}') return undefined;
  const records: { name: string; data: string | undefined }[] = [];
  while (rest.length > 0) {
    const name = rest.shift() ?? '';
    if (name === '{' || name === '}') return undefined;
    if (rest[0] !== '{') {
      records.push({ name, data: undefined });
      continue;
    }
    const close = rest.indexOf('}');
    const [data, value, more] = rest.splice(0, close + 1).slice(1, -1);
    if (close < 0 || more !== undefined || (data !== undefined && data !== 'data')) return undefined;
    records.push({ name, data: value });
  }
  return { verb, records };
}
