import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import * as errors from '../src/errors.ts';

const { BigIpError, ConnectError, InUseError, isBigIpError, NotFoundError, TlsError, ValidationError } = errors;

/** A second copy of the module, as two versions of the package in one process would have. */
async function secondCopy(): Promise<typeof errors> {
  const specifier = '../src/errors.ts?second-copy';
  return import(/* @vite-ignore */ specifier);
}

describe('an error of the package', () => {
  it('carries what a caller acts on', () => {
    const cause = new Error('read ECONNRESET');
    const error = new NotFoundError('gone', {
      status: 404,
      deviceCode: '01020036',
      apiError: 3,
      deviceMessage: 'The requested Pool (/k8s/web) was not found.',
      request: { method: 'GET', path: '/mgmt/tm/ltm/pool/~k8s~web' },
      outcome: 'refused',
      cause,
    });
    expect(error).toMatchObject({
      name: 'NotFoundError',
      code: 'BIGIP_NOT_FOUND',
      status: 404,
      deviceCode: '01020036',
    });
    expect(error.cause).toBe(cause);
    expect(JSON.parse(JSON.stringify(error))).toEqual({
      name: 'NotFoundError',
      message: 'gone',
      code: 'BIGIP_NOT_FOUND',
      status: 404,
      deviceCode: '01020036',
      apiError: 3,
      deviceMessage: 'The requested Pool (/k8s/web) was not found.',
      request: { method: 'GET', path: '/mgmt/tm/ltm/pool/~k8s~web' },
      outcome: 'refused',
      cause: 'read ECONNRESET',
    });
    expect(inspect(error)).toContain('NotFoundError: gone');
  });

  it('is an instance of its class and of those above, and of no other', () => {
    const error = new InUseError('in use');
    expect(error).toBeInstanceOf(InUseError);
    expect(error).toBeInstanceOf(ValidationError);
    expect(error).toBeInstanceOf(BigIpError);
    expect(error).toBeInstanceOf(Error);
    expect(error).not.toBeInstanceOf(NotFoundError);
    for (const other of [undefined, null, 'text', {}, new Error('x'), () => {}])
      expect(isBigIpError(other)).toBe(false);
  });

  it('is known to another copy of the package', async () => {
    const copy = await secondCopy();
    expect(copy.NotFoundError).not.toBe(NotFoundError);
    const theirs = new copy.InUseError('in use');
    expect(theirs).toBeInstanceOf(InUseError);
    expect(theirs).toBeInstanceOf(ValidationError);
    expect(theirs).not.toBeInstanceOf(NotFoundError);
    expect(isBigIpError(theirs)).toBe(true);
    expect(new NotFoundError('x')).toBeInstanceOf(copy.NotFoundError);
  });

  it('can be extended by others, whose instanceof is the ordinary one', () => {
    class Mine extends NotFoundError {}
    expect(new Mine('x')).toBeInstanceOf(Mine);
    expect(new Mine('x')).toBeInstanceOf(NotFoundError);
    expect(new NotFoundError('x')).not.toBeInstanceOf(Mine);
  });

  it('says what is known about the effect', () => {
    expect(new ConnectError('x', { sent: false }).outcome).toBe('not-sent');
    expect(new ConnectError('x', { sent: true }).outcome).toBe('maybe-applied');
    expect(new TlsError('x', { reason: 'name' }).outcome).toBe('not-sent');
    expect(new errors.OutcomeUnknownError('x').outcome).toBe('maybe-applied');
  });

  it('has a name and a code of its own in every class', () => {
    const classes = Object.values(errors).filter((value) => typeof value === 'function' && 'kind' in value);
    const made = classes.map((ErrorClass) =>
      Reflect.construct(ErrorClass, ['text', { sent: true, reason: 'name' }]),
    ) as InstanceType<typeof BigIpError>[];
    expect(made).toHaveLength(21);
    expect(new Set(made.map(({ name }) => name)).size).toBe(made.length);
    expect(new Set(made.map(({ code }) => code)).size).toBe(made.length);
    for (const { code } of made) expect(code).toMatch(/^BIGIP_[A-Z_]+$/);
  });
});
