import { type JsonObject, MockBigIp, type MockReply } from '../../../mocks/index.ts';
import type { Recording } from './recordings.ts';

/** An object of a recording. */
export interface RecordedObject {
  file: string;
  version: string;
  /** After `/mgmt/tm/`. */
  uri: string;
  body: JsonObject;
}

const credentials = { authorization: `Basic ${Buffer.from('admin:admin').toString('base64')}` };
const envelope = new Set(['kind', 'name', 'partition', 'subPath', 'fullPath', 'generation', 'selfLink']);

const devicesOwn = new Set([
  'session',
  'state',
  'ephemeral',
  'status',
  'lastModified',
  'draftCopy',
  'publishedCopy',
  'encryptedPassword',
]);

/** The objects in a recording: one, or the items of a list. Trimmed ones (without a kind) are left out. */
export function objectsOf(recording: Recording): RecordedObject[] {
  const { body } = recording;
  const list = Array.isArray(body) ? body : isObject(body) && Array.isArray(body['items']) ? body['items'] : [body];
  return list.filter(isObject).flatMap((item): RecordedObject[] => {
    const { kind, selfLink } = item;
    if (typeof kind !== 'string' || typeof selfLink !== 'string' || !kind.endsWith('state')) return [];
    if (kind.endsWith('collectionstate') && item['name'] === undefined) return [];
    return [{ file: recording.file, version: recording.version, uri: uriOf(selfLink), body: item }];
  });
}

/** What the mock shows for an object that was seeded as it is. */
export async function shownAsSeeded(object: RecordedObject): Promise<{ body: JsonObject; error?: string }> {
  const device = await MockBigIp.start({ protocol: 'none', version: object.version });
  try {
    device.seed({ [object.uri]: object.body });
  } catch (error) {
    return { body: object.body, error: String(error) };
  }
  const path = `/mgmt/tm/${object.uri}${expansion(object)}`;
  return { body: JSON.parse(device.handle({ method: 'GET', path, headers: credentials }).body) };
}

/** What the mock shows for an object that was made from what differs from the mock's own defaults. */
export async function shownByMock(object: RecordedObject): Promise<{ body: JsonObject; error?: string }> {
  const device = await MockBigIp.start({ protocol: 'none', version: object.version });
  prepare(device, object);
  const get = () =>
    device.handle({ method: 'GET', path: `/mgmt/tm/${object.uri}${expansion(object)}`, headers: credentials });
  const present = get();
  if (present.status === 200) return { body: changed(device, object, JSON.parse(present.body), get) };
  const plain = await defaultsOf(object);
  const body = Object.fromEntries(
    Object.entries(object.body).filter(
      ([key, value]) =>
        !envelope.has(key) && !isLink(key, value) && JSON.stringify(plain[key]) !== JSON.stringify(value),
    ),
  );
  const { name, partition, subPath } = object.body;
  const slash = object.uri.lastIndexOf('/');
  const sent = {
    name,
    ...(partition === undefined ? {} : { partition }),
    ...(subPath === undefined ? {} : { subPath }),
    ...body,
  };
  // What monitors, operators and the device itself make of an object is not for clients to write.
  const shown = Object.entries(sent as JsonObject).filter(([key]) => devicesOwn.has(key));
  const written = Object.fromEntries(Object.entries(sent as JsonObject).filter(([key]) => !devicesOwn.has(key)));
  const made = device.handle({
    method: 'POST',
    path: `/mgmt/tm/${object.uri.slice(0, slash)}`,
    headers: credentials,
    body: JSON.stringify(written),
  });
  const published = object.uri.startsWith('ltm/policy/') && object.body['status'] === 'published';
  if (published || (made.status === 400 && JSON.parse(made.body).message === 'enter a valid option')) {
    // A type that comes with others, or a policy that would have to be published: it cannot be made alone.
    device.set(object.uri, body);
    return { body: JSON.parse(get().body) };
  }
  if (made.status !== 200) {
    device.set(object.uri, body);
    return { body: JSON.parse(get().body), error: `${made.status} ${JSON.parse(made.body).message}` };
  }
  if (shown.length > 0) device.set(object.uri, Object.fromEntries(shown));
  return { body: JSON.parse(get().body) };
}

/** An object that is there at the start, after a client wrote what the recording has otherwise; as it was when refused. */
function changed(device: MockBigIp, object: RecordedObject, present: JsonObject, get: () => MockReply): JsonObject {
  const body = Object.fromEntries(
    Object.entries(object.body).filter(
      ([key, value]) =>
        !envelope.has(key) && !key.endsWith('Reference') && JSON.stringify(present[key]) !== JSON.stringify(value),
    ),
  );
  if (Object.keys(body).length === 0) return present;
  const path = `/mgmt/tm/${object.uri}`;
  device.handle({ method: 'PATCH', path, headers: credentials, body: JSON.stringify(body) });
  return JSON.parse(get().body);
}

