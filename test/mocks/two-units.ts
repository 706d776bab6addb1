import { MockBigIp } from '../../mocks/index.ts';
import { Speaker } from './speak.ts';

export const group = 'sync-failover';
export const toGroup = { command: 'run', utilCmdArgs: `config-sync to-group ${group}` };
export const self = 'cm/device/~Common~bigip1.example.com';
export const other = 'cm/device/~Common~bigip2.example.com';

export class Two implements AsyncDisposable {
  readonly one: MockBigIp;
  readonly two: MockBigIp;
  readonly first: Speaker;
  readonly second: Speaker;

  private constructor([one, two]: [MockBigIp, MockBigIp]) {
    this.one = one;
    this.two = two;
    this.first = new Speaker(one);
    this.second = new Speaker(two);
  }

  static async start(seed = {}): Promise<Two> {
    return new Two(await MockBigIp.pair({ protocol: 'http', seed }));
  }

  /** The roles, as the units say, and as each sees both in `cm/device`. */
  get roles(): string[] {
    const seen = [this.one, this.two].map((unit) =>
      [self, other].map((uri) => unit.get(uri)?.['failoverState'] ?? 'unknown').join('+'),
    );
    return [`${this.one.role}+${this.two.role}`, ...seen];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const speaker of [this.first, this.second]) await speaker.close();
    for (const unit of [this.one, this.two]) await unit.close();
  }
}

export async function failoverText(client: Speaker): Promise<string> {
  return String((await client.get('sys/failover')).body['apiRawValues']!['apiAnonymous']);
}

/** Status and colour of `cm/sync-status`, and its lines. */
export async function syncOf(client: Speaker): Promise<{ status: string; lines: string[] }> {
  const { body } = await client.get('cm/sync-status');
  const entries = body['entries']!['https://localhost/mgmt/tm/cm/sync-status/0']!['nestedStats']!['entries']!;
  const details = entries['https://localhost/mgmt/tm/cm/syncStatus/0/details']!['nestedStats']!['entries']!;
  const text = (name: string) => String(entries[name]!['description']);
  return {
    status: `${text('color')} ${text('status')}`,
    lines: Object.values(details).map((line) => String(line['nestedStats']!['entries']!['details']!['description'])),
  };
}
