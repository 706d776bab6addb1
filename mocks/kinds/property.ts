import { routed } from '../config/route-domains.ts';
import type { Json } from '../json.ts';
import type { Kind, Properties, Property } from './kind.ts';

/** What may be added to a property. */
export type More = Partial<Omit<Property, 'shape' | 'default'>>;

/** A text, with or without a default. */
export function text(value?: string, more: More = {}): Property {
  return { shape: 'text', default: value, ...more };
}

/** An IP address in a route domain: `10.0.0.1%2`. */
export function address(more: More = {}): Property {
  return text(undefined, { spell: (value, draft, config) => routed(value, draft, config), routed: 'address', ...more });
}

/** A number; a numeric string is accepted and becomes a number. */
export function number(value?: number, more: More = {}): Property {
  return { shape: 'number', default: value, ...more };
}

/** What 16 bits hold: ports, ratios, priorities. */
export const sixteenBits: More = { range: [0, 65_535] };

/** One of a few texts; the first is not special. */
export function choice(value: string | undefined, choices: readonly string[], more: More = {}): Property {
  return { shape: 'text', default: value, choices, ...more };
}

/** `enabled` or `disabled`. */
export function toggle(value?: 'enabled' | 'disabled', more: More = {}): Property {
  return choice(value, ['enabled', 'disabled'], more);
}

/** `yes` or `no`. */
export function yesNo(value?: 'yes' | 'no', more: More = {}): Property {
  return choice(value, ['yes', 'no'], more);
}

/** `true` or `false`, as texts. */
export function trueFalse(value?: 'true' | 'false', more: More = {}): Property {
  return choice(value, ['true', 'false'], more);
}

/** Two keys of which exactly one is present, as `true`. `first` is the default. */
export function pair(first: string, second: string): Properties {
  const keys = [first, second].sort();
  return Object.fromEntries(
    keys.map((key): [string, Property] => [
      key,
      { shape: 'flag', default: key === first ? true : undefined, opposite: key === first ? second : first },
    ]),
  );
}

/** `true` when set, else absent. */
export function flag(more: More = {}): Property {
  return { shape: 'flag', ...more };
}

/** A list of texts; absent when empty unless there is a default. */
export function list(value?: readonly string[], more: More = {}): Property {
  return { shape: 'list', default: value, ...more };
}

/** An object with fields of its own. */
export function object(fields: Properties, more: More = {}): Property {
  return { shape: 'object', fields, ...more };
}

/** A list of objects with fields of their own. */
export function rows(fields: Properties, more: More = {}): Property {
  return { shape: 'rows', fields, ...more };
}

/** A full path of another object, of one of these types. */
export function reference(to: readonly string[], more: More & { value?: string } = {}): Property {
  const { value, ...rest } = more;
  return { shape: 'reference', to, default: value, ...rest };
}

/** A list of full paths of other objects. */
export function references(to: readonly string[], more: More = {}): Property {
  return { shape: 'references', to, ...more };
}

/** A subcollection: sent as `<name>` or `<name>Reference.items`, shown as `<name>Reference`. */
export function children(kind: Kind): Property {
  return { shape: 'children', kind };
}

/** A read-only property. */
export function shown(value?: Json): Property {
  const shape = typeof value === 'number' ? 'number' : 'text';
  return { shape, default: value, readOnly: true };
}

/**
 * Properties from a table of defaults, for types with dozens of them (profiles, monitors).
 * The shape follows from the default: number, list, object, else text.
 */
export function table(defaults: Readonly<Record<string, Json>>): Properties {
  return Object.fromEntries(
    Object.entries(defaults).map(([name, value]): [string, Property] => {
      if (typeof value === 'number') return [name, number(value, { loose: true })];
      if (Array.isArray(value)) return [name, { shape: 'list', default: value }];
      if (typeof value === 'object' && value !== null) {
        return [name, { shape: 'object', fields: table(value as Readonly<Record<string, Json>>) }];
      }
      if (value === 'true' || value === 'false') return [name, trueFalse(value)];
      return [name, text(String(value))];
    }),
  );
}

/** Name-value pairs that owners leave on an object, shown sorted by name. */
export const metadata: Property = rows(
  { name: text(), persist: trueFalse('true'), value: text() },
  { spell: (value) => value },
);
