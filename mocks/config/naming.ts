import { refuse } from '../errors/refusal.ts';
import type { JsonObject } from '../json.ts';
import type { Kind } from '../kinds/kind.ts';
import { servicePort } from '../values/endpoint.ts';
import type { Config } from './config.ts';
import type { Entry } from './entry.ts';
import { folderOf, type Name, nameOfPath, pathOfSegment, plainName } from './names.ts';

/** The name that a body gives to a new object, or refuses. */
export function nameOf(kind: Kind, parent: Entry | undefined, sentBody: JsonObject, config: Config): Name {
  const body = withoutDashes(sentBody);
  if (kind.naming === 'single') return plainName('');
  const special = kind.life?.name?.(body, parent, config);
  const sent = special ?? body['name'];
  const text = typeof sent === 'number' ? String(sent) : sent;
  if (typeof text !== 'string' || text === '') throw refuse('nameMissing');
  if (kind.naming === 'plain') return plainName(text);
  if (text.startsWith('/')) return inFolder(kind, text);
  const partition = typeof body['partition'] === 'string' ? body['partition'] : (parent?.partition ?? 'Common');
  const subPath = typeof body['subPath'] === 'string' && body['subPath'] !== '' ? `${body['subPath']}/` : '';
  return inFolder(kind, `/${partition}/${subPath}${text}`);
}

/** Takes a full path apart; it has no empty part, and only folders lie outside of partitions. */
function inFolder(kind: Kind, path: string): Name {
  const [, ...parts] = path.split('/');
  const isFolder = kind.type === 'sys/folder';
  if ((parts.includes('') && !(isFolder && path === '/')) || (parts.length < 2 && !isFolder))
    throw refuse('invalidValue', { property: 'name', value: path });
  return nameOfPath(path);
}

/** The keys that name an object are taken with dashes, as all others are. */
function withoutDashes(body: JsonObject): JsonObject {
  const { 'sub-path': subPath, 'full-path': fullPath } = body;
  if (subPath === undefined && fullPath === undefined) return body;
  return { ...body, ...(subPath === undefined ? {} : { subPath }), ...(fullPath === undefined ? {} : { fullPath }) };
}

/** How the device names an object in its refusals: what lies below others has their names in front of its own. */
export function titleOf(kind: Kind, fullPath: string, parent: Entry | undefined): string {
  if (parent === undefined) return fullPath;
  if (kind.title !== undefined) return kind.title(fullPath, parent.fullPath);
  const above = parent.parent?.split('/').at(-1);
  const top = above === undefined ? [] : [pathOfSegment(decodeURIComponent(above))];
  return [...top, parent.fullPath, fullPath].join(' ');
}

/** Refuses an object whose folder does not exist. */
export function checkFolder(kind: Kind, parent: Entry | undefined, name: Name, config: Config): void {
  if (kind.naming !== 'folder' || name.fullPath === '/') return;
  const folder = folderOf(name.fullPath);
  if (config.find('sys/folder', folder) !== undefined) return;
  if (kind.ownFolder !== undefined && folder.endsWith(`/${kind.ownFolder}`) && makeFolder(folder, config)) return;
  if (kind.title !== undefined) {
    throw refuse('memberFolderMissing', { path: withService(kind.title(name.fullPath, parent?.fullPath ?? '')) });
  }
  throw refuse('folderMissing', { path: folder });
}

/** Makes a folder in one that is there. */
function makeFolder(path: string, config: Config): boolean {
  const kind = config.tree.kind('sys/folder');
  if (kind === undefined || config.find('sys/folder', folderOf(path)) === undefined) return false;
  config.create(kind, undefined, { name: path });
  return true;
}

/** A member's path with its port as a service name: only this one refusal has it so. */
export function withService(title: string): string {
  return title.replace(/\d+$/, (port) => servicePort(Number(port)));
}
