import type { Json } from '../../../json.ts';
import type { Kind, Properties, Property } from '../../kind.ts';
import { reference, table, text } from '../../property.ts';

/** A profile type as data. */
export interface ProfileData {
  readonly type: string;
  /** mcpd's word for it; only `ClientSSL Profile` is recorded. */
  readonly label: string;
  /** The factory profile that has every default. */
  readonly root: string;
  /** Its settings, in the order of the wire. */
  readonly defaults: Readonly<Record<string, Json>>;
  /** Other factory profiles: what differs from the one that they come from. */
  readonly derived?: Readonly<Record<string, Readonly<Record<string, Json>>>>;
}

/** A profile type, and the profiles that the factory brings. */
export interface Profile {
  readonly kind: Kind;
  readonly factory: Readonly<Record<string, Readonly<Record<string, Json>>>>;
}

const certificate = ['sys/file/ssl-cert'];
const key = ['sys/file/ssl-key'];

/** Settings that name another object. */
const targets: Readonly<Record<string, readonly string[]>> = {
  caFile: certificate,
  cert: certificate,
  javaCaFile: certificate,
  javaSigner: certificate,
  javaSignKey: key,
  key,
};

/** Settings whose names are the same in every profile. */
const shared: Properties = {
  appService: text('none', { readOnly: true }),
  description: text('none'),
};

/** An object type made of a table of defaults. */
export function profile(data: ProfileData): Profile {
  const type = `ltm/profile/${data.type}`;
  const own: Properties = {
    ...Object.fromEntries(
      Object.entries(table(data.defaults)).map(([name, property]): [string, Property] => {
        const to = targets[name];
        return [name, to === undefined ? property : reference(to, { value: String(data.defaults[name]) })];
      }),
    ),
    ...shared,
    defaultsFrom: reference([type], { value: 'none', fixed: true }),
  };
  const kind: Kind = {
    type,
    label: data.label,
    naming: 'folder',
    properties: Object.fromEntries(Object.entries(own).sort(([left], [right]) => (left < right ? -1 : 1))),
    inherits: `/Common/${data.root}`,
    evidence: 'recorded',
    source: 'captures ltm-profile (14.1.2.1); the label is a guess except for client-ssl',
  };
  const uri = (name: string) => `${type}/~Common~${name}`;
  const factory = Object.fromEntries([
    [uri(data.root), {}],
    ...Object.entries(data.derived ?? {}).map(([name, settings]) => [uri(name), settings]),
  ]);
  return { kind, factory };
}