/** Makes all that an object refers to, and what it lies in. */
function prepare(device: MockBigIp, object: RecordedObject): void {
  const paths = new Set<string>([`/${object.body['partition'] ?? 'Common'}/${object.body['subPath'] ?? ''}`]);
  const uris = new Set<string>();
  const own = object.uri;
  for (const [, uri = ''] of JSON.stringify(object.body).matchAll(/https:\/\/localhost\/mgmt\/tm\/([^"?]+)/g)) {
    if (uri !== own && !uri.startsWith(`${own}/`)) uris.add(uri);
  }
  const parent = /^(.*)\/[^/]+\/[^/]+$/.exec(own)?.[1];
  if (parent?.includes('~') === true) uris.add(parent);
  for (const name of namesIn(object.body, 'monitor')) uris.add(`ltm/monitor/http/${name}`);
  if (own.startsWith('ltm/policy/')) for (const name of namesIn(object.body, 'vlan')) uris.add(`net/vlan/${name}`);
  for (const uri of uris) paths.add(`/${(/~(.*)~/.exec(uri)?.[1] ?? 'Common').replaceAll('~', '/')}`);
  for (const path of paths)
    makeFolder(
      device,
      path.split('/').filter((part) => part !== ''),
    );
  for (const uri of uris) stub(device, uri);
  for (const [, id] of JSON.stringify(object.body).matchAll(/"\d[\d.]+%(\d+)[/:"]/g)) {
    if (id !== '0' && device.get(`net/route-domain/~Common~${id}`) === undefined)
      device.set(`net/route-domain/~Common~${id}`, { id: Number(id) });
  }
}

function makeFolder(device: MockBigIp, parts: string[]): void {
  if (parts[0] === undefined) return;
  if (device.get(`auth/partition/${parts[0]}`) === undefined) device.set(`auth/partition/${parts[0]}`, {});
  for (let count = 2; count <= parts.length; count++) {
    const uri = `sys/folder/~${parts.slice(0, count).join('~')}`;
    if (device.get(uri) === undefined) device.set(uri, {});
  }
}

/** Full paths below a key, folded: a monitor rule and an action's VLAN carry no links. */
function namesIn(body: unknown, key: string): string[] {
  if (Array.isArray(body)) return body.flatMap((item) => namesIn(item, key));
  if (!isObject(body)) return [];
  return Object.entries(body).flatMap(([name, value]) => {
    if (name !== key || typeof value !== 'string') return namesIn(value, key);
    return (value.match(/\/[^\s}]+/g) ?? []).map((path) => path.replaceAll('/', '~'));
  });
}

/** The least that makes an object of a type. */
const least: Record<string, JsonObject> = {
  'net/tunnels/tunnel': { profile: '/Common/ipip' },
  'ltm/virtual': { destination: '/Common/192.0.2.1:80' },
  'ltm/data-group/internal': { type: 'string' },
};

function stub(device: MockBigIp, uri: string): void {
  const type = uri.slice(0, uri.lastIndexOf('/'));
  try {
    if (device.get(uri) === undefined) device.set(uri, least[type] ?? {});
  } catch (error) {
    // A type that is not in scope: its link will be missing, which the comparison shows.
    if (!(error instanceof TypeError)) throw error;
  }
}

/** What the mock shows for an object of the same type about which nothing was said. */
async function defaultsOf(object: RecordedObject): Promise<JsonObject> {
  const device = await MockBigIp.start({ protocol: 'none', version: object.version });
  prepare(device, object);
  try {
    return device.set(object.uri, {});
  } catch {
    return {};
  }
}

function expansion(object: RecordedObject): string {
  const { selfLink } = object.body;
  const expanded = Object.entries(object.body).some(
    ([key, value]) => key.endsWith('Reference') && isObject(value) && Array.isArray(value['items']),
  );
  return expanded || String(selfLink).includes('expandSubcollections') ? '?expandSubcollections=true' : '';
}

/** True for `poolReference` and the like; a subcollection with its items is sent. */
function isLink(key: string, value: unknown): boolean {
  if (!key.endsWith('Reference')) return false;
  return !(isObject(value) && Array.isArray(value['items']));
}

function uriOf(selfLink: string): string {
  return selfLink.replace('https://localhost/mgmt/tm/', '').replace(/\?.*$/, '');
}

/** True for a JSON object. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
