/** Full path of a configuration object: `/Common/tcp`, or `/k8s/app.app/web` in a sub-folder. */
import { BigIpValueError } from './value-error.ts';

export interface FullPath {
  /** The folder with its leading slash: `/Common`, `/k8s/app.app`. */
  readonly folder: string;
  readonly name: string;
}

/** `/k8s/web` -> `{ folder: '/k8s', name: 'web' }`. Throws {@link BigIpValueError}. */
export function parseFullPath(text: string): FullPath {
  const at = text.lastIndexOf('/');
  if (!text.startsWith('/') || at < 1 || at === text.length - 1 || text.includes('//')) {
    throw new BigIpValueError(`${JSON.stringify(text)} is not a full path such as /Common/name`, { value: text });
  }
  return { folder: text.slice(0, at), name: text.slice(at + 1) };
}

export function formatFullPath(path: FullPath): string {
  return `${path.folder}/${path.name}`;
}

/** The partition of a full path: its first folder. */
export function partitionOf(fullPath: string): string {
  return fullPath.split('/', 2)[1] ?? '';
}

/** The name without its folder: `web` of `/k8s/web`, and of `web` itself. */
export function bareName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
