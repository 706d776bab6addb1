import { existsSync } from 'node:fs';

/** The folder of this package, where package.json and the example are: the same for sources and for built files. */
export function packageRoot(): URL {
  let folder = new URL('.', import.meta.url);
  while (!existsSync(new URL('package.json', folder))) {
    const above = new URL('..', folder);
    if (above.href === folder.href) throw new Error('the package is not complete: its package.json is missing');
    folder = above;
  }
  return folder;
}
