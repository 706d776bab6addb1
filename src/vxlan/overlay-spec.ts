/** overlay.yaml: what an overlay should be on a BIG-IP. */
import { z } from 'zod';
import { parseAddress } from '../values/address.ts';
import { parseAddressPrefix } from '../values/address-prefix.ts';
import { parseFullPath } from '../values/full-path.ts';
import { parseNetwork } from '../values/network.ts';
import { BigIpValueError } from '../values/value-error.ts';
import { adapterOf, cniNames } from './cni.ts';

/** A text that a parser of the vocabulary takes. */
function checked(parse: (text: string) => unknown) {
  return z.string().superRefine((text, context) => {
    try {
      parse(text);
    } catch (error) {
      if (!(error instanceof BigIpValueError)) throw error;
      context.addIssue({ code: 'custom', message: error.message });
    }
  });
}

function schema() {
  const path = checked(parseFullPath);
  const selfIp = z.strictObject({
    name: path,
    address: checked(parseAddressPrefix),
    allowService: z.array(z.string()).optional(),
  });
  return z.strictObject({
    cni: z.enum(cniNames).optional(),
    flannelPrefix: z.string().min(1).optional(),
    tunnel: z.strictObject({
      name: path,
      vni: z.int().min(0).max(16_777_215).optional(),
      localAddress: checked(parseAddress),
      mtu: z.int().min(0).max(65_535).optional(),
    }),
    profile: z
      .strictObject({
        name: path.optional(),
        port: z.int().min(1).max(65_535).optional(),
        floodingType: z.enum(['none', 'multipoint', 'multicast', 'replicator']).optional(),
      })
      .optional(),
    selfIp,
    floatingSelfIp: selfIp.extend({ trafficGroup: path.optional() }).optional(),
    podNetwork: checked(parseNetwork).optional(),
    serviceNetwork: checked(parseNetwork).optional(),
    nodes: z
      .array(z.strictObject({ name: z.string().min(1), podCIDRs: z.array(checked(parseNetwork)).min(1) }))
      .optional(),
    pair: z.boolean().optional(),
  });
}

/**
 * An overlay as it is asked for. `vni`, `port` and `floodingType` default to those of the CNI, the profile to the tunnel's
 * name with `_profile`. `flannelPrefix` is that of the annotations, where it was configured. Self IPs carry the length of the whole pod network (`10.244.246.2/16`). `nodes` are the Nodes that
 * stand for this BIG-IP; a floating self IP needs one of its own. `pair`: the other unit has a tunnel of its own, so tunnels
 * are not copied.
 */
export type OverlaySpec = z.infer<ReturnType<typeof schema>>;

/** Throws BigIpValueError, with all that is wrong, unknown keys first. */
export function readOverlaySpec(value: unknown): OverlaySpec {
  const read = schema().safeParse(value);
  if (read.success) return read.data;
  // A key that nobody knows is mostly the misspelt one that another message misses.
  const isUnknown = ({ code }: z.core.$ZodIssue): number => (code === 'unrecognized_keys' ? 0 : 1);
  const [issue, ...more] = [...read.error.issues].sort((a, b) => isUnknown(a) - isUnknown(b));
  const pathOf = (one: z.core.$ZodIssue | undefined): string => one?.path.map(String).join('.') || 'overlay';
  const others = more.map((one) => `; ${pathOf(one)}: ${one.message}`).join('');
  throw new BigIpValueError(`${issue?.message ?? 'is not an overlay'}${others}`, { value, path: pathOf(issue) });
}

/** The spec with its defaults filled in. */
export interface ResolvedSpec {
  readonly spec: OverlaySpec;
  readonly cni: (typeof cniNames)[number];
  readonly vni: number;
  readonly profile: { readonly name: string; readonly port: number; readonly floodingType: string };
}

export function resolveSpec(spec: OverlaySpec): ResolvedSpec {
  const cni = spec.cni ?? 'flannel';
  const adapter = adapterOf(cni);
  return {
    spec,
    cni,
    vni: spec.tunnel.vni ?? adapter.vni('linux'),
    profile: {
      name: spec.profile?.name ?? `${spec.tunnel.name}_profile`,
      port: spec.profile?.port ?? adapter.port('linux'),
      floodingType: spec.profile?.floodingType ?? adapter.floodingType,
    },
  };
}
