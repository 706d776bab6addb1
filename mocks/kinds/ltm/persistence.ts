import type { Json } from '../../json.ts';
import type { Kind, Properties, Property } from '../kind.ts';
import { reference, table, text } from '../property.ts';

interface PersistenceType {
  readonly root: string;
  readonly defaults: Readonly<Record<string, Json>>;
}

const common = {
  matchAcrossPools: 'disabled',
  matchAcrossServices: 'disabled',
  matchAcrossVirtuals: 'disabled',
  mirror: 'disabled',
  overrideConnectionLimit: 'disabled',
  timeout: '180',
};

const types: Readonly<Record<string, PersistenceType>> = {
  cookie: {
    root: 'cookie',
    defaults: {
      ...common,
      alwaysSend: 'disabled',
      cookieEncryption: 'disabled',
      cookieName: 'none',
      encryptCookiePoolname: 'disabled',
      expiration: '0',
      hashLength: 0,
      hashOffset: 0,
      httponly: 'enabled',
      method: 'insert',
      secure: 'enabled',
    },
  },
  'dest-addr': { root: 'dest_addr', defaults: { ...common, hashAlgorithm: 'default', mask: 'none' } },
  hash: {
    root: 'hash',
    defaults: {
      ...common,
      hashAlgorithm: 'default',
      hashBufferLimit: 0,
      hashEndPattern: 'none',
      hashLength: 0,
      hashOffset: 0,
      hashStartPattern: 'none',
      rule: 'none',
    },
  },
  host: { root: 'host', defaults: { ...common } },
  msrdp: { root: 'msrdp', defaults: { ...common, hasSessionDir: 'yes', timeout: '300' } },
  sip: { root: 'sip_info', defaults: { ...common, sipInfo: 'none' } },
  'source-addr': {
    root: 'source_addr',
    defaults: {
      ...common,
      hashAlgorithm: 'default',
      mapProxies: 'enabled',
      mapProxyAddress: 'none',
      mapProxyClass: 'none',
      mask: 'none',
    },
  },
  ssl: { root: 'ssl', defaults: { ...common, timeout: '300' } },
  universal: { root: 'universal', defaults: { ...common, rule: 'none' } },
};

function persistence(type: string, { root, defaults }: PersistenceType): Kind {
  const own: Properties = {
    ...table({ ...defaults }),
    ...(type === 'cookie' ? { cookieEncryptionPassphrase: text(undefined, { writeOnly: true }) } : {}),
    ...('mapProxyClass' in defaults
      ? { mapProxyClass: reference(['ltm/data-group/internal'], { value: 'none' }) }
      : {}),
    ...('rule' in defaults ? { rule: reference(['ltm/rule'], { value: 'none' }) } : {}),
    appService: text('none', { readOnly: true }),
    defaultsFrom: reference([`ltm/persistence/${type}`], { value: 'none', fixed: true }),
    description: text('none'),
  };
  return {
    type: `ltm/persistence/${type}`,
    label: 'persistence profile',
    naming: 'folder',
    properties: Object.fromEntries(
      Object.entries(own).sort(([left], [right]): number => (left < right ? -1 : 1)) as [string, Property][],
    ),
    inherits: `/Common/${root}`,
    evidence: 'recorded',
    source: 'genieparser test_get_ltm_persistence*.py (14.1.2.1)',
  };
}

/** The object types of persistence profiles. */
export const persistences: readonly Kind[] = Object.entries(types).map(([type, data]) => persistence(type, data));

/** The persistence profiles of the factory, by URI. */
export const factoryPersistences: Readonly<Record<string, Readonly<Record<string, Json>>>> = Object.fromEntries(
  Object.entries(types).map(([type, { root }]) => [`ltm/persistence/${type}/~Common~${root}`, {}]),
);
