/** `spec` of a TransportServer, `cis.f5.com/v1` (facts: cis 5; F5's CRD documentation). Built on first use. */
import { z } from 'zod';
import { nameSchema } from '../kubernetes/objects.ts';
import { cisMonitorSchema } from './cis-monitor.ts';

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

/** What CIS can do by a field, which would be missing here: the virtual server is held rather than made without it. */
export const unsupportedFields: readonly string[] = [
  'policyName',
  'tls',
  'dos',
  'botDefense',
  'profileMultiplex',
  'profileAnalyticsTcp',
  'profileInspection',
  'htmlProfile',
  'ftpProfile',
  'serviceAddress',
  'connectionMirroring',
  'hostGroup',
];
/** The same of its pool. */
export const unsupportedPoolFields: readonly string[] = ['multiClusterServices', 'nodeMemberLabel', 'minimumMonitors'];
