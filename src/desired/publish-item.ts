/** What a `publish:` list can say (docs/publish.md, schemas/publish.json). Built on first use. */
import { z } from 'zod';
import { nameSchema } from '../kubernetes/objects.ts';

/** A health monitor that is made for the pool. */
export interface PublishMonitor {
  readonly type: 'http' | 'tcp' | 'udp';
  /** Seconds, default 5. */
  readonly interval?: number | undefined;
  /** Seconds, default 16; more than the interval. */
  readonly timeout?: number | undefined;
  readonly send?: string | undefined;
  readonly recv?: string | undefined;
}

export interface PublishProfile {
  /** Full path. */
  readonly name: string;
  readonly context: 'all' | 'clientside' | 'serverside';
}

/** What may be said for all ports of an item, and otherwise for one of them. References are full paths. */
export interface PublishSettings {
  /** What the protocol profiles are for; `http` and `tcp` are TCP. Default: by the protocol of the port. */
  readonly mode?: 'tcp' | 'udp' | 'http' | undefined;
  /** Default `round-robin`, and `ratio-member` where there are several Services. */
  readonly loadBalancingMode?: string | undefined;
  /** Monitors to make, or full paths of ones that are there. Default: none. */
  readonly monitors?: readonly (string | PublishMonitor)[] | undefined;
  /** Instead of the protocol profiles of the mode: full paths (context all), or with their context. */
  readonly profiles?: readonly (string | PublishProfile)[] | undefined;
  readonly clientSsl?: readonly string[] | undefined;
  readonly serverSsl?: readonly string[] | undefined;
  /** `none`, `source_addr`, or full path of a persistence profile. Default: as the Service's sessionAffinity says. */
  readonly persistence?: string | undefined;
  /** `automap`, `none`, or the full path of a SNAT pool. Default: as the mapping's option says. */
  readonly snat?: string | undefined;
  /** Full paths of iRules, in the order in which they run. */
  readonly rules?: readonly string[] | undefined;
  /** Full paths of the VLANs to listen on. Default: all. */
  readonly vlans?: readonly string[] | undefined;
}

export interface PublishPort extends PublishSettings {
  /** The Service's own port: its number, or its name. */
  readonly port: number | string;
  /** Default: that of the port of this name; of a number `TCP`. */
  readonly protocol?: 'TCP' | 'UDP' | 'tcp' | 'udp' | undefined;
  /** Port of the virtual server. Default: the number of the Service's port. */
  readonly listen?: number | undefined;
}

export interface PublishBackend {
  readonly service: string;
  /** 0 to 65535, shared by the members of the Service. */
  readonly weight: number;
}

/** One Service on one address. */
export interface PublishItem extends PublishSettings {
  /** Stands in the names of all objects. Default: the name of the Service. */
  readonly name?: string | undefined;
  /** Namespace of the Service. Default `default`. */
  readonly namespace?: string | undefined;
  readonly service?: string | undefined;
  /** Instead of `service`: several, whose traffic is shared by their weights. The first says which ports there are. */
  readonly services?: readonly PublishBackend[] | undefined;
  /** Address of the virtual servers, `172.16.100.195`, `fd00::10`, `172.16.100.195%5`. */
  readonly address: string;
  /** `all`, or which of the Service's ports. */
  readonly ports: 'all' | readonly (number | string | PublishPort)[];
  /** Ports that are left out of `all`: numbers or names. */
  readonly except?: readonly (number | string)[] | undefined;
}

const port = () => z.int().min(1).max(65_535);
const portName = () =>
  z
    .string()
    .min(1)
    .max(63)
    .regex(/^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/, 'is not the name of a port');
const seconds = () => z.int().min(1).max(86_400);
const fullPath = () => z.string().regex(/^(?:\/[^/\s]+){2,}$/, 'is not a full path such as /Common/name');

function settings() {
  return {
    mode: z.enum(['tcp', 'udp', 'http']).optional(),
    loadBalancingMode: z.string().optional(),
    monitors: z
      .array(
        z.union([
          fullPath(),
          z.strictObject({
            type: z.enum(['http', 'tcp', 'udp']),
            interval: seconds().optional(),
            timeout: seconds().optional(),
            send: z.string().min(1).optional(),
            recv: z.string().min(1).optional(),
          }),
        ]),
      )
      .optional(),
    profiles: z
      .array(
        z.union([
          fullPath(),
          z.strictObject({ name: fullPath(), context: z.enum(['all', 'clientside', 'serverside']) }),
        ]),
      )
      .min(1)
      .optional(),
    clientSsl: z.array(fullPath()).min(1).optional(),
    serverSsl: z.array(fullPath()).min(1).optional(),
    persistence: z.union([z.enum(['none', 'source_addr']), fullPath()]).optional(),
    snat: z.union([z.enum(['automap', 'none']), fullPath()]).optional(),
    rules: z.array(fullPath()).optional(),
    vlans: z.array(fullPath()).min(1).optional(),
  };
}

function build() {
  return z
    .strictObject({
      name: nameSchema().optional(),
      namespace: nameSchema().optional(),
      service: nameSchema().optional(),
      services: z
        .array(z.strictObject({ service: nameSchema(), weight: z.int().min(0).max(65_535) }))
        .min(1)
        .optional(),
      address: z.string().min(1),
      ports: z.union([
        z.literal('all'),
        z
          .array(
            z.union([
              port(),
              portName(),
              z.strictObject({
                port: z.union([port(), portName()]),
                protocol: z.enum(['TCP', 'UDP', 'tcp', 'udp']).optional(),
                listen: port().optional(),
                ...settings(),
              }),
            ]),
          )
          .min(1),
      ]),
      except: z.array(z.union([port(), portName()])).optional(),
      ...settings(),
    })
    .refine(({ service, services }) => (service === undefined) !== (services === undefined), {
      message: 'needs either service or services',
      path: ['service'],
    })
    .refine(({ ports, except }) => ports === 'all' || except === undefined, {
      message: 'goes with "ports: all" only',
      path: ['except'],
    });
}

let built: ReturnType<typeof build> | undefined;

export function publishItemSchema(): ReturnType<typeof build> {
  built ??= build();
  return built;
}
