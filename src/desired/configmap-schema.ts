/** The `data` of a virtual-server ConfigMap, schemas v0.1.0 to v0.1.7 of CIS (facts: cis 1.2). Built on first use. */
import { z } from 'zod';
import { nameSchema } from '../kubernetes/objects.ts';

const seconds = () => z.int().min(1).max(86_400);
const port = () => z.int().min(1).max(65_535);

function build() {
  return z.strictObject({
    virtualServer: z.strictObject({
      backend: z.strictObject({
        serviceName: nameSchema(),
        servicePort: port(),
        healthMonitors: z
          .array(
            z.strictObject({
              protocol: z.enum(['http', 'tcp', 'udp']),
              interval: seconds().optional(),
              timeout: seconds().optional(),
              send: z.string().min(1).optional(),
              recv: z.string().min(1).optional(),
            }),
          )
          .optional(),
      }),
      frontend: z.strictObject({
        partition: z.string().min(1),
        balance: z.string().optional(),
        mode: z.enum(['http', 'tcp', 'udp']).optional(),
        virtualAddress: z.strictObject({ bindAddr: z.string().optional(), port: port() }).optional(),
        sslProfile: z
          .strictObject({ f5ProfileName: z.string().optional(), f5ProfileNames: z.array(z.string()).optional() })
          .optional(),
      }),
    }),
  });
}

let built: ReturnType<typeof build> | undefined;

export function configMapDataSchema(): ReturnType<typeof build> {
  built ??= build();
  return built;
}

export type ConfigMapData = z.infer<ReturnType<typeof build>>;
export type ConfigMapMonitors = NonNullable<ConfigMapData['virtualServer']['backend']['healthMonitors']>;
export type ConfigMapSslProfile = NonNullable<ConfigMapData['virtualServer']['frontend']['sslProfile']>;
