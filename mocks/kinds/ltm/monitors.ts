import { refuse } from '../../errors/refusal.ts';
import type { Json } from '../../json.ts';
import { isV6, parseAddress } from '../../values/address.ts';
import { joinPort, parseHostPort } from '../../values/endpoint.ts';
import type { Kind, Life, Properties, Property } from '../kind.ts';
import { table, text } from '../property.ts';
import { type MonitorType, monitorTable } from './monitor-table.ts';

/** `*:*`, `*:80`, `10.0.0.1:80`; for types without a port `*` or an address. Names of services become numbers. */
function spellDestination(value: string): string | undefined {
  if (value === '*' || /^\*[:.]\*$/.test(value)) return value;
  if (parseAddress(value) !== undefined) return value;
  const star = /^\*[:.](.+)$/.exec(value);
  const split = parseHostPort(star === null ? value.replace(/[:.]\*$/, ':0') : `star:${star[1]}`);
  if (split === undefined) return undefined;
  if (star !== null) return `*:${split.port}`;
  const address = parseAddress(split.host);
  if (address === undefined) return undefined;
  return split.port === 0 && !isV6(address.address) ? `${split.host}:*` : joinPort(split.host, split.port);
}

const life: Life = {
  // On 13 and later a monitor cannot go in the transaction that takes it off its pool (AS3 issues 2, 15, 110).
  removing(entry, config) {
    if (config.releasedInTransaction(entry.uri)) throw refuse('monitorInUse', { path: entry.fullPath });
  },
};

/** Settings of monitors are numbers without words, and switches of two words. */
function strict(properties: Properties): Properties {
  return Object.fromEntries(
    Object.entries(properties).map(([name, property]): [string, Property] => {
      const choices = switches.find((words) => words.some((word) => word === property.default));
      if (property.shape === 'text' && choices !== undefined) return [name, { ...property, choices }];
      return [name, property.shape === 'number' ? { ...property, loose: false } : property];
    }),
  );
}

const switches: readonly (readonly string[])[] = [
  ['enabled', 'disabled'],
  ['yes', 'no'],
];

function monitor(type: string, { root, defaults, optional = [], variables = false }: MonitorType): Kind {
  const { destination } = defaults;
  const own: Properties = {
    ...Object.fromEntries(optional.map((name): [string, Property] => [name, text()])),
    ...strict(table(defaults)),
    ...(variables ? { apiRawValues: { shape: 'object' } } : {}),
    appService: text(undefined, { readOnly: true }),
    defaultsFrom: { shape: 'reference', to: [`ltm/monitor/${type}`], fixed: true, bare: true },
    description: text(),
    ...(destination === undefined ? {} : { destination: text(String(destination), { spell: spellDestination }) }),
  };
  const sorted = Object.entries(own).sort(([left], [right]) => (realName(left) < realName(right) ? -1 : 1));
  return {
    type: `ltm/monitor/${type}`,
    label: 'monitor',
    naming: 'folder',
    properties: Object.fromEntries(sorted),
    life,
    missing: 'object',
    busy: 'monitorInUse',
    absent: 'monitorMissing',
    inherits: `/Common/${root}`,
    generationZero: true,
    evidence: 'recorded',
    source: `genieparser test_get_ltm_monitor*.py (14.1.2.1); settings without a default from F5's tmsh reference`,
  };
}

/** `command` of `tmCommand`: REST renames what would clash with its own keys, and sorts by the old name. */
function realName(name: string): string {
  return /^tm[A-Z]/.test(name) ? name.charAt(2).toLowerCase() + name.slice(3) : name;
}

/** The object types of all monitors. */
export const monitors: readonly Kind[] = Object.entries(monitorTable).map(([type, data]) => monitor(type, data));

/** Monitors of the factory besides the root of each type. */
export const factoryMonitors: Readonly<Record<string, Readonly<Record<string, Json>>>> = {
  ...Object.fromEntries(
    Object.entries(monitorTable).map(([type, { root }]) => [`ltm/monitor/${type}/~Common~${root}`, {}]),
  ),
  'ltm/monitor/http/~Common~http_head_f5': { recv: 'Server\\:', send: 'HEAD / HTTP/1.0\\r\\n\\r\\n' },
  'ltm/monitor/https/~Common~https_443': { destination: '*:443' },
  'ltm/monitor/https/~Common~https_head_f5': { recv: 'Server\\:', send: 'HEAD / HTTP/1.0\\r\\n\\r\\n' },
};
