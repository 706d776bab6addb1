/** A mock BIG-IP with partition `k8s` and a tunnel, and a client on it without a socket. */

import { MockBigIp } from '../../mocks/index.ts';
import { readActual } from '../../src/actual/index.ts';
import { type ApplyResult, applyPlan } from '../../src/apply/index.ts';
import { BigIp } from '../../src/bigip.ts';
import { makePlan, type Plan, type PlanOptions } from '../../src/plan/index.ts';
import type { DesiredState } from '../../src/state.ts';
import { TestClock } from '../icontrol/test-clock.ts';
import { withoutWrites } from '../oracle/watch.ts';

export interface Rig extends AsyncDisposable {
  readonly device: MockBigIp;
  readonly bigip: BigIp;
  /** Writes since the last call: `POST ltm/pool`; transactions and reads are left out. */
  writes(): string[];
  plan(wanted: DesiredState, options?: PlanOptions): Promise<Plan>;
  apply(wanted: DesiredState, options?: PlanOptions): Promise<ApplyResult>;
}

const tunnel = {
  'auth/partition/k8s': {},
  'net/tunnels/vxlan/~Common~fl': { port: 8472, floodingType: 'none' },
  'net/self/~Common~under': { address: '172.16.40.10/24', vlan: '/Common/internal', allowService: 'none' },
  'net/vlan/~Common~internal': {},
  'net/tunnels/tunnel/~Common~flannel_vxlan': { profile: '/Common/fl', key: 1, localAddress: '172.16.40.10' },
  'net/self/~Common~over': { address: '10.244.20.60/16', vlan: '/Common/flannel_vxlan', allowService: 'none' },
} as const;

export async function openRig(seed: Record<string, Record<string, unknown>> = {}): Promise<Rig> {
  const device = await MockBigIp.start({ protocol: 'none', seed: { ...tunnel, ...seed } as never });
  const clock = new TestClock({ auto: true });
  const bigip = new BigIp({
    url: 'https://192.0.2.10',
    username: device.username,
    password: device.password,
    transport: device.transport,
    clock,
  });
  let seen = 0;
  const plan = async (wanted: DesiredState, options: PlanOptions = {}): Promise<Plan> =>
    withoutWrites(async () =>
      makePlan(wanted, await readActual(bigip, wanted, { orphans: options.prune === true }), options),
    );
  return {
    device,
    bigip,
    plan,
    writes() {
      const lines = device.journal
        .slice(seen)
        .filter(
          ({ method, path }) => method !== 'GET' && !/authn|authz|^(\/mgmt\/tm\/)?transaction|sys\/config/.test(path),
        )
        .map(({ method, path }) => `${method} ${path.replace('/mgmt/tm/', '')}`);
      seen = device.journal.length;
      return lines;
    },
    apply: async (wanted, options) => applyPlan(await plan(wanted, options), bigip),
    async [Symbol.asyncDispose]() {
      await bigip.close();
      await device.close();
    },
  };
}
