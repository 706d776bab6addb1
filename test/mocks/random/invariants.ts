import type { MockBigIp, MockReply } from '../../../mocks/index.ts';

type Entry = ReturnType<MockBigIp['snapshot']>['entries'][number];

/** The objects of a device at one moment. They never change in place, so that comparing them is cheap. */
export class Objects {
  readonly #entries: ReadonlyMap<string, Entry>;

  constructor(device: MockBigIp) {
    this.#entries = new Map(device.snapshot().entries.map((entry) => [entry.uri, entry]));
  }

  /** The URIs that are not what they were. */
  changedSince(before: Objects): string[] {
    const changed = [...this.#entries].flatMap(([uri, entry]) => (before.#entries.get(uri) === entry ? [] : [uri]));
    return [...changed, ...[...before.#entries.keys()].filter((uri) => !this.#entries.has(uri))];
  }

  /** Objects whose generation went back. */
  generationsBack(before: Objects): string[] {
    return [...this.#entries].flatMap(([uri, { generation }]) => {
      const old = before.#entries.get(uri)?.generation ?? 0;
      return generation < old ? [`${uri}: ${old} -> ${generation}`] : [];
    });
  }

  /** Every reference leads somewhere, every child has a parent, every object a folder, every pair its other half. */
  dangling(): string[] {
    const found: string[] = [];
    const has = (uri: string) => this.#entries.has(uri);
    for (const { uri, links, parent, partition, subPath, kind, fullPath } of this.#entries.values()) {
      for (const link of links) if (link.uri === undefined || !has(link.uri)) found.push(`${uri} -> ${link.fullPath}`);
      if (parent !== undefined && !has(parent)) found.push(`${uri} has lost its parent`);
      if (partition !== undefined && !has(`auth/partition/${partition}`)) found.push(`${uri} has lost its partition`);
      if (partition !== undefined && subPath !== undefined && parent === undefined) {
        const folder = `sys/folder/~${partition}~${subPath.replaceAll('/', '~')}`;
        if (!has(folder)) found.push(`${uri} has lost its folder`);
      }
      const other = twin(kind.type, uri, fullPath);
      if (other !== undefined && !has(other)) found.push(`${uri} has lost ${other}`);
    }
    return found;
  }

  /** The URIs of all. */
  get uris(): readonly string[] {
    return [...this.#entries.keys()];
  }
}

/** What comes and goes with an object. */
function twin(type: string, uri: string, fullPath: string): string | undefined {
  if (type === 'net/tunnels/tunnel') return uri.replace('net/tunnels', 'net/fdb');
  if (type === 'net/fdb/tunnel') return uri.replace('net/fdb', 'net/tunnels');
  if (type === 'net/vlan') return uri.replace('net/', 'net/fdb/');
  if (type === 'net/fdb/vlan') return uri.replace('net/fdb/', 'net/');
  return type === 'auth/partition' ? `sys/folder/~${fullPath}` : undefined;
}

const statuses = new Set([200, 400, 401, 403, 404, 405, 406, 409, 500, 501, 503]);

/** What is wrong with a reply, whatever was asked: a status that no device has, a body that nobody can read. */
export function faultOf({ status, headers, body }: MockReply): string | undefined {
  if (!statuses.has(status)) return `status ${status}`;
  if (body.includes('a defect of the mock')) return body;
  const type = headers['content-type'] ?? '';
  if (body === '') return undefined;
  if (type.includes('html')) return body.includes('<') ? undefined : 'no page';
  try {
    JSON.parse(body);
    return undefined;
  } catch {
    return `not JSON: ${body.slice(0, 80)}`;
  }
}
