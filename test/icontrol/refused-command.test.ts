import { describe, expect, it } from 'vitest';
import { BusyError, isBigIpError, OutcomeUnknownError } from '../../src/errors.ts';
import { Transaction } from '../../src/icontrol/transaction.ts';
import { openRig, type Rig } from '../apply/device.ts';
import { open } from './open-session.ts';
import { type Answer, networkFailure } from './scripted-device.ts';

const task = {
  code: 503,
  message: 'There is an active asynchronous task executing.',
  errorStack: [],
  apiError: 32964609,
};
const busy: Answer = { status: 503, body: task };
const sent = (rig: Rig): string[] =>
  rig.device.journal
    .filter(({ path }) => !/authn|authz|sys\/ready/.test(path))
    .map(
      ({ method, path }) => `${method} ${path.replace('/mgmt/tm/', '').replace(/transaction\/\d+/, 'transaction/ID')}`,
    );

const two = (rig: Rig) =>
  rig.bigip.transaction(async (tx) => {
    await tx.ltm.pool.create({ name: 'a', partition: 'k8s' });
    await tx.ltm.pool.create({ name: 'b', partition: 'k8s' });
  });

describe('a command that a busy device refuses', () => {
  it('is sent again when the device has not queued it', async () => {
    await using rig = await openRig();
    rig.device.fault({ match: 'POST ltm/pool', when: 'before', skip: 1, do: { status: 503, body: task } });
    await two(rig);
    expect(sent(rig)).toEqual([
      'POST transaction',
      'POST ltm/pool',
      'POST ltm/pool',
      'GET transaction/ID/commands',
      'POST ltm/pool',
      'PATCH transaction/ID',
    ]);
    expect(rig.device.list('ltm/pool')).toEqual(['ltm/pool/~k8s~a', 'ltm/pool/~k8s~b']);
  });

  it('is not queued twice when the device has queued it all the same', async () => {
    for (const skipped of [0, 1]) {
      await using rig = await openRig();
      rig.device.fault({ match: 'POST ltm/pool', when: 'after', skip: skipped, do: { status: 503, body: task } });
      await two(rig);
      expect(sent(rig).filter((line) => line === 'POST ltm/pool')).toHaveLength(2);
      expect(sent(rig).filter((line) => line === 'GET transaction/ID/commands')).toHaveLength(1);
      expect(rig.device.list('ltm/pool')).toEqual(['ltm/pool/~k8s~a', 'ltm/pool/~k8s~b']);
    }
  });

  it('is not sent again, and the transaction is given up, when nobody can tell whether it was queued', async () => {
    const one = { kind: 'tm:transaction:commandscollectionstate', items: [{ commandId: 1 }, { commandId: 2 }] };
    for (const list of [
      { body: one },
      { status: 400, body: { code: 400, message: 'no' } },
      networkFailure('ECONNRESET'),
    ]) {
      const { device, session } = open(({ line }) => {
        if (line === 'POST transaction') return { body: { transId: 7, timeoutSeconds: 120 } };
        if (line === 'POST ltm/pool') return busy;
        if (line.endsWith('/commands')) return list;
        return { body: {} };
      });
      const transaction = new Transaction(session);
      const command = transaction.request('POST', ['ltm', 'pool'], { body: { name: 'a' } });
      await expect(command).rejects.toBeInstanceOf(OutcomeUnknownError);
      await expect(transaction.commit()).rejects.toBeInstanceOf(OutcomeUnknownError);
      expect(device.count(/^POST ltm\/pool/)).toBe(1);
      expect(device.count(/^PATCH transaction/)).toBe(0);
      expect(device.count(/^DELETE transaction\/7$/)).toBe(1);
    }
  });

  it('fails with the refusal when the attempts are used up', async () => {
    const { device, session } = open(({ line }) => {
      if (line === 'POST transaction') return { body: { transId: 7, timeoutSeconds: 120 } };
      if (line.endsWith('/commands')) return { body: { kind: 'tm:transaction:commandscollectionstate', items: [] } };
      return line === 'POST ltm/pool' ? busy : { body: {} };
    });
    const transaction = new Transaction(session);
    const command = transaction.request('POST', ['ltm', 'pool'], { body: { name: 'a' } });
    await expect(command).rejects.toBeInstanceOf(BusyError);
    expect(device.count(/^POST ltm\/pool/)).toBe(3);
    await transaction.abandon();
  });

  it('is not sent again when it was sent by hand, with the id of a transaction', async () => {
    const { device, session } = open(() => busy);
    const command = session.request('POST', ['ltm', 'pool'], { body: {}, coordinationId: '7' });
    await expect(command).rejects.toBeInstanceOf(BusyError);
    expect(device.work).toEqual(['POST ltm/pool']);
  });
});

describe('a transaction with a command that failed', () => {
  it('sends no further command', async () => {
    await using rig = await openRig();
    rig.device.fault({ match: 'POST ltm/pool', do: { status: 400, body: { code: 400, message: 'no', apiError: 1 } } });
    const failed = rig.bigip.transaction(async (tx) => {
      await tx.ltm.pool.create({ name: 'a', partition: 'k8s' }).catch(() => undefined);
      await tx.ltm.virtual.create({ name: 'v', partition: 'k8s', destination: '172.16.100.195:80' });
    });
    await expect(failed).rejects.toMatchObject({ status: 400 });
    expect(sent(rig)).toEqual(['POST transaction', 'POST ltm/pool', 'DELETE transaction/ID']);
  });

  it('rejects once, also when nobody waits for its commands', async () => {
    await using rig = await openRig();
    const unhandled: unknown[] = [];
    const listener = (reason: unknown) => void unhandled.push(reason);
    process.on('unhandledRejection', listener);
    rig.device.fault({ match: 'POST ltm/pool', do: { status: 400, body: { code: 400, message: 'no', apiError: 1 } } });
    const failed = rig.bigip.transaction(async (tx) => {
      void tx.ltm.pool.create({ name: 'a', partition: 'k8s' });
      void tx.ltm.pool.create({ name: 'b', partition: 'k8s' });
    });
    const error: unknown = await failed.catch((reason: unknown) => reason);
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', listener);
    expect(isBigIpError(error)).toBe(true);
    expect(unhandled).toEqual([]);
  });
});
