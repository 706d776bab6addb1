import { refuse } from './errors/refusal.ts';
import type { MockClock } from './life/clock.ts';
import { headerOf, jsonReply, type MockReply, type MockRequest } from './wire/message.ts';

/** Where uploaded files lie. */
const folder = '/var/config/rest/downloads';

/** The path below `/mgmt/shared` that takes them. */
export const uploadsPath = 'file-transfer/uploads';

/** How its answer is known. */
export const uploadsSource = {
  evidence: 'recorded',
  source: 'e-XpertSolutions/f5-rest-client (13.0.0); f5-appsvcs-templates docs/userguide',
} as const;

/** Bytes that are kept in all; the oldest files go first. */
const mostBytes = 16 * 1024 * 1024;

interface Upload {
  readonly total: number;
  readonly parts: Map<number, Uint8Array>;
}

/** Files that clients send in parts, each with `Content-Range: <first>-<last>/<all>`. */
export class Uploads {
  readonly #files = new Map<string, Upload>();
  readonly #clock: MockClock;

  constructor(clock: MockClock) {
    this.#clock = clock;
  }

  /** Takes one part. */
  take(request: MockRequest, name: string): MockReply {
    const [, first, last, all] = /^(\d+)-(\d+)\/(\d+)$/.exec(headerOf(request, 'content-range') ?? '') ?? [];
    const { body = '' } = request;
    const bytes = typeof body === 'string' ? Buffer.from(body) : body;
    const [start, total] = [Number(first), Number(all)];
    if (first === undefined || Number(last) !== start + bytes.length - 1 || Number(last) >= total)
      throw refuse('contentRange');
    const known = start === 0 ? undefined : this.#files.get(name);
    const upload = known?.total === total ? known : { total, parts: new Map<number, Uint8Array>() };
    upload.parts.set(start, bytes);
    this.#files.delete(name);
    this.#files.set(name, upload);
    this.#forgetOldest();
    const usedChunks = Object.fromEntries([...upload.parts].map(([at, part]) => [String(at), part.length]));
    const got = sizeOf(upload);
    const answer = {
      remainingByteCount: total - got,
      usedChunks,
      totalByteCount: total,
      localFilePath: `${folder}/${name}`,
      temporaryFilePath: `${folder}/tmp/${name}`,
      generation: 0,
      lastUpdateMicros: Math.floor(this.#clock.now() * 1000),
    };
    return jsonReply(200, JSON.stringify(answer));
  }

  /** A file that is whole, by its path or its `file:` URL. */
  read(path: string): Uint8Array | undefined {
    const upload = this.#files.get(nameIn(path));
    if (upload === undefined || sizeOf(upload) < upload.total) return undefined;
    return Buffer.concat([...upload.parts].sort(([left], [right]) => left - right).map(([, part]) => part));
  }

  /** Takes a file away. */
  remove(path: string): void {
    this.#files.delete(nameIn(path));
  }

  /** Takes all files away. */
  clear(): void {
    this.#files.clear();
  }

  #forgetOldest(): void {
    let bytes = [...this.#files.values()].reduce((sum, file) => sum + sizeOf(file), 0);
    for (const [name, file] of this.#files) {
      if (bytes <= mostBytes || this.#files.size === 1) return;
      bytes -= sizeOf(file);
      this.#files.delete(name);
    }
  }
}

function sizeOf({ parts }: Upload): number {
  return [...parts.values()].reduce((sum, { length }) => sum + length, 0);
}

function nameIn(path: string): string {
  const local = path.replace(/^file:(\/\/(localhost)?)?/, '');
  return local.startsWith(`${folder}/`) ? local.slice(folder.length + 1) : '';
}
