/** A mock for each test, and the command against it. */
import { afterEach, beforeEach, expect } from 'vitest';
import { MockBigIp } from '../../mocks/index.ts';
import type { ApplyResult } from '../../src/apply/index.ts';
import { exampleDevice, exampleSeed } from '../../src/cli/demo/example.ts';
import type { Plan } from '../../src/plan/index.ts';
import { judged, objections, watchWrites, withoutWrites } from '../oracle/watch.ts';
import { files, type Ran, run } from './run.ts';
import { parsed } from './schema.ts';

export const password = 'correct-horse-battery-staple';
export const poolPath = '~k8s~cfgmap_istio-system_istio-ingressgateway.32400.vs_istio-ingressgateway';
export const poolUri = `ltm/pool/${poolPath}`;
export const virtualUri = 'ltm/virtual/~k8s~istio-system_istio-ingressgateway.32400.vs';
export const withoutConfigMap = files('service-after.yaml', 'endpointslices-after.yaml', 'nodes.yaml');

export interface Rig {
  /** The mock of the running test. */
  device: MockBigIp;
  /** Environment and flags that reach it. */
  readonly env: Record<string, string>;
  readonly pin: readonly string[];
  bigip(command: string, args: readonly string[], env?: Record<string, string>): Promise<Ran>;
  plan(args: readonly string[], status: number): Promise<Plan>;
  apply(args: readonly string[], status?: number): Promise<ApplyResult>;
  /** Writes to the configuration that the device saw. */
  writes(): readonly string[];
}

const writing = new Set(['apply', 'delete', 'rollback']);

/** Runs a command with the oracle looking on: one that writes does so for its owner, and every other writes nothing. */
export function watched<T>(command: string, args: readonly string[], work: () => Promise<T>): Promise<T> {
  if (!writing.has(command)) return withoutWrites(work);
  const at = args.indexOf('--owner');
  return judged((at < 0 ? undefined : args[at + 1]) ?? 'default', work);
}

/** Called once in a test file: starts a device before each test and closes it after. */
export function useDevice(): Rig {
  let current: MockBigIp | undefined;
  const rig: Rig = {
    get device() {
      if (current === undefined) throw new Error('no test is running');
      return current;
    },
    set device(device) {
      current = device;
    },
    get env() {
      return { BIGIP_URL: rig.device.url, BIGIP_USERNAME: 'operator', BIGIP_PASSWORD: password };
    },
    get pin() {
      return ['--fingerprint', rig.device.fingerprint256 ?? ''];
    },
    bigip: (command, args, env = {}) =>
      watched(command, args, () => run([command, ...args, ...rig.pin, '-o', 'json'], { env: { ...rig.env, ...env } })),
    async plan(args, status) {
      const ran = await rig.bigip('plan', args);
      expect(ran.status, ran.stderr).toBe(status);
      return parsed<Plan>('plan', ran.stdout);
    },
    async apply(args, status = 0) {
      const ran = await rig.bigip('apply', args);
      expect(ran.status, ran.stderr).toBe(status);
      return parsed<ApplyResult>('apply', ran.stdout);
    },
    writes: () =>
      rig.device.journal
        .filter(({ method, path }) => method !== 'GET' && path.startsWith('/mgmt/tm/'))
        .map(({ method, path }) => `${method} ${path}`),
  };
  beforeEach(async () => {
    watchWrites();
    current = await MockBigIp.start({ username: 'operator', password, seed: exampleSeed(await exampleDevice()) });
  });
  afterEach(async () => {
    await current?.close();
    expect(objections().found, 'writes to what is not ours').toEqual([]);
  });
  return rig;
}
