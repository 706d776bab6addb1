/** A device that holds something, and a client of it. */
import { MockBigIp } from '../../mocks/index.ts';
import { BigIp } from '../../src/index.ts';

export type Seed = Record<string, Record<string, unknown>>;

export async function onDevice(seed: Seed, use: (bigip: BigIp) => Promise<void>): Promise<void> {
  await using device = await MockBigIp.start({ seed: seed as never });
  const { url, username, password, fingerprint256 = '' } = device;
  await using bigip = new BigIp({ url, username, password, tls: { fingerprint256 } });
  await use(bigip);
}
