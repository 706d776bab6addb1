import { Agent, request } from 'undici';
import type { MockBigIp } from '../../mocks/index.ts';

/** What a plain client sees of a reply. */
export interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
  body: Body;
}

/** A JSON body whose shape a test knows. */
export interface Body {
  [key: string]: Body;
}

/** A list within a body. */
export function rows(body: Body | undefined): Body[] {
  if (!Array.isArray(body)) throw new TypeError('not a list');
  return body as Body[];
}

/** A plain client: Basic authentication, no knowledge of the device. */
export class Speaker {
  readonly #device: MockBigIp;
  readonly #agent = new Agent({ connect: { rejectUnauthorized: false } });
  headers: Record<string, string>;

  constructor(device: MockBigIp) {
    this.#device = device;
    const credentials = Buffer.from(`${device.username}:${device.password}`).toString('base64');
    this.headers = { authorization: `Basic ${credentials}` };
  }

  async send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const target = path.startsWith('/') ? path : `/mgmt/tm/${path}`;
    const response = await request(`${this.#device.url}${target}`, {
      method: method as 'GET',
      dispatcher: this.#agent,
      headers: { ...this.headers, ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.body.text();
    const json = String(response.headers['content-type']).includes('json') && text !== '';
    return {
      status: response.statusCode,
      headers: response.headers,
      text,
      body: (json ? JSON.parse(text) : text) as Body,
    };
  }

  get(path: string, headers?: Record<string, string>): Promise<Answer> {
    return this.send('GET', path, undefined, headers);
  }

  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Answer> {
    return this.send('POST', path, body, headers);
  }

  patch(path: string, body: unknown, headers?: Record<string, string>): Promise<Answer> {
    return this.send('PATCH', path, body, headers);
  }

  put(path: string, body: unknown, headers?: Record<string, string>): Promise<Answer> {
    return this.send('PUT', path, body, headers);
  }

  delete(path: string, headers?: Record<string, string>): Promise<Answer> {
    return this.send('DELETE', path, undefined, headers);
  }

  close(): Promise<void> {
    return this.#agent.destroy();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

/** The overlay of the examples: a partition, a VXLAN tunnel with a self IP on it. */
export const overlay = {
  'auth/partition/k8s': {},
  'net/tunnels/vxlan/~Common~fl-vxlan': { port: 8472, floodingType: 'none' },
  'net/tunnels/tunnel/~Common~flannel_vxlan': { profile: '/Common/fl-vxlan', key: 1, localAddress: '172.16.40.198' },
  'net/self/~Common~flannel-self': {
    address: '10.244.246.2/16',
    vlan: '/Common/flannel_vxlan',
    trafficGroup: '/Common/traffic-group-local-only',
  },
  'net/vlan/~Common~int_vlan': {},
};
