import type { Json } from '../../../json.ts';
import type { Kind, Properties, Property } from '../../kind.ts';
import { reference, references, table, text } from '../../property.ts';

/** A profile type as data. */
export interface ProfileData {
  readonly type: string;
  /** mcpd's word for it; only `ClientSSL Profile` is recorded. */
  readonly label: string;
  /** The factory profile that has every default. */
  readonly root: string;
  /** Its settings, in the order of the wire. */
  readonly defaults: Readonly<Record<string, Json>>;
  /** Settings with a shape of their own. */
  readonly special?: Properties;
  /** Settings that name an object of a type that the mock does not have, and the path of that type. */
  readonly leadsTo?: Readonly<Record<string, string>>;
  /** Settings that are taken and never shown. */
  readonly secrets?: readonly string[];
  /** A few types have no description. */
  readonly undescribed?: boolean;
  /** The version that brought a setting; `enforcement.rfcCompliance` for one inside of another. */
  readonly since?: Readonly<Record<string, string>>;
  /** Other defaults from a version on. */
  readonly later?: Readonly<Record<string, { readonly since: string; readonly default: Json }>>;
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
  chain: certificate,
  javaCaFile: certificate,
  javaSigner: certificate,
  javaSignKey: key,
  key,
  routeDomain: ['net/route-domain'],
  tunnelName: ['net/tunnels/tunnel'],
};

/** Settings that name an object of a type that the mock does not have: the link is shown all the same. */
const elsewhere: Readonly<Record<string, string>> = {
  logProfile: 'ltm/alg-log-profile',
  logPublisher: 'sys/log-config/publisher',
};

/** The properties of a table, those that name another object as references. */
function settings(defaults: Readonly<Record<string, Json>>, leadsTo = elsewhere): Properties {
  return Object.fromEntries(
    Object.entries(table(defaults)).map(([name, property]): [string, Property] => {
      const to = targets[name];
      if (to !== undefined) return [name, reference(to, { value: String(defaults[name]) })];
      const path = leadsTo[name];
      if (path !== undefined) return [name, { ...property, leadsTo: path }];
      if (name === 'applications') return [name, { ...references(['wam/application']), default: [] }];
      // A list of words on 13, one text with braces from 14 on.
      if (name === 'tmOptions') return [name, { shape: 'list', loose: true, default: defaults[name] }];
      const inner = defaults[name];
      if (property.shape !== 'object' || property.fields === undefined) return [name, property];
      return [name, { ...property, fields: settings(inner as Readonly<Record<string, Json>>) }];
    }),
  );
}

/** The fields of a setting, with the versions that brought them. */
function sinceWithin(setting: string, fields: Properties, versions: ProfileData['since'] = {}): Properties {
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]): [string, Property] => {
      const since = versions[`${setting}.${name}`];
      return [name, since === undefined ? field : { ...field, since }];
    }),
  );
}

/** An object type made of a table of defaults. */
export function profile(data: ProfileData): Profile {
  const type = `ltm/profile/${data.type}`;
  const own: Properties = {
    ...settings(data.defaults, { ...elsewhere, ...data.leadsTo }),
    ...data.special,
    ...Object.fromEntries((data.secrets ?? []).map((name) => [name, text(undefined, { writeOnly: true })])),
    appService: text('none', { readOnly: true }),
    defaultsFrom: reference([type], { value: 'none', fixed: true }),
    ...(data.undescribed === true ? {} : { description: text('none') }),
  };
  const sorted = Object.entries(own)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, property]): [string, Property] => {
      const since = data.since?.[name];
      const later = data.later?.[name];
      const fields = property.fields === undefined ? {} : { fields: sinceWithin(name, property.fields, data.since) };
      return [name, { ...property, ...fields, ...(since && { since }), ...(later && { later }) }];
    });
  const kind: Kind = {
    type,
    label: data.label,
    naming: 'folder',
    properties: Object.fromEntries(sorted),
    inherits: `/Common/${data.root}`,
    evidence: 'recorded',
    source: 'genieparser test_get_ltm_profile*.py (14.1.2.1); the label is a guess except for client-ssl',
  };
  const uri = (name: string) => `${type}/~Common~${name}`;
  const factory = Object.fromEntries([
    [uri(data.root), {}],
    ...Object.entries(data.derived ?? {}).map(([name, changed]) => [uri(name), changed]),
  ]);
  return { kind, factory };
}
