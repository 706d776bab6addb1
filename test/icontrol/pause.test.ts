import { describe, expect, it } from 'vitest';
import { AbortError, SessionClosedError, TimeoutError } from '../../src/errors.ts';
import { pause } from '../../src/icontrol/pause.ts';
import { TestClock } from './test-clock.ts';

describe('a pause between two looks', () => {
  it('ends with the time', async () => {
    const clock = new TestClock({ auto: true });
    await pause(clock, 2_000, undefined, 'given up');
    expect(clock.now()).toBe(2_000);
  });

  it('that is given up says what was waited for, with the reason as its cause', async () => {
    const cause = new Error('enough');
    const waiting = pause(new TestClock(), 2_000, AbortSignal.abort(cause), 'given up');
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError', message: 'given up', cause });
    await expect(waiting).rejects.toBeInstanceOf(AbortError);
  });

  it('that is given up throws the error that is made of the reason', async () => {
    const late = new TimeoutError('too late');
    await expect(pause(new TestClock(), 1, AbortSignal.abort('enough'), () => late)).rejects.toBe(late);
  });

  it('passes on an error of the client, and what the clock throws by itself', async () => {
    const closed = new SessionClosedError('closed');
    await expect(pause(new TestClock(), 1, AbortSignal.abort(closed), 'given up')).rejects.toBe(closed);
    const broken = new Error('no time');
    const clock = { now: () => 0, sleep: () => Promise.reject(broken) };
    await expect(pause(clock, 1, new AbortController().signal, 'given up')).rejects.toBe(broken);
  });
});
