import { MockBigIp, type MockOptions } from '../../mocks/index.ts';
import { ForeignClient } from './foreign-client.ts';

/** How often and how fast the client tries again. */
interface Retry {
  readonly maxRetries: number;
  readonly retryIntervalMs: number;
}

export const once: Retry = { maxRetries: 0, retryIntervalMs: 0 };

/** A device on https, and f5-cloud-libs' BigIp that was initialised with it. */
export class Initialised implements AsyncDisposable {
  readonly device: MockBigIp;
  readonly bigip: ForeignClient;

  private constructor(device: MockBigIp, bigip: ForeignClient) {
    this.device = device;
    this.bigip = bigip;
  }

  static async start(options: MockOptions = {}): Promise<Initialised> {
    return Initialised.of(await MockBigIp.start(options));
  }

  /** With a device that is there already; it is closed with the client. */
  static async of(device: MockBigIp): Promise<Initialised> {
    const bigip = await ForeignClient.start('cloud-libs', device, { retry: once });
    const made = new Initialised(device, bigip);
    try {
      await init(bigip, device);
    } catch (error) {
      await made[Symbol.asyncDispose]();
      throw error;
    }
    return made;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.bigip[Symbol.asyncDispose]();
    await this.device.close();
  }
}

export async function init(bigip: ForeignClient, device: MockBigIp, password = device.password): Promise<void> {
  const { hostname, port } = new URL(device.url);
  await bigip.call('init', hostname, device.username, password, {
    port: Number(port),
    product: 'BIG-IP',
    retry: { ...once },
  });
}

/** The requests that were to change something: `POST ltm/pool 200`. */
export function requests(device: MockBigIp): string[] {
  const changing = device.journal.filter(({ method }) => method !== 'GET');
  return changing.map(({ method, uri, status }) => `${method} ${uri.replace('/mgmt/tm/', '')} ${status}`);
}
