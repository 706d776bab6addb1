/** A name in the folder tree. */
export interface Name {
  readonly name: string;
  /** `undefined` for types that live outside of folders. */
  readonly partition: string | undefined;
  readonly subPath: string | undefined;
  readonly fullPath: string;
}

/** The name of a type without folders: partition, interface, FDB record. */
export function plainName(name: string): Name {
  return { name, partition: undefined, subPath: undefined, fullPath: name };
}

/** Takes `/Common/app.app/web` apart. */
export function nameOfPath(fullPath: string): Name {
  const parts = fullPath.split('/').slice(1);
  const name = parts.at(-1) ?? '';
  // A partition's own folder lies in no partition; the root folder is called `/`.
  if (parts.length === 1) {
    const root = name === '';
    return { name: root ? '/' : name, partition: undefined, subPath: root ? undefined : '/', fullPath };
  }
  const subPath = parts.length > 2 ? parts.slice(1, -1).join('/') : undefined;
  return { name, partition: parts[0] ?? '', subPath, fullPath };
}

/** The folder of a full path: `/Common/app.app` of `/Common/app.app/web`. */
export function folderOf(fullPath: string): string {
  const slash = fullPath.lastIndexOf('/');
  return slash <= 0 ? '/' : fullPath.slice(0, slash);
}

const unsafe = /[^A-Za-z0-9_.\-~:@!$&'()*+,;=]/gu;

/** A name as one URI segment: `/` becomes `~`, `%` becomes `%25`, other unsafe characters are percent-encoded. */
export function encodeName(fullPath: string): string {
  const folded = fullPath.replaceAll('/', '~');
  return folded.replace(unsafe, percentEncode);
}

/** UTF-8 bytes, percent-encoded; unlike encodeURIComponent it takes half of a surrogate pair. */
function percentEncode(character: string): string {
  return Array.from(Buffer.from(character), (byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');
}

/** The full path that a decoded URI segment names: `~k8s~web` is `/k8s/web`; a bare name lies in Common. */
export function pathOfSegment(segment: string): string {
  return segment.startsWith('~') ? segment.replaceAll('~', '/') : `/Common/${segment.replaceAll('~', '/')}`;
}
