/** `spec` of a TransportServer, `cis.f5.com/v1` (facts: cis 5; F5's CRD documentation). Built on first use. */
import { z } from 'zod';
import { nameSchema } from '../kubernetes/objects.ts';
import { cisMonitorSchema } from './cis-monitor.ts';
import { resembling } from './resembling.ts';

const port = () => z.int().min(1).max(65_535);
const weight = () => z.int().min(0).max(256);

/** Fields that are not read are looked for by name, so none of them makes it unreadable. */
function build() {
  return z.looseObject({
    virtualServerAddress: z.string().optional(),
    virtualServerPort: port(),
    bigipRouteDomain: z.int().min(0).max(65_534).optional(),
    host: z.string().optional(),
    mode: z.enum(['standard', 'performance']).optional(),
    type: z.enum(['tcp', 'udp', 'sctp']).optional(),
    snat: z.string().optional(),
    partition: z.string().optional(),
    allowVlans: z.array(z.string()).optional(),
    iRules: z.array(z.string()).optional(),
    persistenceProfile: z.string().optional(),
    profileL4: z.string().optional(),
    connectionMirroring: z.enum(['none', 'L4']).optional(),
    tls: z
      .looseObject({
        clientSSLs: z.array(z.string()).optional(),
        serverSSLs: z.array(z.string()).optional(),
        reference: z.enum(['bigip', 'secret']).optional(),
      })
      .optional(),
    profiles: z
      .looseObject({
        tcp: z.looseObject({ client: z.string().optional(), server: z.string().optional() }).optional(),
        udp: z.string().optional(),
      })
      .optional(),
    pool: z.looseObject({
      service: nameSchema(),
      serviceNamespace: nameSchema().optional(),
      servicePort: z.union([port(), z.string().min(1)]),
      loadBalancingMethod: z.string().optional(),
      monitor: cisMonitorSchema().optional(),
      monitors: z.array(cisMonitorSchema()).optional(),
      reselectTries: z.int().min(0).max(65_535).optional(),
      serviceDownAction: z.enum(['none', 'reset', 'drop', 'reselect']).optional(),
      nodeMemberLabel: z.string().optional(),
      minimumMonitors: z.union([z.int().min(1), z.literal('all')]).optional(),
      weight: weight().optional(),
      alternateBackends: z
        .array(
          z.looseObject({
            service: nameSchema(),
            serviceNamespace: nameSchema().optional(),
            weight: weight().optional(),
          }),
        )
        .optional(),
    }),
  });
}

let built: ReturnType<typeof build> | undefined;

export function transportServerSpecSchema(): ReturnType<typeof build> {
  built ??= build();
  return built;
}

export type TransportServerSpec = z.infer<ReturnType<typeof build>>;

/** Fields that are read, or that change nothing on a BIG-IP; of others it is said that they are not known. */
const knownFields: Readonly<Record<string, readonly string[]>> = {
  '': [
    'virtualServerAddress',
    'virtualServerPort',
    'virtualServerName',
    'bigipRouteDomain',
    'host',
    'ipamLabel',
    'mode',
    'type',
    'snat',
    'partition',
    'allowVlans',
    'iRules',
    'persistenceProfile',
    'profileL4',
    'profiles',
    'pool',
    'connectionMirroring',
    'tls',
  ],
  profiles: ['tcp', 'udp'],
  pool: [
    'name',
    'service',
    'serviceNamespace',
    'servicePort',
    'loadBalancingMethod',
    'monitor',
    'monitors',
    'reselectTries',
    'serviceDownAction',
    'weight',
    'alternateBackends',
    'nodeMemberLabel',
    'minimumMonitors',
  ],
};

type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function saysNothing(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return value === null || value === '' || (isFields(value) && Object.keys(value).length === 0);
}

/** Deeper than any field of a spec that is read. */
const deepest = 16;

/**
 * Without what says nothing: null, empty texts, lists and objects, as hand-written manifests have them, and as CIS's own types
 * are written (config/apis/cis/v1/types.go: many fields have no `omitempty`).
 */
export function withoutNothing(value: unknown, depth = 0): unknown {
  if (depth > deepest) return value;
  const inside = (item: unknown): unknown => withoutNothing(item, depth + 1);
  if (Array.isArray(value)) return value.map(inside).filter((item) => !saysNothing(item));
  if (!isFields(value)) return value;
  const fields = Object.entries(value).map(([name, field]): [string, unknown] => [name, inside(field)]);
  return Object.fromEntries(fields.filter(([, field]) => !saysNothing(field)));
}

/** `profiles.logProfiles`: fields of a spec that nothing is known of, and that are not among the unsupported ones. */
export function unknownFields(spec: unknown): readonly string[] {
  if (!isFields(spec)) return [];
  return Object.entries(knownFields).flatMap(([place, known]) => {
    const at = place === '' ? spec : spec[place];
    if (!isFields(at)) return [];
    const unsupported = place === '' ? unsupportedFields : place === 'pool' ? unsupportedPoolFields : [];
    const unknown = Object.keys(at).filter((field) => !known.includes(field) && !unsupported.includes(field));
    return unknown.map((field) => (place === '' ? field : `${place}.${field}`));
  });
}

/** What CIS can do by a field, which would be missing here: the virtual server is held rather than made without it. */
export const unsupportedFields: readonly string[] = [
  'policyName',
  'dos',
  'botDefense',
  'profileMultiplex',
  'profileAnalyticsTcp',
  'profileInspection',
  'htmlProfile',
  'ftpProfile',
  'serviceAddress',
  'hostGroup',
];
/** What is read of its TLS; anything else of that would be missing as well. */
export const tlsFields: readonly string[] = ['clientSSLs', 'serverSSLs', 'reference'];
/** The same of its pool. */
export const unsupportedPoolFields: readonly string[] = ['multiClusterServices', 'extendedServiceReferences'];

/** Fields that say what traffic a virtual server takes, and from whom: misspelt, it would take more than it should. */
const limitingFields: readonly string[] = [
  'tls',
  'allowVlans',
  'iRules',
  ...unsupportedFields,
  'clientSSLs',
  'serverSSLs',
];

/** `tls` for `spec.TLS`: the field that an unknown one may be meant for, where what is published would be open without it. */
export function limitingField(unknown: string): string | undefined {
  const name = unknown.slice(unknown.lastIndexOf('.') + 1);
  const meant = resembling(name, limitingFields);
  if (meant !== undefined) return meant;
  if (/tls|ssl/i.test(name)) return 'tls';
  return /policy|waf|firewall/i.test(name) ? 'policyName' : undefined;
}
