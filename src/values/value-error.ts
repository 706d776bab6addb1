import { BigIpError } from '../errors.ts';

/** A value that BIG-IP could not take, or that could mean another object than the one intended. Nothing was sent. */
export class BigIpValueError extends BigIpError {
  static override readonly kind = 'BigIpValueError';
  override readonly code = 'BIGIP_VALUE';
  /** The value as it was given. */
  readonly value: unknown;
  /** Where in the caller's input it stood, when known. */
  readonly path: string | undefined;

  constructor(message: string, options: { value?: unknown; path?: string } = {}) {
    super(options.path === undefined ? message : `${options.path}: ${message}`, { outcome: 'not-sent' });
    this.value = options.value;
    this.path = options.path;
  }
}

/** What a parser of this vocabulary reads; undefined for a value that is none. */
export function orNone<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof BigIpValueError) return undefined;
    throw error;
  }
}
